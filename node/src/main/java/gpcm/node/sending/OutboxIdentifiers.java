package gpcm.node.sending;

import java.util.Optional;

/**
 * What a document is called on its way.
 *
 * @param messageId MessageHeader.id, from state built on
 * @param documentId id of the document bundle, from state built on
 * @param meshMessageId what MESH calls the message, once MESH has taken it
 */
public record OutboxIdentifiers(
    Optional<String> messageId, Optional<String> documentId, Optional<String> meshMessageId) {}
