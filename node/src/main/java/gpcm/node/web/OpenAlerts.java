package gpcm.node.web;

import gpcm.node.journal.AlertReader;
import gpcm.node.journal.AlertReader.Reach;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.AlertView.Kind;
import gpcm.node.journal.Alerts;
import gpcm.node.people.Permission;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every page says of the open alerts: no more than how many problems there are, so that no
 * page shows whom they are about.
 *
 * @param count how many there are: alerts of one cause are one
 */
record OpenAlerts(long count) {
  static final OpenAlerts NONE = new OpenAlerts(0);

  /** What is needed to close an alert. */
  static final Map<Kind, Permission> CLOSING =
      Map.of(
          Kind.RECEIVED, Permission.CLOSE_ALERT_RECEIVED,
          Kind.SENT, Permission.CLOSE_ALERT_SENT,
          Kind.TECHNICAL, Permission.CLOSE_ALERT_TECHNICAL,
          Kind.SETTINGS, Permission.CLOSE_ALERT_SETTINGS);

  static OpenAlerts of(Alerts alerts, Caller caller) {
    AlertView view = seen(caller);
    return view.kinds().isEmpty() ? NONE : new OpenAlerts(alerts.groups().count(view));
  }

  /** Those that somebody may close. */
  static AlertView closable(Caller caller) {
    return new AlertView(
        caller.organisation(),
        CLOSING.entrySet().stream()
            .filter(each -> caller.could(each.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()),
        reader(caller));
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
                .collect(Collectors.toSet()),
            closable.reader());
  }

  /** What they may see of what alerts are about, as the pages of the documents show it to them. */
  private static AlertReader reader(Caller caller) {
    return new AlertReader(
        caller.person().map(person -> person.acting().person()),
        reach(caller, Permission.SEE_OUTBOX),
        reach(caller, Permission.OPEN_CONFIDENTIAL),
        reach(caller, Permission.OPEN_RESTRICTED_PATIENT),
        whole(caller, Permission.OPEN_DOCUMENT),
        whole(caller, Permission.OPEN_CONFIDENTIAL),
        caller.opensRestricted() ? Reach.ALL : Reach.NONE);
  }

  private static Reach reach(Caller caller, Permission permission) {
    if (caller.freely(permission, false)) {
      return Reach.ALL;
    }
    return caller.freely(permission, true) ? Reach.OWN : Reach.NONE;
  }

  /** What was received is nobody's own. */
  private static Reach whole(Caller caller, Permission permission) {
    return caller.freely(permission, false) ? Reach.ALL : Reach.NONE;
  }
}
