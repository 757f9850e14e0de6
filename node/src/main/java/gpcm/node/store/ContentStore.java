package gpcm.node.store;

import gpcm.node.config.ByteSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The bytes of messages and attachments, kept once each under the SHA-256 of their content: as a
 * row when small, as a file under the data folder when large. Where the border lies and why:
 * docs/decisions.
 *
 * <p>Content is part of the transaction that stores it: before the commit nobody sees it, and after
 * a rollback at most a file remains that nothing refers to. Reading checks size and hash, so
 * damaged bytes are never taken for the document. Memory use does not depend on the size of the
 * content. Safe for use by many threads.
 */
public final class ContentStore {
  /** Content of this size and below is a row. */
  public static final ByteSize DEFAULT_BORDER = ByteSize.ofKibibytes(128);

  private final Jdbi jdbi;
  private final ContentFiles files;
  private final int border;

  /**
   * @param database where the rows are
   * @param folder where the files are; created when missing, and swept of what a killed process
   *     left half written
   */
  public ContentStore(Database database, Path folder) {
    this(database, folder, DEFAULT_BORDER);
  }

  /**
   * As {@link #ContentStore(Database, Path)} with another border. Content stored with one border is
   * found with any other.
   *
   * @param border content of this size and below is a row; at most 1 GiB
   */
  public ContentStore(Database database, Path folder, ByteSize border) {
    this.jdbi = database.jdbi();
    this.files = new ContentFiles(folder);
    this.border = Math.toIntExact(border.bytes());
  }

  /**
   * Stores everything {@code bytes} gives, within the transaction of {@code handle}. Storing the
   * same bytes again gives the same content and takes no more room. The stream is read to its end
   * and not closed.
   *
   * @throws StoreException when the bytes cannot be read or written; nothing is stored then
   */
  public Content put(Handle handle, InputStream bytes) {
    try {
      byte[] head = bytes.readNBytes(border + 1);
      if (head.length <= border) {
        return put(handle, head);
      }
      Content content = files.write(head, bytes);
      insert(handle, content, Optional.empty());
      return content;
    } catch (IOException e) {
      throw new StoreException("content could not be stored: " + e.getMessage(), e);
    }
  }

  /** As {@link #put(Handle, InputStream)}, for bytes in memory. */
  public Content put(Handle handle, byte[] bytes) {
    if (bytes.length > border) {
      return put(handle, new ByteArrayInputStream(bytes));
    }
    Content content = new Content(ContentHash.of(bytes), bytes.length);
    insert(handle, content, Optional.of(bytes));
    return content;
  }

  private static void insert(Handle handle, Content content, Optional<byte[]> bytes) {
    handle
        .createUpdate(
            "insert into content (sha256, size, bytes) values (:sha256, :size, :bytes) on conflict"
                + " do nothing")
        .bind("sha256", content.hash().hex())
        .bind("size", content.size())
        .bindByType("bytes", bytes.orElse(null), byte[].class)
        .execute();
  }

  /** The stored content of this hash, without its bytes; empty when nothing like it was stored. */
  public Optional<Content> find(ContentHash hash) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select size from content where sha256 = :sha256")
                .bind("sha256", hash.hex())
                .mapTo(Long.class)
                .findOne()
                .map(size -> new Content(hash, size)));
  }

  /**
   * The bytes, to be read and closed by the caller. When they turn out to be damaged, reading fails
   * at their end at the latest; a caller must not act on them before it has seen the end.
   *
   * @throws ContentException when the content was never stored, has gone missing, or is damaged
   */
  public InputStream open(ContentHash hash) {
    return jdbi.withHandle(handle -> open(handle, hash));
  }

  /**
   * As {@link #open(ContentHash)}, seeing what the transaction of {@code handle} has stored itself.
   */
  public InputStream open(Handle handle, ContentHash hash) {
    return handle
        .createQuery("select size, bytes from content where sha256 = :sha256")
        .bind("sha256", hash.hex())
        .map(
            (row, context) ->
                open(
                    new Content(hash, row.getLong("size")),
                    Optional.ofNullable(row.getBytes("bytes"))))
        .findOne()
        .orElseThrow(() -> new ContentException("no content %s in the store".formatted(hash)));
  }

  private InputStream open(Content content, Optional<byte[]> row) {
    if (row.isPresent()) {
      return new VerifyingStream(new ByteArrayInputStream(row.get()), content);
    }
    Path file = files.path(content.hash());
    try {
      long size = Files.size(file);
      if (size != content.size()) {
        throw new ContentException(
            "content %s is damaged: stored were %d bytes, the file %s has %d. Restore it from a backup"
                .formatted(content.hash(), content.size(), file, size));
      }
      return new VerifyingStream(Files.newInputStream(file), content);
    } catch (NoSuchFileException e) {
      throw new ContentException(
          "content %s is missing: its file %s is not there. Restore it from a backup"
              .formatted(content.hash(), file),
          e);
    } catch (IOException e) {
      throw new ContentException(
          "content %s cannot be read: %s".formatted(content.hash(), e.getMessage()), e);
    }
  }

  /** All bytes in memory, checked; for content known to be small. */
  public byte[] read(ContentHash hash) {
    try (InputStream in = open(hash)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ContentException(
          "content %s cannot be read: %s".formatted(hash, e.getMessage()), e);
    }
  }
}
