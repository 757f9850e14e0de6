package gpcm.node.sending;

import java.util.Arrays;
import java.util.Locale;

/** What became of a document that was to be sent again. */
public enum ResendOutcome {
  /** It goes again. */
  RESENT("goes again"),
  /** It is in a state from which nothing is sent again. */
  NOT_UNDELIVERED("not sent: it has neither failed nor is overdue any more"),
  /** Another one of the same version, or a later version, has come in its place. */
  OVERTAKEN("not sent: another version of the encounter has come in its place"),
  /** Its receiver has answered something, and only what was never answered was to go. */
  ANSWERED("not sent: its receiver has answered, so that it is not a technical matter any more"),
  /** MESH says that its recipient has collected it, and nobody wants it sent all the same. */
  COLLECTED(
      "not sent: MESH says that the recipient’s system has collected it; it can be sent again on"
          + " its own page"),
  /** Its consultation was deleted where it was recorded. */
  DELETED("not sent: its consultation was deleted where it was recorded (GPCM-SD-CS-077)"),
  /** There is no such document. */
  NOT_THERE("not sent: it is not there");

  private final String words;

  ResendOutcome(String words) {
    this.words = words;
  }

  /** The name in the database and the API, such as {@code not-undelivered}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people. */
  public String words() {
    return words;
  }

  /**
   * The outcome with a {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ResendOutcome of(String text) {
    return Arrays.stream(values())
        .filter(outcome -> outcome.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no outcome is called '" + text + "'"));
  }
}
