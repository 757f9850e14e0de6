package gpcm.node.content;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Bytes on their way into the store, outside the caller's transaction: in short transactions of
 * their own, so that a slow stream keeps no transaction and no connection busy. What fits one
 * window stays in memory and is written by the transaction that adopts it. Memory use does not
 * depend on the size. For one thread.
 *
 * <pre>{@code
 * try (Upload upload = store.upload()) {
 *   upload.write(body);
 *   PreparedContent prepared = upload.finish();
 *   jdbi.useTransaction(handle -> store.adopt(handle, prepared));
 * }
 * }</pre>
 */
public final class Upload implements AutoCloseable {
  private final Jdbi jdbi;
  private final byte[] window = new byte[Chunk.WINDOW * Chunk.SIZE];
  private final MessageDigest digest = ContentHash.newDigest();
  private int held;
  private long size;
  private long id;
  private int written;
  private boolean finished;

  Upload(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Adds everything {@code bytes} gives. The stream is read to its end and not closed.
   *
   * @throws IOException when the stream cannot be read; {@link #close} takes back what was written
   */
  public void write(InputStream bytes) throws IOException {
    requireOpen();
    for (int read = fill(bytes); read >= 0; read = fill(bytes)) {
      held += read;
    }
  }

  private int fill(InputStream bytes) throws IOException {
    if (held == window.length) {
      store();
    }
    return bytes.read(window, held, window.length - held);
  }

  /**
   * Ends the upload.
   *
   * @return what {@link ContentStore#adopt} makes visible
   */
  public PreparedContent finish() {
    requireOpen();
    if (written == 0) {
      finished = true;
      return PreparedBytes.of(Arrays.copyOf(window, held));
    }
    store();
    finished = true;
    return new PreparedChunks(new StoredContent(ContentHash.finished(digest), size), id);
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException("this upload has ended. Begin another one");
    }
  }

  private void store() {
    if (held == 0) {
      return;
    }
    digest.update(window, 0, held);
    jdbi.useHandle(
        handle -> {
          if (handle.isInTransaction()) {
            throw new IllegalStateException(
                "this thread is inside a transaction, which the upload would become part of. Upload"
                    + " outside the transaction, and adopt inside it");
          }
          handle.useTransaction(this::store);
        });
    written += Math.toIntExact(Chunk.count(held));
    size += held;
    held = 0;
  }

  private void store(Handle handle) {
    // The commit of the transaction that adopts the content makes all of it durable.
    handle.execute("set local synchronous_commit = off");
    if (written == 0) {
      id = ContentRows.beginUpload(handle);
    }
    try (ChunkCopy copy = ChunkCopy.into(handle)) {
      for (int offset = 0, n = written; offset < held; offset += Chunk.SIZE, n++) {
        copy.write(id, n, window, offset, Math.min(Chunk.SIZE, held - offset));
      }
      copy.finish();
    }
  }

  /** Takes back what was written when the upload was not finished. */
  @Override
  public void close() {
    if (!finished && written > 0) {
      jdbi.useTransaction(handle -> ContentRows.abandonUpload(handle, id));
    }
    finished = true;
  }
}
