package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.checking.CheckRun;
import gpcm.node.checking.Checks;
import gpcm.node.people.Extent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code /api/v1/system}: how the system stands, what it was told, what checks come to, and all of
 * that for whoever is asked for help; {@code /api/v1/mailboxes}: what whoever runs it does to a
 * mailbox.
 */
final class SystemApi {
  private final Served served;

  SystemApi(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/system", this::show);
    Gets.add(routes, "/api/v1/system/configuration", this::configuration);
    Gets.add(routes, "/api/v1/system/checks", this::checks);
    routes.post("/api/v1/system/checks", this::check);
    Gets.add(routes, "/api/v1/system/support", this::support);
    for (SystemAct act : SystemAct.values()) {
      routes.post("/api/v1/mailboxes/{mailbox}/" + act.path(), context -> act(context, act));
    }
  }

  private void act(Context context, SystemAct act) throws IOException {
    act.on(context, served.desk());
    context.status(204);
  }

  private Extent extent(Context context) {
    return served.desk().extent(Caller.of(context).organisation());
  }

  /** How far back somebody wants to look: a day, where they do not say. */
  static Stretch stretch(Query query) {
    return query.value("of", Stretch::of, "day or week").orElse(Stretch.DAY);
  }

  private void show(Context context) {
    Stretch stretch = stretch(new Query(context, "of"));
    Instant from = stretch.slots(served.clock().instant()).getFirst().from();
    ObjectNode json =
        SystemJson.system(served, extent(context), Caller.of(context).organisation(), from);
    Trail.of(context).shown(Seen.count(context, json.path("mailboxes").size()));
    ApiJson.answer(context, json);
  }

  private void configuration(Context context) {
    Query.none(context);
    ObjectNode json = SystemJson.configuration(served, extent(context));
    Trail.of(context)
        .shown(
            entry ->
                Seen.count(context, json.path("settings").size()).apply(entry).forOperations());
    ApiJson.answer(context, json);
  }

  private void checks(Context context) {
    Query.none(context);
    Extent extent = extent(context);
    Optional<CheckRun> newest = served.desk().own().checks().newest(extent);
    Trail.of(context)
        .shown(
            entry ->
                Seen.count(context, newest.map(run -> run.results().size()).orElse(0))
                    .apply(entry)
                    .forOperations());
    ApiJson.answer(
        context, SystemJson.checks(served.desk(), extent, Caller.of(context).organisation()));
  }

  private void check(Context context) throws IOException {
    Query.none(context);
    start(context, served.desk().own().checks());
    context.status(202);
    ApiJson.answer(
        context,
        SystemJson.checks(served.desk(), extent(context), Caller.of(context).organisation()));
  }

  /** Has the checks made, and says so in the audit log. */
  static void start(Context context, Checks checks) throws IOException {
    String organisation = Caller.of(context).organisation();
    String by = SignerName.of(context);
    UUID run =
        Trail.of(context)
            .doing(
                Action.SYSTEM_CHECKED,
                () ->
                    checks
                        .begin(organisation, by)
                        .orElseThrow(
                            () ->
                                new ProblemException(
                                    ProblemKind.NOT_IN_THIS_STATE,
                                    "checks are being made already")),
                begun -> entry -> entry);
    checks.goOn(run);
  }

  private void support(Context context) throws IOException {
    Query.none(context);
    SupportBundle.answer(context, served);
  }
}
