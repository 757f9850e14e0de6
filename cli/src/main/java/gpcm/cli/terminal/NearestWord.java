package gpcm.cli.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that a mistyped one was probably meant to be. */
public final class NearestWord {
  private static final int LONGEST = 100;

  private NearestWord() {}

  /**
   * The known word that the fewest changed, added or left out letters lead to.
   *
   * @param furthest more changes than that are no mistyping
   */
  public static Optional<String> to(String word, Collection<String> known, int furthest) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String typed = small(word);
    return known.stream()
        .filter(name -> changes(typed, small(name)) <= furthest)
        .min(Comparator.comparingInt(name -> changes(typed, small(name))));
  }

  private static String small(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static int changes(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] here = new int[to.length() + 1];
      here[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int same = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        here[j] = Math.min(same, Math.min(before[j], here[j - 1]) + 1);
      }
      before = here;
    }
    return before[to.length()];
  }
}
