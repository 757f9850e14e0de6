package gpcm.mesh.server;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests are answered one after the other by one thread. */
final class ServedConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedConnection.class);

  /** What is read of a body that nobody wanted, so that its sender gets to read why. */
  private static final long LINGER_BYTES = 256L << 20;

  private static final int LINGER_MILLIS = 2_000;

  private final Socket socket;
  private final int longestHead;
  private final DateHeader date;
  private final RequestHandler handler;
  private final Consumer<ServedConnection> ended;
  private volatile Optional<RequestInput> input = Optional.empty();
  private volatile boolean busy;

  /** Answers requests. */
  interface RequestHandler {
    void handle(Exchange exchange) throws IOException;
  }

  ServedConnection(
      Socket socket,
      int longestHead,
      DateHeader date,
      RequestHandler handler,
      Consumer<ServedConnection> ended) {
    this.socket = socket;
    this.longestHead = longestHead;
    this.date = date;
    this.handler = handler;
    this.ended = ended;
  }

  @Override
  public void run() {
    try {
      RequestInput in = new RequestInput(socket.getInputStream(), longestHead);
      input = Optional.of(in);
      while (in.waits() && serve(in)) {
        busy = false;
      }
    } catch (IOException e) {
      // The client is gone, or was cut off.
    } catch (RuntimeException e) {
      LOG.error("An answer failed in the middle", e);
    } finally {
      close();
      ended.accept(this);
    }
  }

  /** Whether another request may follow. */
  private boolean serve(RequestInput in) throws IOException {
    busy = true;
    RequestHead head;
    try {
      head = in.head();
    } catch (BadRequest e) {
      refuse(e.status(), in);
      return false;
    }
    IncomingBody body = new IncomingBody(head, in, socket.getOutputStream());
    Exchange exchange = new Exchange(head, body, socket.getOutputStream(), date);
    handler.handle(exchange);
    if (exchange.persistent()) {
      body.drain(Long.MAX_VALUE);
      return body.isRead();
    }
    if (!exchange.isCut() && !body.isRead()) {
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLIS);
      body.drain(LINGER_BYTES);
    }
    return false;
  }

  private void refuse(int status, RequestInput in) throws IOException {
    RequestHead none = RequestHead.unreadable();
    IncomingBody body = new IncomingBody(none, in, socket.getOutputStream());
    new Exchange(none, body, socket.getOutputStream(), date).answer(status, Map.of(), new byte[0]);
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    byte[] rest = new byte[8 * 1024];
    for (long read = 0; read < LINGER_BYTES; ) {
      int more = in.read(rest, 0, rest.length);
      if (more < 0) {
        return;
      }
      read += more;
    }
  }

  /** Whether a request is under way. */
  boolean busy() {
    return busy;
  }

  /** How long it has waited for its client, in nanoseconds. */
  long quietNanos() {
    return input.map(RequestInput::waitingNanos).orElse(0L);
  }

  /** Ends it, whatever is under way. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
