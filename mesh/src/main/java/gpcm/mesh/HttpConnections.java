package gpcm.mesh;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.auth.AuthCache;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.IdleConnectionEvictor;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections of one client to its server, as many as there are calls at a time. A quiet one is
 * kept for half a minute, less than servers keep theirs. Thread-safe.
 */
final class HttpConnections implements AutoCloseable {
  private static final TimeValue KEPT = TimeValue.ofSeconds(30);
  private static final TimeValue LOOK_EVERY = TimeValue.ofSeconds(5);

  private static final int OBJECTS_WITHIN_MILLIS = 2000;
  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setBufferSize(16 * 1024)
          .setMaxLineLength(128 * 1024)
          .setMaxHeaderCount(200)
          .build();
  private static final String CALL = "gpcm.call";

  private final HttpRoute route;
  private final Duration timeout;
  private final Optional<ReloadingTls> tls;
  private final HttpHost target;
  private final Optional<HttpHost> proxy;
  private final RequestConfig answering;
  private final CloseableHttpClient client;
  private final IdleConnectionEvictor evictor;
  private volatile boolean closed;

  /**
   * @param timeout until an answer begins, upload included; and then for each pause in it
   */
  HttpConnections(HttpRoute route, Duration timeout, Optional<ReloadingTls> tls) {
    this.route = route;
    this.timeout = timeout;
    this.tls = tls;
    target = new HttpHost(route.tls() ? "https" : "http", route.host(), route.port());
    proxy = route.proxy().map(address -> new HttpHost(address.getHostString(), address.getPort()));
    RequestConfig connecting =
        RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .setConnectionKeepAlive(KEPT)
            .build();
    answering = RequestConfig.copy(connecting).setResponseTimeout(Timeout.of(timeout)).build();
    PoolingHttpClientConnectionManager pool = pool();
    client = client(pool, connecting);
    evictor =
        new IdleConnectionEvictor(
            pool, Thread.ofVirtual().name("mesh-client-quiet").factory(), LOOK_EVERY, KEPT);
    evictor.start();
  }

  private PoolingHttpClientConnectionManager pool() {
    Timeout connect = Timeout.of(route.connectTimeout());
    AtomicLong opened = new AtomicLong();
    return new ChannelConnections()
        .setMaxConnTotal(Integer.MAX_VALUE)
        .setMaxConnPerRoute(Integer.MAX_VALUE)
        .setConnPoolPolicy(PoolReusePolicy.LIFO)
        .setConnectionFactory(
            socket -> {
              ListeningConnection one =
                  new ListeningConnection("mesh-" + opened.incrementAndGet(), BOUNDS);
              if (socket != null) {
                one.bind(socket);
              }
              return one;
            })
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(connect)
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .setTlsSocketStrategy(this::handshake)
        .build();
  }

  /** Connections over channels, of which one can learn without waiting whether they still stand. */
  private static final class ChannelConnections extends PoolingHttpClientConnectionManagerBuilder {
    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          socksProxy -> SocketChannel.open().socket(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }
  }

