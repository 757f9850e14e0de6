package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;
import gpcm.node.working.Opening;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;

/**
 * Within how many hours somebody has to take or close an alert before the deputies are told, and
 * when the daily summary is sent.
 *
 * @param actNow 1 to 8760; every hour counts
 * @param today 1 to 8760; hours count in which the organisation is open
 * @param information 1 to 8760; as for today
 * @param summaryAt by the clock of London
 */
public record AlertDeadlines(int actNow, int today, int information, LocalTime summaryAt) {
  /** What holds where an organisation says nothing else. */
  public static final AlertDeadlines USUAL = new AlertDeadlines(4, 8, 40, LocalTime.of(8, 0));

  /**
   * @throws Wrong when one is out of bounds
   */
  public AlertDeadlines {
    require("act-now", actNow);
    require("today", today);
    require("information", information);
  }

  private static void require(String name, int hours) {
    if (hours < 1 || hours > 8760) {
      throw new Wrong(name, "must be 1 to 8760 hours", "give another number");
    }
  }

  /** When the deputies are told of what was raised at {@code start}. */
  Instant of(AlertSeverity severity, Instant start, Opening opening) {
    return switch (severity) {
      case ACT_NOW -> start.plus(Duration.ofHours(actNow));
      case TODAY -> opening.after(start, Duration.ofHours(today));
      case INFORMATION -> opening.after(start, Duration.ofHours(information));
    };
  }

  String words() {
    return "act now within %d hours, today within %d, information within %d; summary at %s"
        .formatted(actNow, today, information, summaryAt);
  }
}
