package gpcm.mesh.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a client sends, read from its connection through one buffer. Used by one thread. */
final class RequestInput {
  private static final long NOT_WAITING = Long.MIN_VALUE;

  private final InputStream in;
  private final int longestHead;
  private final byte[] buffer = new byte[16 * 1024];
  private int at;
  private int limit;
  private volatile long waitingSince = NOT_WAITING;

  RequestInput(InputStream in, int longestHead) {
    this.in = in;
    this.longestHead = longestHead;
  }

  /** Waits for the first byte of a request; false when the client has gone. */
  boolean waits() throws IOException {
    return at < limit || fill();
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, receive(buffer, 0, buffer.length));
    return limit > 0;
  }

  private int receive(byte[] target, int offset, int length) throws IOException {
    waitingSince = System.nanoTime();
    try {
      return in.read(target, offset, length);
    } finally {
      waitingSince = NOT_WAITING;
    }
  }

  /** How long it has been waiting for the client, in nanoseconds; 0 while it isn't. */
  long waitingNanos() {
    long since = waitingSince;
    return since == NOT_WAITING ? 0 : System.nanoTime() - since;
  }

  /**
   * The request line and headers.
   *
   * @throws BadRequest when they are none, or too long
   */
  RequestHead head() throws IOException {
    int left = longestHead;
    String line = line(left);
    while (line.isEmpty()) {
      // A line end too many after the last request is forgiven, as HTTP advises.
      left--;
      line = line(left);
    }
    left -= line.length();
    String[] part = line.split(" ", -1);
    if (part.length != 3 || part[0].isEmpty() || part[1].isEmpty()) {
      throw new BadRequest(400, "no request line");
    }
    if (!part[2].equals("HTTP/1.1") && !part[2].equals("HTTP/1.0")) {
      throw new BadRequest(part[2].startsWith("HTTP/") ? 505 : 400, "another version of HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(left); !header.isEmpty(); header = line(left)) {
      left -= header.length() + 2;
      add(headers, header);
    }
    return RequestHead.of(part[0], part[1], part[2].endsWith("1"), headers);
  }

  private static void add(Map<String, String> headers, String line) throws BadRequest {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new BadRequest(400, "a line that is no header");
    }
    for (int i = 0; i < colon; i++) {
      char c = line.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new BadRequest(400, "a header's name with a blank or control character");
      }
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = line.substring(colon + 1).strip();
    String earlier = headers.putIfAbsent(name, value);
    boolean framing = name.equals("content-length") || name.equals("transfer-encoding");
    if (framing && earlier != null && !earlier.equals(value)) {
      throw new BadRequest(400, "two lengths for one body");
    }
  }

  /** The next line, without its end. */
  private String line(int longest) throws IOException {
    StringBuilder earlier = null;
    while (true) {
      int end = at;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int length = end - at + (earlier == null ? 0 : earlier.length());
      if (length > longest) {
        throw new BadRequest(431, "longer headers than allowed");
      }
      String piece = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
      if (end < limit) {
        at = end + 1;
        String line = earlier == null ? piece : earlier.append(piece).toString();
        String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (bare.indexOf('\r') >= 0 || bare.indexOf('\0') >= 0) {
          throw new BadRequest(400, "a stray control character");
        }
        return bare;
      }
      earlier = earlier == null ? new StringBuilder(piece) : earlier.append(piece);
      if (!fill()) {
        throw new EOFException("the client went away in the middle of a request");
      }
    }
  }

  /** A line of a body in pieces. */
  String bodyLine() throws IOException {
    return line(1024);
  }

  /** Bytes of a body; -1 when the client has gone. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (at == limit) {
      if (length >= buffer.length) {
        return receive(target, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - at);
    System.arraycopy(buffer, at, target, offset, count);
    at += count;
    return count;
  }
}
