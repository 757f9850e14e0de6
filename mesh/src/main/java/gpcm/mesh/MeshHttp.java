package gpcm.mesh;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Signs calls, sends them, repeats the harmless ones, and sorts what can go wrong. Thread-safe. */
final class MeshHttp {
  /** Answers after which a first chunk has certainly not been accepted, and may be later. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429, 503);

  private final HttpConnections connections;
  private final String base;
  private final String address;
  private final String mailbox;
  private final CurrentSigner signer;
  private final InstantSource clock;
  private final RetryPolicy retries;
  private final Map<String, String> fixedHeaders;
  private final Optional<Supplier<ProxyLogin>> readByProxy;
  private final ApiVersion version;
  private final String nonce = UUID.randomUUID().toString();
  private final AtomicLong nonceCount = new AtomicLong();
  private final MeshCallListener listener;

  MeshHttp(MeshClient.Builder settings, HttpRoute route, HttpConnections connections) {
    this.connections = connections;
    base = settings.url.toString().replaceAll("/+$", "");
    address =
        (route.tls() ? "https://" : "http://")
            + route.authority()
            + Optional.ofNullable(settings.url.getRawPath()).orElse("").replaceAll("/+$", "");
    mailbox = settings.mailbox;
    signer =
        new CurrentSigner(
            settings.password.orElseThrow(
                () -> new IllegalArgumentException("The mailbox password is missing")),
            settings.sharedKey.orElseThrow(
                () -> new IllegalArgumentException("The MESH shared key is missing")));
    clock = settings.clock;
    retries = settings.retries;
    version = settings.version;
    listener = settings.listener;
    fixedHeaders = fixedHeaders(settings);
    readByProxy = route.login().filter(login -> route.proxyReads());
  }

  /** What every request of this client says. */
  private Map<String, String> fixedHeaders(MeshClient.Builder settings) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "gpcm-mesh");
    headers.put("Accept", version.mediaType());
    if (settings.acceptGzip) {
      headers.put("Accept-Encoding", "gzip");
    }
    return Map.copyOf(headers);
  }

  String mailbox() {
    return mailbox;
  }

  RetryPolicy retries() {
    return retries;
  }

  ApiVersion version() {
    return version;
  }

  /**
   * Sends an idempotent call, again if need be, each time with a fresh token.
   *
   * @return an answer below 300; the caller closes its body
   * @throws MeshRefused for any other answer that isn't worth repeating
   * @throws MeshMailboxRefused when the mailbox or the way is turned away
   * @throws MeshUnavailable when the repetitions are used up
   */
  HttpAnswer repeatable(MeshRequest request) {
    for (int retry = 1; ; retry++) {
      MeshUnavailable failure;
      Duration asked = Duration.ZERO;
      try {
        HttpAnswer answer = once(request);
        if (answer.status() < 300) {
          return answer;
        }
        if (!later(answer.status())) {
          throw MeshAnswers.refusal(request, answer);
        }
        asked = retries.asked(answer.header("retry-after").orElse(""));
        failure = busy(request, answer);
      } catch (IOException e) {
        failure = unavailable(request, e);
      }
      if (retry > retries.retries()) {
        throw failure;
      }
      Duration own = retries.pauseBefore(retry);
      pause(asked.compareTo(own) > 0 ? asked : own, failure);
    }
  }

  private static boolean later(int status) {
    return LATER.contains(status) || status >= 500;
  }

  /**
   * Sends a call that must not be repeated blindly, once.
   *
   * @return an answer below 300
   * @throws MeshRefused when it was refused
   * @throws MeshMailboxRefused when the mailbox or the way is turned away
   * @throws MeshUnavailable when it certainly wasn't accepted
   * @throws Doubt when it may have been accepted
   */
  HttpAnswer unrepeatable(MeshRequest request) throws Doubt {
    try {
      HttpAnswer answer = once(request);
      int status = answer.status();
      if (status < 300) {
        return answer;
      }
      if (LATER.contains(status)) {
        throw busy(request, answer);
      }
      if (status >= 500) {
        throw new Doubt(busy(request, answer));
      }
      throw MeshAnswers.refusal(request, answer);
    } catch (IOException e) {
      if (e instanceof NotConnected || isTlsRefusal(e)) {
        throw unavailable(request, e);
      }
      throw new Doubt(e);
    }
  }

  /** What became of an unrepeatable call isn't known. */
  static final class Doubt extends Exception {
    private static final long serialVersionUID = 1L;

    Doubt(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }

  private HttpAnswer once(MeshRequest request) throws IOException {
    HttpUriRequestBase http = request.http(address);
    fixedHeaders.forEach(http::addHeader);
    readByProxy.ifPresent(login -> http.addHeader("Proxy-Authorization", login.get().header()));
    if (request.signed()) {
      MeshToken token = signer.sign(mailbox, nonce, nonceCount.getAndIncrement(), clock.instant());
      http.addHeader("Authorization", token.header());
    }
    long start = System.nanoTime();
    try {
      HttpAnswer answer = connections.exchange(http);
      tell(outcome(answer.status()), start);
      return answer;
    } catch (UploadEntity.SourceFailed e) {
      throw new UncheckedIOException("Can't read the message body to send", e);
    } catch (IOException e) {
      tell(MeshCallListener.Outcome.UNANSWERED, start);
      throw e;
    }
  }

  private void tell(MeshCallListener.Outcome outcome, long start) {
    listener.ended(outcome, Duration.ofNanos(System.nanoTime() - start));
  }

  private static MeshCallListener.Outcome outcome(int status) {
    return status < 300
        ? MeshCallListener.Outcome.DONE
        : later(status) ? MeshCallListener.Outcome.BUSY : MeshCallListener.Outcome.REFUSED;
  }

  /**
   * Why a call that has no answer failed.
   *
   * @throws MeshMailboxRefused when that is no passing trouble
   */
  private MeshUnavailable unavailable(MeshRequest request, IOException e) {
    if (e instanceof NotConnected proxy && proxy.proxyStatus() != 0) {
      return noTunnel(request, proxy.proxyStatus());
    }
    if (isTlsRefusal(e)) {
      throw new MeshMailboxRefused(request.purpose(), base, e);
    }
    return new MeshUnavailable(
        "MESH at %s couldn't be reached to %s: %s. Check the address and the network; it may be tried again later."
            .formatted(base, request.purpose(), plainly(e)),
        e);
  }

  /** What stopped a connection, for people; what has no plain words keeps its own. */
  private static String plainly(IOException e) {
    for (Throwable one = e; one != null; one = one.getCause()) {
      switch (one) {
        case UnknownHostException unknown -> {
          return "no computer of that name is known";
        }
        case NoRouteToHostException lost -> {
          return "no way leads to that address";
        }
        case ConnectException refused -> {
          return "nothing listens there (connection refused)";
        }
        case SocketTimeoutException late -> {
          return "no answer came in time";
        }
        default -> {}
      }
    }
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  private MeshUnavailable noTunnel(MeshRequest request, int status) {
    if (!later(status)) {
      throw new MeshMailboxRefused(
          status == 407 ? MeshMailboxRefused.Reason.PROXY_LOGIN : MeshMailboxRefused.Reason.ADDRESS,
          request.purpose(),
          status,
          "(the proxy's answer)");
    }
    return new MeshUnavailable(
        "The proxy on the way to MESH at %s answered HTTP %d when asked to %s; it may be tried again later."
            .formatted(base, status, request.purpose()));
  }

  /**
   * Whether one side turned the other's certificate away. A connection that merely breaks in the
   * middle of a handshake looks the same to Java, but for its cause.
   */
  private static boolean isTlsRefusal(IOException e) {
    boolean refused = false;
    for (Throwable one = e; one != null; one = one.getCause()) {
      if (one instanceof EOFException
          || one instanceof SocketException
          || one instanceof SocketTimeoutException) {
        return false;
      }
      refused |= one instanceof SSLHandshakeException || one instanceof SSLPeerUnverifiedException;
    }
    return refused;
  }

  private MeshUnavailable busy(MeshRequest request, HttpAnswer answer) {
    MeshAnswers.discard(answer);
    return new MeshUnavailable(
        "MESH at %s answered HTTP %d when asked to %s; it may be tried again later."
            .formatted(base, answer.status(), request.purpose()));
  }

  static void pause(Duration time, MeshException instead) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw instead;
    }
  }
}
