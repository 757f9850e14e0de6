package gpcm.mesh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One connection, used by one call at a time. The calling thread itself writes and reads, which
 * costs a third of what handing over to another thread does; {@link HttpConnections} looks after
 * the deadline, since a write that the server doesn't take has none of its own.
 */
final class HttpConnection {
  /** All headers of an answer together. */
  private static final int LONGEST_HEAD = 128 * 1024;

  private static final int NEVER = -1;
  private static final Duration REFUSES_WITHIN = Duration.ofSeconds(1);

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Object madeWith;
  private final Consumer<HttpConnection> release;
  private final byte[] buffer = new byte[16 * 1024];
  private int at;
  private int limit;
  private int calls;
  private boolean answered;
  private volatile long idleSince = System.nanoTime();
  private volatile long deadline;
  private volatile boolean waiting;
  private volatile boolean expired;

  /**
   * @param socket the channel's own, or TLS over it
   * @param madeWith the TLS context of the moment it was opened
   * @param release takes it back after a call that left it usable
   */
  HttpConnection(
      SocketChannel channel, Socket socket, Object madeWith, Consumer<HttpConnection> release)
      throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.madeWith = madeWith;
    this.release = release;
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  boolean madeWith(Object context) {
    return madeWith.equals(context);
  }

  /**
   * Whether it carried a call before the current one, after which the server may have closed it.
   */
  boolean reused() {
    return calls > 1;
  }

  /** Whether anything of the answer to the last call came. */
  boolean answered() {
    return answered;
  }

  /** How long it has not been used. */
  Duration idle() {
    return Duration.ofNanos(System.nanoTime() - idleSince);
  }

  /** Whether the server has kept it open; costs no waiting. */
  boolean alive() {
    try {
      channel.configureBlocking(false);
      // Between calls a server has nothing to say but goodbye.
      boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return quiet;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends a request and reads the beginning of its answer.
   *
   * @param timeout until the answer begins, upload included; and then for each pause in it
   */
  HttpAnswer exchange(String verb, byte[] head, HttpUpload upload, Duration timeout)
      throws IOException {
    calls++;
    answered = false;
    expired = false;
    deadline = System.nanoTime() + timeout.toNanos();
    waiting = true;
    try {
      boolean whole = write(head, upload);
      HttpHead answer = readHead(timeout);
      while (answer.status() < 200) {
        answer = readHead(timeout);
      }
      socket.setSoTimeout(millis(timeout.toNanos()));
      boolean reusable = whole && answer.persistent();
      return new HttpAnswer(answer, new HttpAnswerBody(this, verb, answer, timeout, reusable));
    } catch (IOException e) {
      throw expired ? noAnswer(timeout) : e;
    } finally {
      waiting = false;
    }
  }

  /** Asks a proxy for a tunnel. */
  HttpHead connect(byte[] head, Duration timeout) throws IOException {
    deadline = System.nanoTime() + timeout.toNanos();
    waiting = true;
    try {
      out.write(head);
      return readHead(timeout);
    } finally {
      waiting = false;
    }
  }

  /** False when the server answered before it had all of the request. */
  private boolean write(byte[] head, HttpUpload upload) throws IOException {
    try {
      return upload.writeTo(out, head, this::spoken);
    } catch (HttpUpload.SourceFailed e) {
      throw e;
    } catch (IOException e) {
      // A server that refuses an upload answers and closes before it has read all of it.
      try {
        socket.setSoTimeout(millis(REFUSES_WITHIN.toNanos()));
        fill(REFUSES_WITHIN);
        return false;
      } catch (IOException silent) {
        e.addSuppressed(silent);
        throw e;
      }
    }
  }

  private boolean spoken() throws IOException {
    return in.available() > 0;
  }

  private HttpHead readHead(Duration timeout) throws IOException {
    List<String> lines = new ArrayList<>(24);
    int left = LONGEST_HEAD;
    while (true) {
      String line = line(left, timeout);
      left -= line.length() + 2;
      if (!line.isEmpty()) {
        lines.add(line);
      } else if (!lines.isEmpty()) {
        return HttpHead.parse(lines.toArray(String[]::new));
      }
    }
  }

  /** The next line, without its end. */
  String line(int longest, Duration timeout) throws IOException {
    StringBuilder earlier = null;
    while (true) {
      int end = at;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int length = end - at + (earlier == null ? 0 : earlier.length());
      // One more for the carriage return.
      if (length > longest + 1) {
        throw new HttpFormatException("the answer's headers are too long");
      }
      String part = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
      if (end < limit) {
        at = end + 1;
        String line = earlier == null ? part : earlier.append(part).toString();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
      earlier = earlier == null ? new StringBuilder(part) : earlier.append(part);
      at = limit;
      if (waiting) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw noAnswer(timeout);
        }
        socket.setSoTimeout(millis(left));
      }
      fill(timeout);
    }
  }

  private void fill(Duration timeout) throws IOException {
    try {
      at = 0;
      limit = 0;
      int read = in.read(buffer);
      if (read == NEVER) {
        throw new EOFException("the server closed the connection without an answer");
      }
      limit = read;
      answered = true;
    } catch (SocketTimeoutException e) {
      throw waiting ? noAnswer(timeout) : pause(timeout);
    }
  }

  /** Bytes of a body; -1 when the server closes. */
  int read(byte[] target, int offset, int length, Duration timeout) throws IOException {
    if (at < limit) {
      int count = Math.min(length, limit - at);
      System.arraycopy(buffer, at, target, offset, count);
      at += count;
      return count;
    }
    try {
      if (length >= buffer.length) {
        return in.read(target, offset, length);
      }
      int read = in.read(buffer);
      if (read < 0) {
        return NEVER;
      }
      int count = Math.min(length, read);
      System.arraycopy(buffer, 0, target, offset, count);
      at = count;
      limit = read;
      return count;
    } catch (SocketTimeoutException e) {
      throw pause(timeout);
    }
  }

  private static SocketTimeoutException pause(Duration timeout) {
    return new SocketTimeoutException("nothing more of the answer came within " + timeout);
  }

  private static SocketTimeoutException noAnswer(Duration timeout) {
    return new SocketTimeoutException("no answer came within " + timeout);
  }

  private static int millis(long nanos) {
    return Math.clamp(nanos / 1_000_000, 1, Integer.MAX_VALUE);
  }

  /** The body was read to its end. */
  void finished(boolean reusable) {
    // Bytes after the end of a body belong to no call of ours.
    if (reusable && at == limit) {
      idleSince = System.nanoTime();
      release.accept(this);
    } else {
      close();
    }
  }

  /** Ends a call whose time is over. */
  void closeIfOverdue(long now) {
    if (waiting && now - deadline > 0) {
      expired = true;
      close();
    }
  }

  /** Ends whatever is under way on it; never waits. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  boolean open() {
    return channel.isOpen();
  }
}
