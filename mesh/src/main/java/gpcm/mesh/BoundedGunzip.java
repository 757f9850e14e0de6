package gpcm.mesh;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Undoes gzip, but stops when the content grows out of proportion: a few kilobytes must not become
 * gigabytes. Single-byte reads are rare here and go through the array form.
 */
public final class BoundedGunzip extends InputStream {
  /** Text rarely compresses better than this; a bomb does. */
  private static final long GREATEST_RATIO = 250;

  /** Below this size any ratio is harmless. */
  private static final long FREE = 16L << 20;

  private final Counting packed;
  private final GZIPInputStream plain;
  private final long longest;
  private long given;

  /**
   * Reads the gzip header.
   *
   * @param in the compressed bytes
   * @param longest the most bytes the content may have
   * @throws IOException when it can't be read, or is no gzip
   */
  public BoundedGunzip(InputStream in, long longest) throws IOException {
    packed = new Counting(in);
    try {
      plain = new GZIPInputStream(packed, 16 * 1024);
    } catch (ZipException | EOFException e) {
      throw broken(e);
    }
    this.longest = longest;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = unpacked(target, offset, length);
    if (read < 0) {
      // The end of what carries the compressed content, without which HTTP can't reuse a
      // connection.
      int unused = packed.read();
    }
    if (read > 0) {
      given += read;
      if (given > longest || (given > FREE && given / GREATEST_RATIO > packed.count)) {
        throw new UnreadableContent(
            "it unpacks to more than is allowed (%d bytes from %d so far) and isn't read further"
                .formatted(given, packed.count));
      }
    }
    return read;
  }

  private int unpacked(byte[] target, int offset, int length) throws IOException {
    try {
      return plain.read(target, offset, length);
    } catch (ZipException | EOFException e) {
      throw broken(e);
    }
  }

  private static UnreadableContent broken(IOException cause) {
    return new UnreadableContent(
        cause instanceof EOFException ? "it breaks off in the middle" : "it is no gzip", cause);
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        count++;
      }
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      if (read > 0) {
        count += read;
      }
      return read;
    }
  }
}
