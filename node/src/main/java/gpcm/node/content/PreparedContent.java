package gpcm.node.content;

/**
 * Uploaded bytes that nobody sees before {@link ContentStore#adopt} takes them over, and that are
 * swept when nobody does.
 */
public sealed interface PreparedContent permits PreparedBytes, PreparedChunks {

  /** Hash and size of what was uploaded. */
  StoredContent content();
}
