package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertGroup;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.Alerts;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.notifying.Notice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** {@code /api/v1/alerts}: what a person must know, and that a person has dealt with it. */
final class AlertsApi {
  private final Alerts alerts;
  private final AlertChannels channels;
  private final AlertActs acts;

  AlertsApi(Served served) {
    this.alerts = served.alerts();
    this.channels = served.channels();
    this.acts = new AlertActs(alerts);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/alerts", this::list);
    Gets.add(routes, "/api/v1/alerts/{id}", this::one);
    routes.post("/api/v1/alerts/{id}/resolution", context -> done(context, acts::close));
    routes.post("/api/v1/alerts/{id}/take", context -> done(context, acts::take));
    routes.post("/api/v1/alerts/{id}/give-back", context -> done(context, acts::giveBack));
    routes.post("/api/v1/alerts/{id}/comment", context -> done(context, acts::comment));
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

  private void one(Context context) {
    Query.none(context);
    Alert alert = acts.seen(context);
    AlertView seen = OpenAlerts.seen(Caller.of(context));
    String cause = alerts.causeOf(alert.organisation(), alert.id());
    Trail.of(context).shown(Seen.alerts(context, List.of(alert)));
    ObjectNode json = ApiJson.alert(alert);
    alerts.groups().find(seen, cause).ifPresent(group -> json.set("problem", json(group)));
    ArrayNode done = json.putArray("done");
    alerts
        .groups()
        .events(seen, cause)
        .forEach(
            event ->
                done.addObject()
                    .put("at", event.at().toString())
                    .put("by", event.who())
                    .put("words", event.words())
                    .put("said", event.said()));
    ArrayNode notices = json.putArray("notices");
    channels.notices(alert.organisation(), cause, 100).forEach(one -> notices.add(json(one)));
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(AlertGroup group) {
    ObjectNode json =
        ApiJson.object()
            .put("title", group.first().cause())
            .put("first", group.first().id())
            .put("alerts", group.alerts())
            .put("state", group.state().text())
            .put("taken", group.handling().taken());
    ArrayNode names = json.putArray("takenBy");
    group.handling().names().stream().sorted().forEach(names::add);
    group.escalatesAt().ifPresent(at -> json.put("escalatesAt", at.toString()));
    group.escalatedAt().ifPresent(at -> json.put("escalatedAt", at.toString()));
    return json;
  }

  private static ObjectNode json(Notice notice) {
    ObjectNode json =
        ApiJson.object()
            .put("id", notice.id().toString())
            .put("channel", notice.channelName())
            .put("kind", notice.kind().text())
            .put("state", notice.state().text())
            .put("madeAt", notice.madeAt().toString());
    notice.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    notice.trouble().ifPresent(trouble -> json.put("trouble", trouble));
    return json;
  }

  private interface Doing {
    void with(Context context) throws IOException;
  }

  private static void done(Context context, Doing doing) throws IOException {
    Query.none(context);
    doing.with(context);
    context.status(204);
  }
}
