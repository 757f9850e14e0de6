package gpcm.node.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Checked windows of a content as one stream. */
final class VerifiedStream extends InputStream {
  private final Supplier<Optional<byte[]>> windows;
  private byte[] window;
  private int position;
  private boolean ended;
  private boolean closed;

  VerifiedStream(byte[] first, Supplier<Optional<byte[]>> windows) {
    this.window = first;
    this.windows = windows;
  }

  @Override
  public int read() throws IOException {
    return atEnd() ? -1 : Byte.toUnsignedInt(window[position++]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (atEnd()) {
      return -1;
    }
    int given = Math.min(length, window.length - position);
    System.arraycopy(window, position, buffer, offset, given);
    position += given;
    return given;
  }

  /** Every byte counts towards the hash, so skipping reads. */
  @Override
  public long skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0 && !atEnd()) {
      int passed = (int) Math.min(left, window.length - position);
      position += passed;
      left -= passed;
    }
    return Math.max(0, bytes - left);
  }

  @Override
  public int available() throws IOException {
    requireOpen();
    return window.length - position;
  }

  private boolean atEnd() throws IOException {
    requireOpen();
    while (position == window.length && !ended) {
      Optional<byte[]> following = windows.get();
      ended = following.isEmpty();
      window = following.orElse(new byte[0]);
      position = 0;
    }
    return ended;
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    window = new byte[0];
    position = 0;
  }
}
