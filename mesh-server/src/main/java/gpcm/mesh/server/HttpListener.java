package gpcm.mesh.server;

import gpcm.mesh.server.ServedConnection.RequestHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections and gives each a thread: a platform thread, which reads with the fewest calls
 * to the operating system, and for the many of a load test virtual ones. Thread-safe.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int WAITING_CONNECTIONS = 256;
  private static final int PLATFORM_THREADS = 200;

  /**
   * Longer than clients keep a quiet connection, so that they never send on one that is just being
   * closed.
   */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private static final Duration FINISHING = Duration.ofSeconds(5);

  private final ServerSocket socket;
  private final int longestHead;
  private final RequestHandler handler;
  private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread accepting;
  private volatile boolean closed;

  private HttpListener(ServerSocket socket, int longestHead, RequestHandler handler) {
    this.socket = socket;
    this.longestHead = longestHead;
    this.handler = handler;
    accepting = Thread.ofPlatform().daemon().name("mesh-http-accept").unstarted(this::accept);
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the port can't be had
   */
  static HttpListener start(ServerSettings settings, RequestHandler handler) throws IOException {
    ServerSocket socket =
        settings.tls().isPresent() ? settings.tls().get().socket() : new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()),
          WAITING_CONNECTIONS);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    HttpListener listener = new HttpListener(socket, settings.limits().headerBytes(), handler);
    listener.accepting.start();
    return listener;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        take(socket.accept());
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("A connection couldn't be taken: {}", e.getMessage());
        }
      }
    }
  }

  private void take(Socket client) throws IOException {
    client.setTcpNoDelay(true);
    client.setSoTimeout((int) IDLE.toMillis());
    ServedConnection connection =
        new ServedConnection(client, longestHead, handler, connections::remove);
    connections.add(connection);
    if (closed) {
      connection.close();
    }
    Thread.Builder thread =
        connections.size() <= PLATFORM_THREADS
            ? Thread.ofPlatform().daemon().name("mesh-http")
            : Thread.ofVirtual().name("mesh-http");
    thread.start(connection);
  }

  /** Takes no more requests, and lets those under way be answered. */
  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
      long end = System.nanoTime() + FINISHING.toNanos();
      connections.stream().filter(one -> !one.busy()).forEach(ServedConnection::close);
      while (connections.stream().anyMatch(ServedConnection::busy) && System.nanoTime() < end) {
        Thread.sleep(1);
      }
    } catch (IOException e) {
      LOG.warn("The port couldn't be closed: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(ServedConnection::close);
  }
}
