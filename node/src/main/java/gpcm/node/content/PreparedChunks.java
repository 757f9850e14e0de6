package gpcm.node.content;

/**
 * Bytes that are in the database already.
 *
 * @param id under which their chunks lie
 */
record PreparedChunks(StoredContent content, long id) implements PreparedContent {}
