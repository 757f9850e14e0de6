package gpcm.node.sending;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What people have still to do about a consultation that was deleted after its report had left
 * (GPCM-SD-CS-077): its practice has it on record, and has to be told.
 *
 * @param row the report
 * @param openedAt when the consultation was deleted
 * @param openedBy by whom
 * @param reason why, where it was said
 * @param closing what came of it; empty while it is open
 */
public record SentFollowUp(
    UUID id,
    SentRow row,
    Instant openedAt,
    String openedBy,
    Optional<String> reason,
    Optional<Closing> closing) {

  /** How one was settled. */
  public record Closing(Instant at, String by, Outcome outcome, Optional<String> text) {}

  /** What came of it. */
  public enum Outcome {
    /** Somebody spoke to the practice. */
    PRACTICE_TOLD("The practice was told"),
    /** It is no longer on record there. */
    PRACTICE_REMOVED_IT("The practice has removed it"),
    /** Nobody has to do anything, for a reason that is said. */
    NOT_NEEDED("Not needed");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** As pages show it. */
    public String words() {
      return words;
    }

    /** As the API has it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The outcome of this text, if there is one. */
    public static Optional<Outcome> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "SentFollowUp[" + id + "]";
  }
}
