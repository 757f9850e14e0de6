package gpcm.bench.agreement;

import java.util.Optional;
import java.util.Set;

/** Changes to codes and their systems. */
final class CodeChanges {
  private static final Set<String> CODES =
      Set.of(
          "code",
          "status",
          "use",
          "gender",
          "type",
          "mode",
          "intent",
          "category",
          "clinicalStatus",
          "verificationStatus",
          "confidentiality",
          "criticality",
          "priority",
          "contentType",
          "language",
          "severity",
          "comparator",
          "rank",
          "method");

  private CodeChanges() {}

  static Optional<String> unknownCode(MessageTree tree) {
    return tree.place(
            place ->
                CODES.contains(place.field())
                    && place.value().isTextual()
                    && !place.path().equals("Bundle.type"))
        .map(place -> put(place, "zz-unknown"));
  }

  static Optional<String> wrongSystem(MessageTree tree) {
    return system(tree).map(place -> put(place, "https://example.org/wrong"));
  }

  static Optional<String> spaceAfterSystem(MessageTree tree) {
    return system(tree).map(place -> put(place, place.value().asText() + " "));
  }

  static Optional<String> noSystem(MessageTree tree) {
    return system(tree)
        .map(
            place -> {
              place.remove();
              return place.path();
            });
  }

  private static Optional<ValuePlace> system(MessageTree tree) {
    return tree.place(place -> place.field().equals("system") && place.value().isTextual());
  }

  private static String put(ValuePlace place, String value) {
    String before = place.value().asText();
    place.put(value);
    return place.path() + ": " + before + " becomes '" + value + "'";
  }
}
