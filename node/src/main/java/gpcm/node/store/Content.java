package gpcm.node.store;

/**
 * Bytes in the content store.
 *
 * @param hash their SHA-256, by which they are found again
 * @param size how many there are
 */
public record Content(ContentHash hash, long size) {}
