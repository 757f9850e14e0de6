package gpcm.node.bulk;

import gpcm.node.sending.ResendOutcome;
import java.util.Arrays;
import java.util.Locale;

/** What became of a document when it had its turn. */
public enum BulkOutcome {
  /** It was done. */
  DONE("done"),
  /** It could not be done any more. */
  CHANGED("left as it is: it had gone on meanwhile"),
  /** Another version has come in its place. */
  OVERTAKEN("left as it is: another version of the encounter has come in its place"),
  /** It was to go only if nobody had answered. */
  ANSWERED("left as it is: its receiver has answered"),
  /** MESH says that its recipient has collected it. */
  COLLECTED(
      "left as it is: MESH says that the recipient’s system has collected it, ask them first"),
  /** Its consultation was deleted where it was recorded. */
  DELETED("left as it is: its consultation was deleted where it was recorded"),
  /** Its patient's record is restricted. */
  RESTRICTED("left as it is: the patient’s record is restricted, decide about it on its own page"),
  /** There is no such document any more. */
  GONE("left as it is: it is not there any more"),
  /** This program failed at it. */
  FAILED("not done: this program failed at it, and its log says why. Do it on its own page");

  private final String words;

  BulkOutcome(String words) {
    this.words = words;
  }

  /** The name in the database and the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String words() {
    return words;
  }

  static BulkOutcome of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no outcome is called '" + text + "'"));
  }

  static BulkOutcome of(ResendOutcome outcome) {
    return switch (outcome) {
      case RESENT -> DONE;
      case NOT_UNDELIVERED -> CHANGED;
      case OVERTAKEN -> OVERTAKEN;
      case ANSWERED -> ANSWERED;
      case COLLECTED -> COLLECTED;
      case DELETED -> DELETED;
      case NOT_THERE -> GONE;
    };
  }
}
