package gpcm.mesh.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A request the server won't serve, with what its answer says. Carries no stack trace: it is an
 * ordinary outcome.
 */
final class Refusal extends RuntimeException {
  private final int status;
  private final Body body;

  /** The forms an error body takes. */
  sealed interface Body {
    /** The MESH form; v1 and v2 write it differently. */
    record Mesh(String event, String code, String text, Optional<String> messageId)
        implements Body {}

    /** A request that doesn't have the right shape. */
    record Invalid(
        String type,
        String in,
        String name,
        String text,
        Optional<Object> input,
        Map<String, Object> context)
        implements Body {}

    /** No details. */
    record Plain() implements Body {}

    /** Only a detail text. */
    record Detail(String text) implements Body {}
  }

  private Refusal(int status, Body body) {
    super(body.toString(), null, false, false);
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  Body body() {
    return body;
  }

  static Refusal of(int status, String event, String code, String text) {
    return new Refusal(status, new Body.Mesh(event, code, text, Optional.empty()));
  }

  static Refusal of(int status, String text) {
    return of(status, "", "", text);
  }

  static Refusal about(String messageId, int status, String event, String code, String text) {
    return new Refusal(status, new Body.Mesh(event, code, text, Optional.of(messageId)));
  }

  static Refusal forbidden() {
    return of(403, "Forbidden");
  }

  static Refusal noMessage() {
    return of(404, "RECEIVE", "20", "Message does not exist");
  }

  static Refusal missing(String in, String name) {
    return new Refusal(
        400, new Body.Invalid("missing", in, name, "Field required", Optional.empty(), Map.of()));
  }

  /** A field that the JSON object of a request lacks; the answer repeats the object. */
  static Refusal incomplete(JsonNode request, String name) {
    return new Refusal(
        400,
        new Body.Invalid(
            "missing", "body", name, "Field required", Optional.of(request), Map.of()));
  }

  static Refusal invalid(String type, String in, String name, String text, Object input) {
    return new Refusal(400, new Body.Invalid(type, in, name, text, Optional.of(input), Map.of()));
  }

  static Refusal tooLong(String in, String name, int most, String value) {
    return limit(
        "string_too_long",
        in,
        name,
        "String should have at most " + most + " characters",
        value,
        "max_length",
        most);
  }

  static Refusal tooShort(String in, String name, int least, String value) {
    return limit(
        "string_too_short",
        in,
        name,
        "String should have at least " + least + " characters",
        value,
        "min_length",
        least);
  }

  static Refusal tooSmall(String in, String name, int least, String value) {
    return limit(
        "greater_than_equal",
        in,
        name,
        "Input should be greater than or equal to " + least,
        value,
        "ge",
        least);
  }

  static Refusal tooLarge(String in, String name, int most, String value) {
    return limit(
        "less_than_equal",
        in,
        name,
        "Input should be less than or equal to " + most,
        value,
        "le",
        most);
  }

  private static Refusal limit(
      String type, String in, String name, String text, String value, String limitName, int limit) {
    return new Refusal(
        400, new Body.Invalid(type, in, name, text, Optional.of(value), Map.of(limitName, limit)));
  }

  static Refusal plain(int status) {
    return new Refusal(status, new Body.Plain());
  }

  static Refusal detail(int status, String text) {
    return new Refusal(status, new Body.Detail(text));
  }
}
