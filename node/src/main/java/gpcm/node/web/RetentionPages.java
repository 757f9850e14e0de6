package gpcm.node.web;

import gpcm.node.web.RetentionFields.Act;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.HoldLifting;
import gpcm.node.working.Keeping;
import gpcm.node.working.KeepingTimes;
import gpcm.node.working.LegalHold;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The page that says how long documents are kept, what may not be deleted, and what was. */
final class RetentionPages {
  private static final String PAGE = "/settings/retention";

  private final Keeping keeping;
  private final HoldLifting lifting;
  private final Map<Act, SettingsSection> sections = new EnumMap<>(Act.class);

  RetentionPages(Served served) {
    this.keeping = served.arrangements().keeping();
    this.lifting = served.arrangements().lifting();
    for (Act act : Act.values()) {
      sections.put(act, new SettingsSection(served, SettingSection.RETENTION, act.action()));
    }
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        PAGE,
        context -> {
          Query.none(context);
          show(context, Map.of(), Map.of());
        });
    routes.post(
        PAGE,
        context ->
            change(
                context,
                Act.TIMES,
                fields -> {
                  KeepingTimes times = RetentionFields.times(fields);
                  return order -> keeping.set(order, times);
                },
                RetentionFields.TIMES));
    routes.post(
        PAGE + "/holds",
        context ->
            change(
                context,
                Act.HOLD,
                fields -> {
                  RetentionFields.Held held = RetentionFields.hold(fields);
                  return order -> keeping.hold(order, held.patient(), held.document());
                },
                RetentionFields.HOLD));
    routes.post(
        PAGE + "/holds/{id}/ask",
        context ->
            change(context, Act.ASK, fields -> order -> lifting.ask(order, Query.id(context))));
    routes.post(
        PAGE + "/holds/{id}/lift",
        context ->
            change(
                context,
                Act.LIFT,
                fields -> order -> RetentionFields.lift(context, lifting, order)));
  }

  private void change(Context context, Act act, SettingsSection.Change change, String... names)
      throws IOException {
    sections.get(act).change(context, PAGE, this::show, change, names);
  }

  private void show(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    sections
        .get(Act.TIMES)
        .show(
            context,
            "settingsRetention.jte",
            () -> {
              List<LegalHold> holds = keeping.holds(organisation);
              return new Content(
                  holds.size(),
                  Map.of(
                      "times",
                      keeping.times(organisation),
                      "holds",
                      holds,
                      "reports",
                      keeping.reports(organisation),
                      "stopped",
                      keeping.stopped()));
            },
            given,
            errors);
  }
}
