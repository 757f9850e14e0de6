package gpcm.node.ledger;

import gpcm.node.content.StoredContent;

/**
 * What a document gets with its message.
 *
 * @param messageId MessageHeader.id
 * @param documentId id of the document bundle
 * @param subject Mex-Subject
 * @param address what goes into Mex-To: a mailbox id or a GPPROVIDER address
 * @param content the message's bytes
 */
public record BuiltColumns(
    String messageId, String documentId, String subject, String address, StoredContent content) {}
