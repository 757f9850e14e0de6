package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.Alerts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/alerts}: what a person must know, and that a person has dealt with it. */
final class AlertsApi {
  private final Alerts alerts;

  AlertsApi(Alerts alerts) {
    this.alerts = alerts;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/alerts", this::list);
    routes.post("/api/v1/alerts/{id}/resolution", this::resolve);
  }

  private void list(Context context) {
    Query query = new Query(context, "limit", "after");
    int limit = query.number("limit", 1, 1000, 100);
    AlertView seen = OpenAlerts.seen(Caller.of(context));
    List<Alert> open = open(seen, query, limit + 1);
    List<Alert> shown = open.subList(0, Math.min(limit, open.size()));
    Trail.of(context).shown(Seen.alerts(context, shown));
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("alerts");
    shown.forEach(alert -> list.add(ApiJson.alert(alert)));
    long total = alerts.countOpen(seen);
    json.put("open", total);
    json.put("total", total);
    if (open.size() > limit) {
      json.put("next", Listing.address(context, "after", Long.toString(shown.getLast().id())));
    }
    ApiJson.answer(context, json);
  }

  private List<Alert> open(AlertView seen, Query query, int limit) {
    return query
        .value("after", Long::valueOf, Cursor.RULE)
        .map(last -> alerts.openBefore(seen, last, limit))
        .orElseGet(() -> alerts.open(seen, limit));
  }

  private void resolve(Context context) throws IOException {
    Query.none(context);
    resolve(context, alerts, SignerName.of(context));
    context.status(204);
  }

  /** Resolves the alert the address names in the name of {@code by}. */
  static void resolve(Context context, Alerts alerts, String by) {
    long id;
    try {
      id = Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException e) {
      throw Query.missing();
    }
    AlertView closable = OpenAlerts.closable(Caller.of(context));
    Trail.of(context)
        .doing(
            Action.ALERT_CLOSED,
            () -> {
              Optional<Alert> alert = alerts.find(closable, id);
              if (alert.isEmpty() || !alerts.resolve(closable, id, by)) {
                throw new ProblemException(
                    ProblemKind.NOT_FOUND, "there is no open alert with this number");
              }
              return alert.get();
            },
            Seen::closed);
  }
}
