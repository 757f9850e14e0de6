package gpcm.node.sending;

import gpcm.node.store.Content;

/**
 * A message whose bytes are fixed.
 *
 * @param messageId MessageHeader.id
 * @param documentId id of the document bundle
 * @param subject the subject line for MESH
 * @param content the bytes, in the content store
 */
record BuiltMessage(String messageId, String documentId, String subject, Content content) {}
