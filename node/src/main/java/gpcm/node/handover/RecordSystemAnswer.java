package gpcm.node.handover;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a record system says of an item: {@code {"result": "accepted", "reference": "..."}} or
 * {@code {"result": "refused", "reason": "..."}}.
 *
 * @param result accepted or refused
 * @param words its reference, which may be empty, or its reason
 */
public record RecordSystemAnswer(HandOverItem.State result, String words) {
  private static final int LONGEST = 1000;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static RecordSystemAnswer of(JsonNode json) {
    String result = json.path("result").asText("");
    return switch (result) {
      case "accepted" ->
          new RecordSystemAnswer(HandOverItem.State.ACCEPTED, words(json, "reference"));
      case "refused" -> {
        String reason = words(json, "reason");
        if (reason.isBlank()) {
          throw new IllegalArgumentException(
              "reason is missing: say why, a person has to act on it");
        }
        yield new RecordSystemAnswer(HandOverItem.State.REFUSED, reason);
      }
      default ->
          throw new IllegalArgumentException(
              "result must be accepted or refused, not '%s'"
                  .formatted(result.length() > 40 ? result.substring(0, 40) + "..." : result));
    };
  }

  private static String words(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual() || value.textValue().length() > LONGEST) {
      throw new IllegalArgumentException(
          "%s must be text of at most %d characters".formatted(key, LONGEST));
    }
    return value.textValue().replaceAll("\\p{Cntrl}", " ").strip();
  }
}
