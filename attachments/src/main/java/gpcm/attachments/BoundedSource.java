package gpcm.attachments;

import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/**
 * The bytes of a file for a parser that may go over them again and again: a hundred times over, and
 * no more. One thread.
 */
final class BoundedSource implements RandomAccessRead {
  private static final int TIMES = 100;
  private static final long ALWAYS = 1 << 20;

  private final RandomAccessRead bytes;
  private long left;

  BoundedSource(RandomAccessRead bytes) throws IOException {
    this.bytes = bytes;
    this.left = ALWAYS + TIMES * bytes.length();
  }

  private void take(int n) throws IOException {
    left -= Math.max(n, 1);
    if (left < 0) {
      throw new IOException("opening it takes too much work");
    }
  }

  @Override
  public int read() throws IOException {
    take(1);
    return bytes.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = bytes.read(into, offset, length);
    take(n);
    return n;
  }

  @Override
  public long getPosition() throws IOException {
    return bytes.getPosition();
  }

  @Override
  public void seek(long position) throws IOException {
    take(1);
    bytes.seek(position);
  }

  @Override
  public long length() throws IOException {
    return bytes.length();
  }

  @Override
  public boolean isClosed() {
    return bytes.isClosed();
  }

  @Override
  public boolean isEOF() throws IOException {
    return bytes.isEOF();
  }

  @Override
  public RandomAccessReadView createView(long start, long length) {
    return new RandomAccessReadView(this, start, length);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
