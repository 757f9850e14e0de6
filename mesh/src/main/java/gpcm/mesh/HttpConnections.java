package gpcm.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The connections of one client to its server, as many as there are calls at a time. A quiet one is
 * kept for half a minute, less than servers keep theirs. Thread-safe.
 */
final class HttpConnections implements AutoCloseable {
  private static final Duration KEPT = Duration.ofSeconds(30);

  private static final Duration OBJECTS_WITHIN = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final HttpRoute route;
  private final Optional<ReloadingTls> tls;
  private final ConcurrentLinkedDeque<HttpConnection> quiet = new ConcurrentLinkedDeque<>();
  private final Set<HttpConnection> all = ConcurrentHashMap.newKeySet();
  private boolean watched;
  private volatile boolean closed;

  HttpConnections(HttpRoute route, Optional<ReloadingTls> tls) {
    this.route = route;
    this.tls = tls;
  }

  /**
   * A connection to use for one call.
   *
   * @throws NotConnected when there is none to be had
   */
  HttpConnection take() throws NotConnected {
    Object context = context();
    for (HttpConnection one = quiet.pollFirst(); one != null; one = quiet.pollFirst()) {
      if (one.madeWith(context) && one.idle().compareTo(KEPT) < 0 && one.alive()) {
        return one;
      }
      drop(one);
    }
    return open();
  }

  private Object context() {
    return tls.<Object>map(ReloadingTls::context).orElse(this);
  }

  private HttpConnection open() throws NotConnected {
    if (closed) {
      throw new NotConnected(new IOException("the client is closed"));
    }
    try {
      SocketChannel channel = connect(route.proxy());
      try {
        return opened(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NotConnected e) {
      throw e;
    } catch (IOException e) {
      throw new NotConnected(e);
    }
  }

  /**
   * Finds out whether a new connection broke because the server doesn't take our certificate: with
   * TLS 1.3 the client learns that only after it has begun to speak, and when the server has closed
   * by then, its reason is lost. Costs nothing while all is well.
   *
   * @return the server's reason; empty when it takes the certificate, or no connection is to be had
   */
  Optional<SSLHandshakeException> objection() {
    if (!route.tls()) {
      return Optional.empty();
    }
    try (SocketChannel channel = connect(route.proxy());
        Socket socket =
            handshake((SSLContext) context(), new UnflinchingSocket(ready(channel, context())))) {
      socket.setSoTimeout((int) OBJECTS_WITHIN.toMillis());
      int unused = socket.getInputStream().read();
      return Optional.empty();
    } catch (SSLHandshakeException e) {
      return Optional.of(e);
    } catch (IOException e) {
      // It waits for a request, so it has no objection, or it can't be reached at all.
      return Optional.empty();
    }
  }

  private HttpConnection opened(SocketChannel channel) throws IOException {
    Object context = context();
    Socket socket = ready(channel, context);
    if (context instanceof SSLContext made) {
      socket = handshake(made, socket);
    }
    HttpConnection connection = new HttpConnection(channel, socket, context, this::giveBack);
    watch(connection);
    return connection;
  }

  /** The channel's socket, through the proxy's tunnel where there is one to go through. */
  private Socket ready(SocketChannel channel, Object context) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Socket socket = channel.socket();
    socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, route.connectTimeout().toMillis()));
    if (route.tls() && route.proxy().isPresent()) {
      tunnel(new HttpConnection(channel, socket, context, one -> {}));
    }
    return socket;
  }

  private SocketChannel connect(Optional<InetSocketAddress> proxy) throws IOException {
    String host = proxy.map(InetSocketAddress::getHostString).orElse(route.host());
    int port = proxy.map(InetSocketAddress::getPort).orElse(route.port());
    IOException failure = new IOException("no address is known for " + host);
    for (InetAddress address : InetAddress.getAllByName(host)) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel
            .socket()
            .connect(
                new InetSocketAddress(address, port),
                (int) Math.min(Integer.MAX_VALUE, route.connectTimeout().toMillis()));
        return channel;
      } catch (IOException e) {
        channel.close();
        failure = e;
      }
    }
    throw failure;
  }

  private void tunnel(HttpConnection proxy) throws IOException {
    StringBuilder head = new StringBuilder(200);
    head.append("CONNECT ").append(route.target()).append(" HTTP/1.1\r\nHost: ");
    head.append(route.target()).append("\r\n");
    route
        .login()
        .ifPresent(
            login -> head.append("Proxy-Authorization: ").append(login.header()).append("\r\n"));
    head.append("\r\n");
    HttpHead answer =
        proxy.connect(
            head.toString().getBytes(StandardCharsets.ISO_8859_1), route.connectTimeout());
    if (answer.status() / 100 != 2) {
      throw new NotConnected(answer.status());
    }
  }

  private SSLSocket handshake(SSLContext context, Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, route.host(), route.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void giveBack(HttpConnection connection) {
    if (closed) {
      drop(connection);
    } else {
      quiet.addFirst(connection);
    }
  }

  private void drop(HttpConnection connection) {
    connection.close();
    all.remove(connection);
  }

  private synchronized void watch(HttpConnection connection) {
    all.add(connection);
    if (!watched) {
      watched = true;
      Thread.ofVirtual().name("mesh-client-deadlines").start(this::watch);
    }
  }

  /** Ends calls that are over their time, and what has been quiet too long; ends with the last. */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY);
        long now = System.nanoTime();
        all.forEach(one -> one.closeIfOverdue(now));
        for (HttpConnection last = quiet.peekLast();
            last != null && last.idle().compareTo(KEPT) >= 0;
            last = quiet.peekLast()) {
          if (quiet.removeLastOccurrence(last)) {
            drop(last);
          }
        }
        all.removeIf(one -> !one.open());
        if (unwatched()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean unwatched() {
    watched = !all.isEmpty();
    return !watched;
  }

  /** Closes all connections; calls under way fail. */
  @Override
  public void close() {
    closed = true;
    quiet.clear();
    all.forEach(this::drop);
  }
}
