package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import gpcm.node.reporting.Period;
import gpcm.node.reporting.ReceivedGroup;
import gpcm.node.reporting.ReceivedReport;
import gpcm.node.reporting.SentReport;
import gpcm.node.reporting.TimeTaken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A report as a page shows it.
 *
 * @param now when it was counted
 */
record ReportView(
    Frame frame, Instant now, Period period, ReceivedReport received, SentReport sent) {

  /** A period that is a click away. */
  record Choice(String words, Period period) {
    String address() {
      return "/reports?from=%s&until=%s".formatted(period.from(), period.until());
    }
  }

  List<Choice> choices() {
    return List.of(
        new Choice("Last 7 days", Period.last(7, now)),
        new Choice("Last 28 days", Period.last(ReportQuery.USUAL, now)),
        new Choice("Last 91 days", Period.last(91, now)));
  }

  boolean isShown(Choice choice) {
    return choice.period().equals(period);
  }

  /** The days, in words. */
  String days() {
    return period.days() == 1
        ? Display.date(period.from())
        : "%s to %s".formatted(Display.date(period.from()), Display.date(period.until()));
  }

  static String share(long part, long whole) {
    return whole == 0 ? "" : "%d %%".formatted(Math.round(100.0 * part / whole));
  }

  static String median(Optional<TimeTaken> taken) {
    return taken.map(TimeTaken::median).map(ReportView::time).orElse("none");
  }

  static String most(Optional<TimeTaken> taken) {
    return taken.map(TimeTaken::most).map(ReportView::time).orElse("none");
  }

  static long counted(Optional<TimeTaken> taken) {
    return taken.map(TimeTaken::documents).orElse(0L);
  }

  private static String time(Duration time) {
    return time.toDays() < 2 ? Display.duration(time) : time.toDays() + " days";
  }

  static String team(ReceivedGroup group) {
    return group.name().orElse("No team");
  }

  static String sender(ReceivedGroup group) {
    return group.name().orElse("Withheld (confidential)");
  }

  static String state(DocumentState state) {
    return switch (state) {
      case COMPLETED -> "Accepted for the patient";
      case SENT -> "With MESH";
      case INFRASTRUCTURE_ACKNOWLEDGED -> "The practice’s system has it";
      case ACCEPTED, BUILT -> "Being sent";
      case WAITING -> "In its waiting period";
      case UNCONFIRMED -> "Waits to be confirmed";
      case OVERDUE -> "No answer in time";
      case REJECTED -> "Not accepted";
      case OTHER_ROUTE -> "Got there in another way";
      case HELD, FAILED, VOID, WITHDRAWN, NOT_SENT, SUPERSEDED, GIVEN_UP ->
          Display.words(state.text());
    };
  }

  static String code(String code) {
    return code.isEmpty() ? "Never left" : Display.code(code);
  }

  static String act(Action action) {
    return switch (action) {
      case CONFIRMED -> "Confirmed, or let go after a check";
      case HELD -> "Held";
      case OVERRIDDEN -> "Sent in spite of a check";
      case RESENT -> "Sent again";
      case WITHDRAWN -> "Withdrawn, given up, or got there in another way";
      default -> Display.sentence(action.words());
    };
  }
}
