package gpcm.node.web;

import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /alerts}: what a person must know, by its cause, and what was closed lately. */
final class AlertPages {
  private static final int ON_A_PAGE = 50;
  private static final int MOST_CLOSED = 200;

  private final Served served;

  AlertPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/alerts", this::list);
    routes.post("/alerts/{id}/resolution", this::close);
  }

  /**
   * Alerts of one cause.
   *
   * @param cause what they have in common, in words that name nobody
   * @param alerts what has stood longest first
   */
  record Group(String cause, List<Alert> alerts) {
    static List<Group> of(List<Alert> alerts) {
      Map<String, List<Alert>> groups = new LinkedHashMap<>();
      alerts.forEach(
          alert ->
              groups
                  .computeIfAbsent(alert.cause(), unused -> new java.util.ArrayList<>())
                  .add(alert));
      return groups.entrySet().stream()
          .map(each -> new Group(each.getKey(), each.getValue()))
          .toList();
    }
  }

  private void list(Context context) {
    Query query = new Query(context, "after", "state");
    if (AlertsApi.closed(query)) {
      closed(context);
      return;
    }
    Optional<Long> after = query.value("after", Long::valueOf, Cursor.RULE);
    AlertView seen = OpenAlerts.seen(Caller.of(context));
    List<Alert> alerts = served.alerts().soonest(seen, after, ON_A_PAGE + 1);
    List<Alert> shown = alerts.subList(0, Math.min(ON_A_PAGE, alerts.size()));
    // Alerts go away as people deal with them, so the way back is to what is first now.
    Listing<Alert> listing =
        new Listing<>(
            shown,
            after.map(last -> context.path()),
            alerts.size() > ON_A_PAGE
                ? Optional.of(
                    Listing.address(context, "after", Long.toString(shown.getLast().id())))
                : Optional.empty());
    Trail.of(context).shown(Seen.alerts(context, shown));
    Pages.render(
        context,
        "alerts.jte",
        Map.of("frame", Frame.of(context, served), "listing", listing, "groups", Group.of(shown)));
  }

  private void closed(Context context) {
    List<Alert> closed =
        served.alerts().closed(OpenAlerts.seen(Caller.of(context)), MOST_CLOSED + 1);
    List<Alert> shown = closed.subList(0, Math.min(MOST_CLOSED, closed.size()));
    Trail.of(context).shown(Seen.alerts(context, shown));
    Pages.render(
        context,
        "alertsClosed.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "alerts",
            shown,
            "more",
            closed.size() > shown.size()));
  }

  private void close(Context context) throws IOException {
    AlertsApi.resolve(context, served.alerts());
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }
}
