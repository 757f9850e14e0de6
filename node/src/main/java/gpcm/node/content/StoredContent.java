package gpcm.node.content;

/**
 * Bytes in the content store.
 *
 * @param hash their SHA-256, by which they are found again
 * @param size how many there are
 */
public record StoredContent(ContentHash hash, long size) {}
