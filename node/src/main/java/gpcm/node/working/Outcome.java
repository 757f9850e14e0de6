package gpcm.node.working;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a received document can be finished. */
public enum Outcome {
  NO_ACTION_NEEDED("no action needed"),
  /** Says what was done. */
  ACTION_TAKEN("action taken"),
  APPOINTMENT_ARRANGED("appointment or contact arranged"),
  PASSED_ON("passed to another system"),
  CODED_ONLY("coded only"),
  SENT_BACK("sent back");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** As tables and the API have it, such as {@code action-taken}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The outcome of this text, if there is one. */
  public static Optional<Outcome> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
