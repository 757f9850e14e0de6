package gpcm.node.content;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads a content window by window. No window is given before its chunks are checked, and not the
 * last one before size and SHA-256 of the whole are. Between windows it holds no connection.
 */
final class ContentReader {
  private final Jdbi jdbi;
  private final ContentHash hash;
  private final StoredChunks content;
  private final MessageDigest digest = ContentHash.newDigest();
  private long next;
  private boolean ended;

  private ContentReader(Jdbi jdbi, ContentHash hash, StoredChunks content) {
    this.jdbi = jdbi;
    this.hash = hash;
    this.content = content;
  }

  static ContentReader open(Jdbi jdbi, ContentHash hash) {
    StoredChunks content =
        jdbi.withHandle(
            handle ->
                ContentRows.firstWindow(handle, hash)
                    .orElseThrow(() -> MissingContentException.of(handle, hash)));
    if (content.size() < 0) {
      throw new DamagedContentException(hash, "its row says it has fewer than no bytes");
    }
    if (content.unchecked() && !content.fitsOneWindow()) {
      // Content of older versions has no check on each chunk, so it is read once more.
      new ContentReader(jdbi, hash, content).finish();
    }
    return new ContentReader(jdbi, hash, content);
  }

  /** Reads what is left, for the sake of the checks. */
  void finish() {
    while (next().isPresent()) {}
  }

  /** The next bytes, or empty after the last ones. */
  Optional<byte[]> next() {
    if (ended) {
      return Optional.empty();
    }
    long end = Math.min(Chunk.count(content.size()), next + Chunk.WINDOW);
    byte[] window = content.join(hash, chunks(), next, end);
    digest.update(window);
    next = end;
    if (end == Chunk.count(content.size())) {
      content.requireHash(hash, digest);
      ended = true;
    }
    return Optional.of(window);
  }

  private List<Chunk> chunks() {
    if (next == 0) {
      return content.chunks();
    }
    return jdbi.withHandle(handle -> ContentRows.window(handle, content.id(), next));
  }
}
