package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values that are none of their type. */
final class PrimitiveChanges {
  private static final String DATE = "\\d{4}(-\\d\\d(-\\d\\d(T.*)?)?)?";
  private static final Set<String> URIS =
      Set.of("system", "url", "fullUrl", "profile", "reference", "endpoint", "policy", "uri");
  private static final Set<String> CODES =
      Set.of("code", "status", "use", "gender", "type", "mode", "intent", "contentType");

  private PrimitiveChanges() {}

  static Optional<String> format(MessageTree tree) {
    return tree.place(place -> kind(place) != null)
        .map(
            place -> {
              String other = tree.oneOf(kind(place)).replace("$", place.value().asText());
              place.put(other);
              return place.path() + " becomes '" + other + "'";
            });
  }

  /** What is wrong for the type that a value looks like; null for one that takes any text. */
  private static List<String> kind(ValuePlace place) {
    JsonNode value = place.value();
    String text = value.asText();
    if (value.isBoolean()) {
      return List.of("$ ", "TRUE", "1", "yes", " $");
    }
    if (value.isNumber()) {
      return List.of("+$", "0$", "$ ", "1e400", "many", "$.", "-0$");
    }
    if (!value.isTextual()) {
      return null;
    }
    if (text.matches(DATE) && !place.field().equals("value")) {
      return List.of(
          "2026-13-01",
          "2026-02-30",
          "2026-11-20T14:00",
          "2026-11-20T14:00:00",
          "2026-11-20T24:10:00Z",
          "2026-11-20T14:00:00+14:30",
          "2026-11-20T14:00:00+15:00",
          "2026-11-20T14:60:00Z",
          "2026-11-20T14Z",
          "20261120",
          "$ ",
          " $",
          "20 November 2026",
          "2026-11-20 14:00:00Z");
    }
    if (place.field().equals("id")) {
      return List.of("has space", "under_score", "$".repeat(2), "\u00e9", "a/b", "$ ");
    }
    if (URIS.contains(place.field())) {
      return List.of("$ ", " $", "a b", "$\t");
    }
    if (CODES.contains(place.field())) {
      return List.of("$ ", " $", "two  blanks");
    }
    return null;
  }

  static Optional<String> empty(MessageTree tree) {
    return tree.place(
            place ->
                place.value().isTextual()
                    && !place.field().equals("div")
                    && !place.path().equals("Bundle.type"))
        .map(
            place -> {
              place.put(tree.random().nextInt(3) == 0 ? "   " : "");
              return place.path() + " becomes '" + place.value().asText() + "'";
            });
  }
}
