package gpcm.node.calling;

import gpcm.node.config.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts JSON, signed as Standard Webhooks asks for: {@code webhook-id}, {@code webhook-timestamp}
 * and {@code webhook-signature}, an HMAC-SHA-256 over both and the body. By the time in it, whoever
 * gets it refuses what somebody else has kept and posts later. Whoever never ends their answer is
 * not waited for. Thread-safe.
 */
public final class SignedPost {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 64 << 10;

  private final URI url;
  private final SecretSource secret;
  private final InstantSource clock;
  private final Duration patience;
  private final HttpClient http;

  /**
   * @param secret is read for each post
   */
  public SignedPost(URI url, SecretSource secret, InstantSource clock) {
    this(url, secret, clock, PATIENCE);
  }

  SignedPost(URI url, SecretSource secret, InstantSource clock, Duration patience) {
    this.url = url;
    this.secret = secret;
    this.clock = clock;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Posts a body.
   *
   * @param id names it: the same body under the same id may be posted again
   * @return the first 64 KiB of the answer; nothing when that does not end in time: it was taken
   *     all the same
   * @throws IOException when it was not taken
   */
  public byte[] post(String id, byte[] body) throws IOException {
    String at = Long.toString(clock.instant().getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", at)
            .header("webhook-signature", "v1," + signature(id, at, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream said = answer.body()) {
        if (answer.statusCode() / 100 != 2) {
          throw new IOException("the webhook answered " + answer.statusCode());
        }
        return read(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node is stopping", e);
    }
  }

  // The request's timeout ends where the answer's body begins.
  private byte[] read(InputStream said) throws InterruptedException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> said.readNBytes(LARGEST_ANSWER));
    Thread.ofVirtual().start(reading);
    try {
      return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return new byte[0];
    } finally {
      reading.cancel(true);
    }
  }

  private String signature(String id, String at, byte[] body) throws IOException {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(secret.read().reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((id + "." + at + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the webhook's secret cannot be read", e);
    }
  }
}
