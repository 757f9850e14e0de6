package gpcm.fhir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of an attachment, wherever they are kept: known by size and SHA-256, readable as often
 * as needed. Two contents are equal when size and hash are. Immutable and safe for use by several
 * threads as long as nobody changes the file beneath.
 */
public final class AttachmentContent {
  /** Opens the bytes from their beginning. */
  @FunctionalInterface
  public interface Source {
    /** A fresh stream over all bytes; the caller closes it. */
    InputStream open() throws IOException;
  }

  private final long size;
  private final String sha256;
  private final Source source;

  private AttachmentContent(long size, String sha256, Source source) {
    this.size = size;
    this.sha256 = sha256;
    this.source = source;
  }

  /** A copy of these bytes, in memory. */
  public static AttachmentContent of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new AttachmentContent(
        copy.length, hex(sha256Digest().digest(copy)), () -> new ByteArrayInputStream(copy));
  }

  /**
   * The bytes of a file, read once now for size and hash and again whenever opened.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  public static AttachmentContent of(Path file) {
    try {
      return of((Source) () -> Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "attachment file " + file.getFileName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Bytes kept anywhere else, read once now for size and hash and again whenever opened.
   *
   * @throws IOException when they cannot be read
   */
  public static AttachmentContent of(Source source) throws IOException {
    MessageDigest digest = sha256Digest();
    long size = 0;
    try (InputStream in = source.open()) {
      byte[] chunk = new byte[1 << 14];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
        size += n;
      }
    }
    return new AttachmentContent(size, hex(digest.digest()), source);
  }

  /**
   * Bytes kept anywhere else, whose size and hash are known, such as a row of a database.
   *
   * @param sha256 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException when the size is negative or the hash has another form
   */
  public static AttachmentContent of(long size, String sha256, Source source) {
    if (size < 0 || !isHash(sha256)) {
      throw new IllegalArgumentException(
          "content of "
              + size
              + " bytes with sha256 '"
              + sha256
              + "': a size and 64 lower-case hex digits are expected");
    }
    return new AttachmentContent(size, sha256, source);
  }

  private static boolean isHash(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Number of bytes. */
  public long size() {
    return size;
  }

  /** SHA-256 of the bytes as 64 lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** A fresh stream over all bytes; the caller closes it. */
  public InputStream open() throws IOException {
    return source.open();
  }

  /**
   * What the model holds in place of the bytes: something nobody can take for a document, and that
   * differs where the bytes do.
   */
  public byte[] placeholder() {
    return ("[the content is held outside the model: " + this + "]")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttachmentContent content
        && content.size == size
        && content.sha256.equals(sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return size + " bytes, sha256 " + sha256;
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }
}
