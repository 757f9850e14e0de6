package gpcm.mesh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpEntity;

/**
 * The body of an answer. Read by one thread; its connection goes back once it is read to its end.
 */
final class HttpAnswerBody extends FilterInputStream {
  private final HttpUriRequestBase request;
  private final Duration timeout;

  /** Bytes that are still to come; negative when that isn't known. */
  private long left;

  private boolean ended;
  private boolean closed;

  HttpAnswerBody(HttpUriRequestBase request, HttpEntity entity, Duration timeout)
      throws IOException {
    super(entity.getContent());
    this.request = request;
    this.timeout = timeout;
    left = entity.getContentLength();
    if (left == 0) {
      end();
    }
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
    int read;
    try {
      read = super.read(target, offset, length);
    } catch (SocketTimeoutException e) {
      SocketTimeoutException pause =
          new SocketTimeoutException("nothing more of the answer came within " + timeout);
      pause.addSuppressed(e);
      throw pause;
    }
    if (read < 0) {
      end();
    } else if (left > 0) {
      left -= read;
      if (left == 0) {
        end();
      }
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    byte[] piece = new byte[Math.clamp(count, 1, 16 * 1024)];
    while (skipped < count) {
      int read = read(piece, 0, (int) Math.min(piece.length, count - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  /** Nothing is said of what is there: a reader that asks would stop between two pieces. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void end() throws IOException {
    ended = true;
    super.close();
  }

  /** Gives the connection up unless the body was read to its end. */
  @Override
  public void close() {
    if (!ended && !closed) {
      closed = true;
      // Closing the stream would read the rest of it.
      request.cancel();
    }
  }
}
