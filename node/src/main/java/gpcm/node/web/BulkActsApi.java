package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.bulk.BulkAct;
import gpcm.node.bulk.BulkActs;
import gpcm.node.bulk.BulkLine;
import gpcm.node.bulk.BulkOutcome;
import gpcm.node.confirming.Confirmation;
import gpcm.node.store.Keyset;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/documents/bulk}: the same done with all documents of a list. */
final class BulkActsApi {
  private static final String PLACE = "/api/v1/documents/bulk";
  private static final int COUNTS = 100;

  private final BulkActing acting;
  private final BulkActs acts;

  BulkActsApi(Served served, Access access) {
    this.acting = new BulkActing(served, access);
    this.acts = served.bulkActs();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::list);
    routes.post(PLACE, this::draft);
    Gets.add(routes, PLACE + "/{id}", this::show);
    routes.post(PLACE + "/{id}/start", this::start);
    routes.post(PLACE + "/{id}/ask", this::ask);
    routes.post(PLACE + "/{id}/stop", this::stop);
  }

  private void list(Context context) {
    Query query = new Query(context, "limit", "after", "before");
    int limit = query.number("limit", 1, 1000, 100);
    Caller caller = Caller.of(context);
    Listing<BulkAct> listing =
        Listing.of(
            context,
            query,
            limit,
            slice -> acting.list(caller, slice),
            act -> new Keyset(act.draftedAt(), act.id()));
    Trail.of(context).shown(Seen.count(context, listing.rows().size()));
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("acts");
    listing.rows().forEach(act -> list.add(json(act)));
    json.put("limit", limit);
    listing.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  private void draft(Context context) throws IOException {
    BulkAct act = acting.draft(context);
    context.status(201);
    context.header("Location", PLACE + "/" + act.id());
    ApiJson.answer(context, counted(act));
  }

  private ObjectNode counted(BulkAct act) {
    ObjectNode json = json(act);
    ArrayNode counts = json.putArray("counts");
    acts.counts(act, COUNTS)
        .forEach(
            each ->
                counts
                    .addObject()
                    .put("state", each.state())
                    .put("recipient", each.recipient())
                    .put("count", each.count()));
    return json;
  }

  private void show(Context context) {
    Query query = new Query(context, "from", "limit");
    int from = query.number("from", 1, BulkAct.MOST, 1);
    int limit = query.number("limit", 1, 1000, 100);
    BulkAct act = acting.find(context);
    List<BulkLine> lines = acts.lines(act, from, limit);
    Trail.of(context).shown(BulkActing.lines(lines.stream().map(BulkLine::document).toList()));
    ObjectNode json = counted(act);
    ObjectNode outcomes = json.putObject("outcomes");
    for (Map.Entry<BulkOutcome, Integer> each : acts.outcomes(act).entrySet()) {
      outcomes.put(each.getKey().text(), each.getValue());
    }
    ArrayNode documents = json.putArray("documents");
    lines.forEach(line -> documents.add(json(line)));
    if (lines.size() == limit && lines.getLast().position() < act.items()) {
      json.put(
          "next",
          PLACE + "/" + act.id() + "?from=" + (lines.getLast().position() + 1) + "&limit=" + limit);
    }
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(BulkLine line) {
    ObjectNode json =
        ApiJson.object()
            .put("position", line.position())
            .put("id", line.document().toString())
            .put("stateThen", line.state());
    line.outcome()
        .ifPresent(outcome -> json.put("outcome", outcome.text()).put("detail", outcome.words()));
    line.at().ifPresent(at -> json.put("at", at.toString()));
    return json;
  }

  private static ObjectNode json(BulkAct act) {
    ObjectNode json =
        ApiJson.object()
            .put("id", act.id().toString())
            .put("act", act.kind().text())
            .put("list", act.query())
            .put("state", act.state().text())
            .put("countedBy", act.by().name())
            .put("countedAt", act.draftedAt().toString())
            .put("items", act.items())
            .put("others", act.others())
            .put("done", act.done())
            .put("leftOut", act.leftOut());
    act.started()
        .ifPresent(
            started -> {
              json.put("by", started.by())
                  .put("reason", started.reason())
                  .put("startedAt", started.at().toString());
              started.confirmation().ifPresent(id -> json.put("confirmation", id.toString()));
            });
    act.ended()
        .ifPresent(
            ended -> {
              json.put("endedAt", ended.at().toString());
              ended.stoppedBy().ifPresent(by -> json.put("stoppedBy", by));
            });
    return json;
  }

  private void start(Context context) throws IOException {
    BulkAct act = acting.start(context);
    context.status(202);
    ApiJson.answer(context, json(act));
  }

  private void ask(Context context) throws IOException {
    Confirmation asked = acting.ask(context);
    context.status(202);
    context.header("Location", "/api/v1/confirmations/" + asked.id());
    ApiJson.answer(context, json(acting.find(context)));
  }

  private void stop(Context context) throws IOException {
    ApiJson.answer(context, json(acting.stop(context)));
  }
}
