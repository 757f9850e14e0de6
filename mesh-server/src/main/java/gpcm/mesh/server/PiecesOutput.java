package gpcm.mesh.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body in pieces (HTTP's chunked coding), each as long as its buffer. */
final class PiecesOutput extends OutputStream {
  private static final int PIECE = 32 * 1024;

  /** Room before a piece for its size in hex and a line end. */
  private static final int PREFIX = 10;

  private final OutputStream out;
  private final byte[] buffer = new byte[PREFIX + PIECE + 2];
  private int filled;

  PiecesOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, PIECE - filled);
      System.arraycopy(bytes, at, buffer, PREFIX + filled, count);
      filled += count;
      at += count;
      left -= count;
      if (filled == PIECE) {
        piece();
      }
    }
  }

  private void piece() throws IOException {
    if (filled == 0) {
      return;
    }
    byte[] size = (Integer.toHexString(filled) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int start = PREFIX - size.length;
    System.arraycopy(size, 0, buffer, start, size.length);
    buffer[PREFIX + filled] = '\r';
    buffer[PREFIX + filled + 1] = '\n';
    out.write(buffer, start, size.length + filled + 2);
    filled = 0;
  }

  /** Ends the body; without it, the client sees that it broke off. */
  void finish() throws IOException {
    piece();
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
