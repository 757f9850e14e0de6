package gpcm.node.sending;

import gpcm.node.content.StoredContent;

/**
 * A file of a document this node sends: the report, or an attachment handed in with the
 * consultation.
 *
 * @param ordinal its place in the document, which never changes: it is found by it
 * @param fileName its plain name
 * @param title what it is, for people
 * @param contentType its media type
 * @param content its bytes, in the content store
 * @param report whether it is the report itself
 */
public record DocumentFile(
    int ordinal,
    String fileName,
    String title,
    String contentType,
    StoredContent content,
    boolean report) {}