  private CloseableHttpClient client(
      PoolingHttpClientConnectionManager pool, RequestConfig connecting) {
    return HttpClientBuilder.create()
        .setConnectionManager(pool)
        .setDefaultRequestConfig(connecting)
        .setRoutePlanner(
            (host, context) ->
                proxy
                    .map(
                        between ->
                            new org.apache.hc.client5.http.HttpRoute(
                                host, null, between, route.tls()))
                    .orElseGet(
                        () -> new org.apache.hc.client5.http.HttpRoute(host, null, route.tls())))
        .setKeepAliveStrategy((response, context) -> KEPT)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableDefaultUserAgent()
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "deadline", this::withinTheTimeout)
        .build();
  }

  /** What is known of one call while it is under way. */
  private static final class Call {
    private final HttpUriRequestBase request;
    private final boolean probe;
    private final Optional<SSLContext> tls;
    private boolean opened;
    private boolean connected;
    private volatile boolean expired;

    Call(HttpUriRequestBase request, boolean probe, Optional<SSLContext> tls) {
      this.request = request;
      this.probe = probe;
      this.tls = tls;
    }

    static Call of(HttpContext context) {
      return (Call) context.getAttribute(CALL);
    }
  }

  /**
   * Sends a request and reads the beginning of its answer.
   *
   * @throws NotConnected when nothing of it can have reached the server
   */
  HttpAnswer exchange(HttpUriRequestBase request) throws IOException {
    Call call = new Call(request, false, context());
    boolean answered = false;
    try {
      ClassicHttpResponse response = execute(call);
      if (!call.connected) {
        throw new NotConnected(response.getCode());
      }
      HttpAnswer answer = HttpAnswer.of(request, response, timeout);
      answered = true;
      return answer;
    } catch (NotConnected | SocketTimeoutException | UploadEntity.SourceFailed e) {
      throw call.connected || e instanceof NotConnected ? e : new NotConnected(e);
    } catch (IOException e) {
      if (!call.connected) {
        throw new NotConnected(e);
      }
      if (call.opened) {
        Optional<SSLHandshakeException> objection = objection();
        if (objection.isPresent()) {
          throw objection.get();
        }
      }
      throw e;
    } catch (IllegalStateException e) {
      if (closed) {
        throw new NotConnected(new IOException("the client is closed", e));
      }
      throw e;
    } finally {
      if (!answered) {
        request.cancel();
      }
    }
  }

  private Optional<SSLContext> context() {
    return tls.map(ReloadingTls::context);
  }

  private ClassicHttpResponse execute(Call call) throws IOException {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(CALL, call);
    // A connection is used again only with what it was made with.
    context.setUserToken(call.probe ? call : call.tls.<Object>map(made -> made).orElse(this));
    if (proxy.isPresent() && route.tls() && route.login().isPresent()) {
      context.setAuthCache(login(proxy.get(), route.login().get().get()));
    }
    return client.executeOpen(target, call.request, context);
  }

  /** The login goes out with the first request for a tunnel, without waiting to be asked. */
  private static AuthCache login(HttpHost proxy, ProxyLogin login) {
    BasicScheme scheme = new BasicScheme();
    scheme.initPreemptive(
        new UsernamePasswordCredentials(login.user(), login.password().reveal().toCharArray()));
    BasicAuthCache cache = new BasicAuthCache();
    cache.put(proxy, scheme);
    return cache;
  }

  /** Runs once the connection stands; a write that the server doesn't take has no other end. */
  private ClassicHttpResponse withinTheTimeout(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Call call = Call.of(scope.clientContext);
    call.connected = true;
    scope.clientContext.setRequestConfig(answering);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    CompletableFuture<Void> watched =
        answer
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (nothing, late) -> {
                  if (late != null) {
                    call.expired = true;
                    call.request.cancel();
                  }
                });
    try {
      return chain.proceed(request, scope);
    } catch (UploadEntity.SourceFailed e) {
      throw e;
    } catch (IOException e) {
      if (call.expired || e instanceof SocketTimeoutException) {
        SocketTimeoutException none =
            new SocketTimeoutException("no answer came within " + timeout);
        none.addSuppressed(e);
        throw none;
      }
      throw e;
    } finally {
      answer.complete(null);
      watched.complete(null);
    }
  }

  private SSLSocket handshake(
      Socket socket, String host, int port, Object attachment, HttpContext context)
      throws IOException {
    Call call = Call.of(context);
    call.opened = true;
    DefaultClientTlsStrategy strategy =
        new DefaultClientTlsStrategy(
            call.tls.orElseThrow(),
            HostnameVerificationPolicy.BUILTIN,
            NoopHostnameVerifier.INSTANCE);
    if (!call.probe) {
      return strategy.upgrade(socket, host, port, attachment, context);
    }
    try (SSLSocket open =
        strategy.upgrade(new UnflinchingSocket(socket), host, port, attachment, context)) {
      open.setSoTimeout(OBJECTS_WITHIN_MILLIS);
      int unused = open.getInputStream().read();
    }
    throw new IOException("the server has no objection");
  }

  /**
   * Finds out whether a new connection broke because the server doesn't take our certificate: with
   * TLS 1.3 the client learns that only after it has begun to speak, and when the server has closed
   * by then, its reason is lost. Costs nothing while all is well.
   *
   * @return the server's reason; empty when it takes the certificate, or no connection is to be had
   */
  private Optional<SSLHandshakeException> objection() {
    HttpUriRequestBase probe = new HttpUriRequestBase("GET", URI.create(target.toURI() + "/"));
    try {
      execute(new Call(probe, true, context())).close();
      return Optional.empty();
    } catch (SSLHandshakeException e) {
      return Optional.of(e);
    } catch (IOException e) {
      // It waits for a request, so it has no objection, or it can't be reached at all.
      return Optional.empty();
    }
  }

  /** Closes all connections; calls under way fail. */
  @Override
  public void close() {
    closed = true;
    evictor.shutdown();
    client.close(CloseMode.IMMEDIATE);
  }
}
