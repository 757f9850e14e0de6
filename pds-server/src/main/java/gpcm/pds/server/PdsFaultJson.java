package gpcm.pds.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * A fault as JSON: {@code {"status": 429, "code": "TOO_MANY_REQUESTS", "retryAfterSeconds": 5}},
 * {@code {"status": 502, "notFhir": true}}, {@code {"slowMillis": 3000}} or {@code {"tokenStatus":
 * 401, "error": "invalid_client"}}, each with {@code nhsNumber} and {@code times} if wanted.
 */
final class PdsFaultJson {
  private static final int LEAST_STATUS = 400;
  private static final int MOST_STATUS = 599;
  private static final Set<String> FIELDS =
      Set.of(
          "status",
          "code",
          "retryAfterSeconds",
          "notFhir",
          "slowMillis",
          "tokenStatus",
          "error",
          "nhsNumber",
          "times");

  private PdsFaultJson() {}

  /**
   * @throws IllegalArgumentException when it is none, with the reason
   */
  static PdsFault read(JsonNode json) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("it has no field " + name);
      }
    }
    Optional<String> number =
        json.hasNonNull("nhsNumber")
            ? Optional.of(json.get("nhsNumber").asText())
            : Optional.empty();
    int times = json.path("times").asInt(Integer.MAX_VALUE);
    if (times < 1) {
      throw new IllegalArgumentException("times is 1 or more");
    }
    return new PdsFault(kind(json), number, times);
  }

  private static PdsFault.Kind kind(JsonNode json) {
    if (json.has("slowMillis")) {
      return new PdsFault.Kind.Slow(Duration.ofMillis(json.get("slowMillis").asLong()));
    }
    if (json.has("tokenStatus")) {
      return new PdsFault.Kind.NoToken(
          status(json.get("tokenStatus")),
          json.path("error").asText("invalid_client"),
          retryAfter(json));
    }
    if (!json.has("status")) {
      throw new IllegalArgumentException("it needs status, slowMillis or tokenStatus");
    }
    int status = status(json.get("status"));
    if (json.path("notFhir").asBoolean(false)) {
      return new PdsFault.Kind.NotFhir(status);
    }
    return new PdsFault.Kind.Refusal(
        status, json.path("code").asText("UNKNOWN_ERROR"), retryAfter(json));
  }

  private static Optional<Duration> retryAfter(JsonNode json) {
    return json.hasNonNull("retryAfterSeconds")
        ? Optional.of(Duration.ofSeconds(json.get("retryAfterSeconds").asLong()))
        : Optional.empty();
  }

  private static int status(JsonNode given) {
    int status = given.asInt();
    if (status < LEAST_STATUS || status > MOST_STATUS) {
      throw new IllegalArgumentException("a status is one from 400 to 599");
    }
    return status;
  }
}
