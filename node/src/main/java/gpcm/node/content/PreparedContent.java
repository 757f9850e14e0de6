package gpcm.node.content;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Uploaded bytes that nobody sees before {@link ContentStore#adopt} takes them over, and that are
 * swept when nobody does.
 */
public final class PreparedContent {
  private final StoredContent content;
  private final OptionalLong id;
  private final Optional<byte[]> bytes;

  private PreparedContent(StoredContent content, OptionalLong id, Optional<byte[]> bytes) {
    this.content = content;
    this.id = id;
    this.bytes = bytes;
  }

  static PreparedContent inMemory(byte[] bytes) {
    return new PreparedContent(
        new StoredContent(ContentHash.of(bytes), bytes.length),
        OptionalLong.empty(),
        Optional.of(bytes));
  }

  static PreparedContent inChunks(StoredContent content, long id) {
    return new PreparedContent(content, OptionalLong.of(id), Optional.empty());
  }

  /** Hash and size of what was uploaded. */
  public StoredContent content() {
    return content;
  }

  /** Bytes small enough to be written by the transaction that adopts them. */
  Optional<byte[]> bytes() {
    return bytes;
  }

  /** Under which id the chunks lie that are in the database already. */
  long id() {
    return id.orElseThrow();
  }
}
