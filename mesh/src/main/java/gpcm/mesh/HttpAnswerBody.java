package gpcm.mesh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of an answer as a stream that gives up when nothing comes: one silent server must not
 * hold a mailbox up until a restart. Read by one thread.
 */
final class HttpAnswerBody extends InputStream {
  private static final int LONGEST_LINE = 4 * 1024;
  private static final long UNTIL_CLOSED = -1;

  private final HttpConnection connection;
  private final Duration timeout;
  private final boolean reusable;
  private final boolean chunked;

  /** Bytes that are still to come: of the body, or of its current piece. */
  private long left;

  private boolean ended;
  private boolean closed;

  HttpAnswerBody(
      HttpConnection connection, String verb, HttpHead head, Duration timeout, boolean reusable)
      throws IOException {
    this.connection = connection;
    this.timeout = timeout;
    chunked = head.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    if (head.bodyless(verb)) {
      left = 0;
    } else if (chunked) {
      left = size();
    } else {
      left = length(head);
    }
    this.reusable = reusable && left != UNTIL_CLOSED;
    if (left == 0) {
      end();
    }
  }

  private static long length(HttpHead head) throws HttpFormatException {
    if (head.header("transfer-encoding").isPresent()) {
      throw new HttpFormatException("the answer comes in a transfer coding that was not asked for");
    }
    String text = head.header("content-length").orElse("");
    if (text.isEmpty()) {
      return UNTIL_CLOSED;
    }
    if (text.length() > 18 || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new HttpFormatException("the answer's length isn't a number");
    }
    return Long.parseLong(text);
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
    if (ended) {
      return -1;
    }
    if (closed) {
      throw new IOException("the answer's body is closed");
    }
    int most = left == UNTIL_CLOSED ? length : (int) Math.min(length, left);
    int read = connection.read(target, offset, most, timeout);
    if (read < 0 && left == UNTIL_CLOSED) {
      end();
      return -1;
    }
    if (read < 0) {
      throw new EOFException("the connection broke: the answer ended early");
    }
    if (left != UNTIL_CLOSED) {
      left -= read;
      if (left == 0) {
        next();
      }
    }
    return read;
  }

  private void next() throws IOException {
    if (chunked) {
      connection.line(0, timeout);
      left = size();
    }
    if (left == 0) {
      end();
    }
  }

  /** The size of the next piece; after the last one, the trailers are read as well. */
  private long size() throws IOException {
    String line = connection.line(LONGEST_LINE, timeout);
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    long size;
    try {
      size = digits.length() > 15 || digits.startsWith("+") ? -1 : Long.parseLong(digits, 16);
    } catch (NumberFormatException e) {
      size = -1;
    }
    if (size < 0) {
      throw new HttpFormatException("a piece of the answer has no size");
    }
    if (size == 0) {
      int trailers = LONGEST_LINE;
      for (String trailer = connection.line(trailers, timeout);
          !trailer.isEmpty();
          trailer = connection.line(trailers, timeout)) {
        trailers -= trailer.length();
      }
    }
    return size;
  }

  private void end() {
    ended = true;
    connection.finished(reusable);
  }

  /** Gives the connection up unless the body was read to its end. */
  @Override
  public void close() {
    if (!ended && !closed) {
      closed = true;
      connection.close();
    }
  }
}
