package gpcm.node.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.node.config.HandOverSettings;
import gpcm.node.handover.Delivering.LateAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts items to a record system, signed as Standard Webhooks asks for: {@code webhook-id}, {@code
 * webhook-timestamp} and {@code webhook-signature}, an HMAC-SHA-256 over both and the body.
 */
final class Webhook implements Delivering.Way {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 64 << 10;

  private final HandOverSettings.Webhook settings;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Webhook(HandOverSettings.Webhook settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<RecordSystemAnswer> deliver(HandOverItem item) throws IOException {
    byte[] body = MAPPER.writeValueAsBytes(HandOverJson.withAddresses(item));
    String id = item.id().toString();
    String at = Long.toString(clock.instant().getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(settings.url())
            .timeout(PATIENCE)
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
        return answer(said.readNBytes(LARGEST_ANSWER));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node is stopping", e);
    }
  }

  /** What was posted cannot be; the item that follows tells it. */
  @Override
  public void takeBack(HandOverItem item) {}

  // Whatever else it says, it has taken the item; its answer may come through the API.
  private static Optional<RecordSystemAnswer> answer(byte[] said) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(said);
      return json.has("result") ? Optional.of(RecordSystemAnswer.of(json)) : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String signature(String id, String at, byte[] body) throws IOException {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              settings.secret().read().reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((id + "." + at + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the webhook's secret cannot be read", e);
    }
  }

  @Override
  public List<LateAnswer> answers() {
    return List.of();
  }
}
