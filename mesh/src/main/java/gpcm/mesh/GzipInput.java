package gpcm.mesh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;

/** Gives the gzip form of another stream as it is read, with one buffer of each in memory. */
final class GzipInput extends InputStream {
  private final InputStream plain;
  private final Window window = new Window();
  private final GZIPOutputStream gzip;
  private final byte[] buffer = new byte[32 * 1024];
  private boolean finished;
  private int at;

  GzipInput(InputStream plain) throws IOException {
    this.plain = plain;
    gzip = new GZIPOutputStream(window, 32 * 1024);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == window.size()) {
      if (finished) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, window.size() - at);
    System.arraycopy(window.bytes(), at, target, offset, count);
    at += count;
    return count;
  }

  private void fill() throws IOException {
    window.reset();
    at = 0;
    int read = plain.read(buffer);
    if (read < 0) {
      gzip.finish();
      finished = true;
    } else {
      gzip.write(buffer, 0, read);
    }
  }

  @Override
  public void close() throws IOException {
    plain.close();
    gzip.close();
  }

  /** A byte array stream whose array can be read without a copy. */
  private static final class Window extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }
}
