package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Signs calls, sends them, repeats the harmless ones, and sorts what can go wrong. Thread-safe. */
final class MeshHttp {
  /** Answers that ask for patience: nothing happened, and a later try may succeed. */
  private static final Set<Integer> LATER = Set.of(425, 429, 502, 503, 504);

  /** Those of them after which a first chunk may still have been accepted behind the gateway. */
  private static final Set<Integer> IN_DOUBT = Set.of(500, 502, 504);

  private final HttpSource http;
  private final String base;
  private final String mailbox;
  private final Secret password;
  private final Secret sharedKey;
  private final InstantSource clock;
  private final Duration timeout;
  private final RetryPolicy retries;
  private final ApiVersion version;
  private final boolean acceptGzip;
  private final Optional<String> proxyAuthorization;
  private final String nonce = UUID.randomUUID().toString();
  private final AtomicLong nonceCount = new AtomicLong();

  MeshHttp(MeshClient.Builder settings, HttpSource http) {
    this.http = http;
    base = settings.url.toString().replaceAll("/+$", "");
    mailbox = settings.mailbox;
    password =
        settings.password.orElseThrow(
            () -> new IllegalArgumentException("The mailbox password is missing"));
    sharedKey =
        settings.sharedKey.orElseThrow(
            () -> new IllegalArgumentException("The MESH shared key is missing"));
    clock = settings.clock;
    timeout = settings.timeout;
    retries = settings.retries;
    version = settings.version;
    acceptGzip = settings.acceptGzip;
    proxyAuthorization = settings.proxyLogin.map(ProxyLogin::header);
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
   * @throws MeshUnavailable when the repetitions are used up
   */
  HttpResponse<InputStream> repeatable(MeshRequest request) {
    for (int retry = 1; ; retry++) {
      MeshUnavailable failure;
      Duration asked = Duration.ZERO;
      try {
        HttpResponse<InputStream> answer = once(request);
        if (answer.statusCode() < 300) {
          return answer;
        }
        if (!LATER.contains(answer.statusCode())) {
          throw MeshAnswers.refusal(request.purpose(), answer);
        }
        asked = retries.asked(answer.headers().firstValue("retry-after"));
        failure = busy(request, answer);
      } catch (IOException e) {
        failure = unreachable(request, e);
      }
      if (retry > retries.retries()) {
        throw failure;
      }
      Duration own = retries.pauseBefore(retry);
      pause(asked.compareTo(own) > 0 ? asked : own, failure);
    }
  }

  /**
   * Sends a call that must not be repeated blindly, once.
   *
   * @return an answer below 300
   * @throws MeshRefused when it was refused
   * @throws MeshUnavailable when it certainly wasn't accepted
   * @throws Doubt when it may have been accepted
   */
  HttpResponse<InputStream> unrepeatable(MeshRequest request) throws Doubt {
    try {
      HttpResponse<InputStream> answer = once(request);
      int status = answer.statusCode();
      if (status < 300) {
        return answer;
      }
      if (IN_DOUBT.contains(status)) {
        throw new Doubt(busy(request, answer));
      }
      if (LATER.contains(status)) {
        throw busy(request, answer);
      }
      throw MeshAnswers.refusal(request.purpose(), answer);
    } catch (IOException e) {
      if (neverConnected(e)) {
        throw unreachable(request, e);
      }
      throw new Doubt(e);
    }
  }

  /** What became of an unrepeatable call isn't known. */
  static final class Doubt extends Exception {
    Doubt(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }

  private HttpResponse<InputStream> once(MeshRequest request) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + request.path()))
            .timeout(timeout)
            .header("Accept", version.mediaType())
            .header("User-Agent", "gpcm-mesh")
            .method(request.verb(), request.publisher());
    if (acceptGzip) {
      builder.header("Accept-Encoding", "gzip");
    }
    request.headers().forEach((name, value) -> addHeader(builder, name, value));
    proxyAuthorization.ifPresent(value -> builder.header("Proxy-Authorization", value));
    if (request.signed()) {
      MeshToken token =
          MeshToken.sign(
              mailbox, nonce, nonceCount.getAndIncrement(), password, sharedKey, clock.instant());
      builder.header("Authorization", token.header());
    }
    try {
      return http.client().send(builder.build(), answer -> new AnswerBody(timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the thread was interrupted while waiting for the answer", e);
    }
  }

  private static void addHeader(HttpRequest.Builder builder, String name, String value) {
    if (!value.isEmpty()) {
      builder.setHeader(name, value);
    }
  }

  private static boolean neverConnected(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof UnknownHostException;
  }

  private MeshUnavailable unreachable(MeshRequest request, IOException e) {
    String reason = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    return new MeshUnavailable(
        "MESH at %s couldn't be reached to %s: %s. Check the address and the network; it may be tried again later."
            .formatted(base, request.purpose(), reason),
        e);
  }

  private MeshUnavailable busy(MeshRequest request, HttpResponse<InputStream> answer) {
    MeshAnswers.discard(answer);
    return new MeshUnavailable(
        "MESH at %s answered HTTP %d when asked to %s; it may be tried again later."
            .formatted(base, answer.statusCode(), request.purpose()));
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
