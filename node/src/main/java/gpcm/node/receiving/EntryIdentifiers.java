package gpcm.node.receiving;

import java.util.Optional;

/**
 * What a received document is called by its sender.
 *
 * @param encounterId SenderReference: all versions of one encounter share it
 * @param messageId MessageHeader.id
 * @param documentId id of the document bundle
 * @param replacesDocumentId the document it replaces
 */
public record EntryIdentifiers(
    String encounterId, String messageId, String documentId, Optional<String> replacesDocumentId) {}
