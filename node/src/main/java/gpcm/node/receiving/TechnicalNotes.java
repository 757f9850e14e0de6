package gpcm.node.receiving;

import java.util.LinkedHashMap;
import java.util.List;
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
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*) \\(([A-Z_ ]+)\\): .*?, expected (.*)");
  private static final Pattern TOLERATED = Pattern.compile("Tolerated: .*?, expected (.*)");

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
        notes.merge(
            "The sender's system should send %s (%s)".formatted(found.group(3), found.group(1)),
            1,
            Integer::sum);
      } else if (tolerated.matches()) {
        notes.merge(
            "The sender's system should send %s; this is let pass here"
                .formatted(tolerated.group(1)),
            1,
            Integer::sum);
      }
    }
    return notes.entrySet().stream()
        .map(
            note ->
                note.getValue() == 1
                    ? note.getKey() + "."
                    : "%s. Not so in %d places.".formatted(note.getKey(), note.getValue()))
        .toList();
  }
}
