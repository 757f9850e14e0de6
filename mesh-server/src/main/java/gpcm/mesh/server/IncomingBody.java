package gpcm.mesh.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of a request as a stream; one that breaks off is an error. Read by one thread. */
final class IncomingBody extends InputStream {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final RequestInput in;
  private final OutputStream out;
  private final boolean pieces;

  /** The client holds the body back until it is asked for. */
  private boolean heldBack;

  private boolean begun;
  private boolean ended;
  private long left;

  IncomingBody(RequestHead head, RequestInput in, OutputStream out) {
    this.in = in;
    this.out = out;
    pieces = head.length() == RequestHead.IN_PIECES;
    left = pieces ? 0 : head.length();
    ended = left == 0 && !pieces;
    heldBack = "100-continue".equalsIgnoreCase(head.headers().getOrDefault("expect", ""));
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
    if (ended || !more()) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the client went away in the middle of a body");
    }
    left -= read;
    if (left == 0 && !pieces) {
      ended = true;
    }
    return read;
  }

  /** In one array of the right size where the length is known. */
  @Override
  public byte[] readNBytes(int most) throws IOException {
    if (pieces || left > most) {
      return super.readNBytes(most);
    }
    byte[] all = new byte[(int) left];
    int read = readNBytes(all, 0, all.length);
    return read == all.length ? all : Arrays.copyOf(all, read);
  }

  private boolean more() throws IOException {
    if (heldBack) {
      heldBack = false;
      out.write(CONTINUE);
    }
    if (pieces && left == 0) {
      if (begun && !in.bodyLine().isEmpty()) {
        throw new BadRequest(400, "a piece without its end");
      }
      begun = true;
      left = size();
      if (left == 0) {
        while (!in.bodyLine().isEmpty()) {
          // Trailers say nothing to us.
        }
        ended = true;
      }
    }
    return !ended;
  }

  private long size() throws IOException {
    String line = in.bodyLine();
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    if (digits.isEmpty()
        || digits.length() > 15
        || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new BadRequest(400, "a piece without a size");
    }
    return Long.parseLong(digits, 16);
  }

  /** Whether so little of it is left that it is worth reading to keep the connection. */
  boolean nearlyRead(long most) {
    return ended || (!pieces && !heldBack && left <= most);
  }

  /** Reads what nobody wanted, until the limit or the end. */
  void drain(long most) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (long drained = 0; !ended && !heldBack && drained < most; ) {
      drained += Math.max(0, read(buffer, 0, buffer.length));
    }
  }

  /** Whether the next request can follow. */
  boolean isRead() {
    return ended;
  }
}
