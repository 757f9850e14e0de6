package gpcm.node.checking;

import java.util.Arrays;
import java.util.Locale;

/** What came of a check. */
public enum Outcome {
  /** It is not over. */
  RUNNING("Running"),
  /** All is well. */
  GOOD("Good"),
  /** It works, and somebody should look at it. */
  LOOK("Look at it"),
  /** It is not as it should be. */
  BAD("Not good"),
  /** It was not made: there is nothing of that kind, or the node stopped. */
  NOT_MADE("Not made");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** As pages call it. */
  public String words() {
    return words;
  }

  /** As the API and the database call it, such as {@code not-made}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Outcome of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no check comes to " + text));
  }
}
