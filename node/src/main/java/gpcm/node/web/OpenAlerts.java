package gpcm.node.web;

import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.AlertView.Kind;
import gpcm.node.journal.Alerts;
import gpcm.node.people.Permission;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every page says of the open alerts.
 *
 * @param count how many there are
 * @param newest the first few
 */
record OpenAlerts(long count, List<Alert> newest) {
  static final OpenAlerts NONE = new OpenAlerts(0, List.of());

  /** What is needed to close an alert. */
  static final Map<Kind, Permission> CLOSING =
      Map.of(
          Kind.RECEIVED, Permission.CLOSE_ALERT_RECEIVED,
          Kind.SENT, Permission.CLOSE_ALERT_SENT,
          Kind.TECHNICAL, Permission.CLOSE_ALERT_TECHNICAL);

  private static final int SHOWN = 3;

  static OpenAlerts of(Alerts alerts, Caller caller) {
    AlertView view = seen(caller);
    return view.kinds().isEmpty()
        ? NONE
        : new OpenAlerts(alerts.countOpen(view), alerts.open(view, SHOWN));
  }

  /** Those that somebody may close. */
  static AlertView closable(Caller caller) {
    return new AlertView(
        caller.organisation(),
        CLOSING.entrySet().stream()
            .filter(each -> caller.could(each.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  /**
   * Those that somebody sees: what they may close, and what is technical, since that is why their
   * work waits.
   */
  static AlertView seen(Caller caller) {
    AlertView closable = closable(caller);
    return closable.kinds().isEmpty()
        ? closable
        : new AlertView(
            closable.organisation(),
            Stream.concat(closable.kinds().stream(), Stream.of(Kind.TECHNICAL))
                .collect(Collectors.toSet()));
  }
}
