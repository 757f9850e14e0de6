package gpcm.node.sending;

import gpcm.consultation.Consultation;
import java.time.Duration;
import java.util.Optional;

/**
 * How an organisation sends what is recorded in one use case.
 *
 * @param useCase such as {@code consultation-summary}
 * @param delay how long after its last update a consultation leaves (GPCM-SD-CS-075)
 * @param confirmed whether somebody has to say of each that it is to be sent (GPCM-SD-CS-074)
 * @param otherWay how they get there instead of by this node (stories GPC-SD01 and GPC-SD-OC-01);
 *     empty where this node sends them
 * @param version how often it was changed, 0 when never
 */
public record SendingRule(
    String useCase, Duration delay, boolean confirmed, Optional<String> otherWay, int version) {
  /** A Consultation Summary waits so long where nobody has set another time. */
  public static final Duration THREE_HOURS = Duration.ofHours(3);

  /** What replaces a document that was sent should follow within it (GPCM-SD-027). */
  private static final Duration A_DAY = Duration.ofHours(24);

  /** The longest time that can be set. */
  public static final Duration LONGEST = Duration.ofDays(30);

  /** What holds where nobody has set anything: anything but a summary goes at once. */
  public static SendingRule usual(String useCase) {
    return new SendingRule(
        useCase,
        useCase.equals(Consultation.SUMMARY) ? THREE_HOURS : Duration.ZERO,
        false,
        Optional.empty(),
        0);
  }

  /** Whether it lets summaries leave later than the specification allows (GPCM-SD-CS-075). */
  public boolean isLate() {
    return useCase.equals(Consultation.SUMMARY) && delay.compareTo(THREE_HOURS) > 0;
  }

  /**
   * Whether it lets an update of what was sent leave later than it should: an update waits as long
   * as its original did (GPCM-SD-027).
   */
  public boolean isLateForUpdates() {
    return delay.compareTo(A_DAY) > 0;
  }

  /** For people and the audit log; no free text. */
  public String words() {
    return "%s after the last update, %s, %s"
        .formatted(
            delay.isZero() ? "at once" : delay.toMinutes() + " minutes",
            confirmed ? "confirmed by somebody" : "without confirmation",
            otherWay.isPresent() ? "sent in another way" : "sent by this node");
  }
}
