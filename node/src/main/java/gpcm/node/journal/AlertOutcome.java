package gpcm.node.journal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of an alert that a person closes. */
public enum AlertOutcome {
  SENT_AGAIN("Sent again and accepted", false),
  OTHER_ROUTE("Given by another route", true),
  NOT_NEEDED("Not needed", true),
  FAULT_MENDED("Technical fault mended", false);

  private final String words;
  private final boolean toldHow;

  AlertOutcome(String words, boolean toldHow) {
    this.words = words;
    this.toldHow = toldHow;
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** Whether it has to be said how, or why. */
  public boolean toldHow() {
    return toldHow;
  }

  /** As tables and the API have it, such as {@code other-route}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The outcome of this text, if there is one. */
  public static Optional<AlertOutcome> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
