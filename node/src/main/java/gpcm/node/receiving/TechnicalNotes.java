package gpcm.node.receiving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warnings that are about the sender's system and not about the patient, told in words: what it
 * should have done, once for all the places where it did not.
 */
final class TechnicalNotes {
  // As WorklistFiling writes what rules found and what is tolerated.
  private static final Pattern FOUND =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*) \\([A-Z_ ]+\\): (.*?), expected (.*)");
  private static final Pattern TOLERATED = Pattern.compile("Tolerated: (.*?), expected (.*)");

  /** The element within the innermost resource that a path leads to. */
  private static final Pattern PLACE = Pattern.compile(".*resource\\.ofType\\((\\w+)\\)\\.([^ ]+)");

  private TechnicalNotes() {}

  static boolean is(String warning) {
    return FOUND.matcher(warning).matches() || TOLERATED.matcher(warning).matches();
  }

  static List<String> of(List<String> warnings) {
    Map<String, Integer> notes = new LinkedHashMap<>();
    for (String warning : warnings) {
      Matcher found = FOUND.matcher(warning);
      Matcher tolerated = TOLERATED.matcher(warning);
      if (found.matches()) {
        String note =
            "%s: expected %s (%s)"
                .formatted(element(found.group(2)), found.group(3), found.group(1));
        notes.merge(note, 1, Integer::sum);
      } else if (tolerated.matches()) {
        String note =
            "%s: expected %s; let pass here"
                .formatted(element(tolerated.group(1)), tolerated.group(2));
        notes.merge(note, 1, Integer::sum);
      }
    }
    return notes.entrySet().stream()
        .map(
            note ->
                note.getValue() == 1
                    ? note.getKey() + "."
                    : "%s, in %d places.".formatted(note.getKey(), note.getValue()))
        .toList();
  }

  private static String element(String path) {
    Matcher place = PLACE.matcher(path);
    return place.matches()
        ? place.group(1) + ", " + words(place.group(2))
        : words(path.substring(path.lastIndexOf('/') + 1));
  }

  // doseQuantity is "dose quantity" to people.
  private static String words(String element) {
    return element
        .replaceAll("\\[\\d+]", "")
        .replaceAll("extension\\(([^)]*)\\)", "$1")
        .replace('.', ' ')
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .toLowerCase(Locale.ROOT);
  }
}
