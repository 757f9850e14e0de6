package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertOutcome;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.Alerts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
    Query query = new Query(context, "limit", "after", "state");
    int limit = query.number("limit", 1, 1000, 100);
    AlertView seen = OpenAlerts.seen(Caller.of(context));
    if (closed(query)) {
      List<Alert> closed = alerts.closed(seen, limit);
      Trail.of(context).shown(Seen.alerts(context, closed));
      ObjectNode json = ApiJson.object();
      ArrayNode list = json.putArray("alerts");
      closed.forEach(alert -> list.add(ApiJson.alert(alert)));
      json.put("open", alerts.countOpen(seen));
      ApiJson.answer(context, json);
      return;
    }
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

  /** Whether those are asked for that were closed lately. */
  static boolean closed(Query query) {
    return query
        .value(
            "state",
            text -> {
              if (!text.equals("open") && !text.equals("closed")) {
                throw new IllegalArgumentException();
              }
              return text.equals("closed");
            },
            "open or closed")
        .orElse(false);
  }

  private List<Alert> open(AlertView seen, Query query, int limit) {
    return query
        .value("after", Long::valueOf, Cursor.RULE)
        .map(last -> alerts.openBefore(seen, last, limit))
        .orElseGet(() -> alerts.open(seen, limit));
  }

  private void resolve(Context context) throws IOException {
    Query.none(context);
    resolve(context, alerts);
    context.status(204);
  }

  /** Closes the alert that the address names, with what the request says came of it. */
  static void resolve(Context context, Alerts alerts) throws IOException {
    WorkFields fields =
        Access.isApi(context)
            ? WorkFields.of(context, "by", "outcome", "text")
            : WorkFields.of(context, "outcome", "text");
    String by = SignerName.of(context, fields.text("by", 100));
    long id;
    try {
      id = Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException e) {
      throw Query.missing();
    }
    AlertView closable = OpenAlerts.closable(Caller.of(context));
    Alert open = alerts.find(closable, id).orElseThrow(AlertsApi::missing);
    AlertOutcome outcome = outcome(fields);
    String text = text(fields, outcome);
    Trail.of(context)
        .doing(
            Action.ALERT_CLOSED,
            () -> {
              if (!alerts.resolve(closable, id, by, outcome, text)) {
                throw missing();
              }
              return open;
            },
            alert -> Seen.closed(alert, outcome));
  }

  private static ProblemException missing() {
    return new ProblemException(ProblemKind.NOT_FOUND, "there is no open alert with this number");
  }

  private static AlertOutcome outcome(WorkFields fields) {
    return fields
        .text("outcome", WorkAct.LINE)
        .flatMap(AlertOutcome::of)
        .orElseThrow(
            () ->
                WorkFields.wrong(
                    "outcome",
                    "must be one of "
                        + Arrays.stream(AlertOutcome.values())
                            .map(AlertOutcome::text)
                            .collect(Collectors.joining(", ")),
                    "say what came of it"));
  }

  private static String text(WorkFields fields, AlertOutcome outcome) {
    return outcome.toldHow()
        ? fields
            .text("text", WorkAct.TEXT)
            .orElseThrow(
                () ->
                    WorkFields.wrong(
                        "text",
                        outcome == AlertOutcome.OTHER_ROUTE
                            ? "missing: which route, when and by whom"
                            : "missing: why it is not needed",
                        "say it"))
        : fields.text("text", WorkAct.TEXT).orElse("");
  }
}
