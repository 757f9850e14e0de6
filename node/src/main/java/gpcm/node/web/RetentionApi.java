package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.web.RetentionFields.Act;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.DeletionReport;
import gpcm.node.working.HoldLifting;
import gpcm.node.working.Keeping;
import gpcm.node.working.KeepingTimes;
import gpcm.node.working.LegalHold;
import gpcm.node.working.SettingSection;
import gpcm.node.working.Settings;
import gpcm.node.working.Settled;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code /api/v1/retention}: how long documents are kept, and what was deleted; {@code
 * /api/v1/legal-holds}: what may not be.
 */
final class RetentionApi {
  private static final String HOLDS = "/api/v1/legal-holds";

  private final Keeping keeping;
  private final HoldLifting lifting;
  private final Settings settings;

  RetentionApi(Served served) {
    this.keeping = served.arrangements().keeping();
    this.lifting = served.arrangements().lifting();
    this.settings = served.arrangements().settings();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/retention", this::all);
    routes.post("/api/v1/retention", this::set);
    routes.post(HOLDS, this::hold);
    routes.post(
        HOLDS + "/{id}/ask",
        context -> act(context, Act.ASK, order -> lifting.ask(order, Query.id(context))));
    routes.post(
        HOLDS + "/{id}/lift",
        context -> act(context, Act.LIFT, order -> RetentionFields.lift(context, lifting, order)));
  }

  private void all(Context context) {
    Query.none(context);
    String organisation = Caller.of(context).organisation();
    // Before what it numbers: what is changed meanwhile is refused to whoever sends it.
    long version = settings.latest(organisation, SettingSection.RETENTION);
    List<LegalHold> holds = keeping.holds(organisation);
    ObjectNode json = json(keeping.times(organisation));
    json.put("version", version);
    ArrayNode list = json.putArray("holds");
    holds.forEach(hold -> put(list.addObject(), hold));
    ArrayNode reports = json.putArray("reports");
    keeping.reports(organisation).forEach(report -> put(reports.addObject(), report));
    keeping
        .stopped()
        .ifPresent(
            stopped ->
                json.putObject("stopped")
                    .put("since", stopped.since().toString())
                    .put("by", stopped.by())
                    .put("reason", stopped.reason()));
    Trail.of(context).shown(Seen.count(context, holds.size()));
    ApiJson.answer(context, json);
  }

  private static ObjectNode json(KeepingTimes times) {
    return ApiJson.object()
        .put("sent-years", times.sentYears())
        .put("received-years", times.receivedYears())
        .put("content-months", times.contentMonths());
  }

  private static void put(ObjectNode json, LegalHold hold) {
    json.put("id", hold.id().toString());
    hold.patient().ifPresent(number -> json.put("patient", number));
    hold.caseId().ifPresent(id -> json.put("case", id.toString()));
    json.put("reason", hold.reason());
    json.put("set-by", hold.setBy());
    json.put("set-at", hold.setAt().toString());
    hold.asked().ifPresent(name -> json.put("asked-to-lift", name));
  }

  private static void put(ObjectNode json, DeletionReport report) {
    json.put("day", report.day().toString());
    json.put("sent", report.sent());
    json.put("received", report.received());
    json.put("contents", report.contents());
    json.put("failed", report.failed());
  }

  private void set(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = fields(context, RetentionFields.TIMES);
    KeepingTimes times = RetentionFields.times(fields);
    ApiJson.answer(
        context, json(doing(context, Act.TIMES, fields, order -> keeping.set(order, times))));
  }

  private void hold(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = fields(context, RetentionFields.HOLD);
    RetentionFields.Held held = RetentionFields.hold(fields);
    UUID id =
        doing(
            context,
            Act.HOLD,
            fields,
            order -> keeping.hold(order, held.patient(), held.document()));
    context.status(201);
    ApiJson.answer(context, ApiJson.object().put("id", id.toString()));
  }

  private static <T> void act(Context context, Act act, Function<ChangeOrder, Settled<T>> change)
      throws IOException {
    Query.none(context);
    doing(context, act, fields(context), change);
    context.status(204);
  }

  private static WorkFields fields(Context context, String... names) throws IOException {
    return WorkFields.of(
        context, Stream.concat(Stream.of(names), Stream.of("version")).toArray(String[]::new));
  }

  private static <T> T doing(
      Context context, Act act, WorkFields fields, Function<ChangeOrder, Settled<T>> change) {
    return WorkingApi.changing(
        context,
        act.action(),
        fields,
        Asked.of(context).flatMap(Asked::reason).or(() -> fields.text("reason", 500)).orElse(""),
        change);
  }
}
