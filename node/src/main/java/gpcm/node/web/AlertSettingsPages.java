package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.notifying.AlertChannel;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.notifying.AlertDeadlines;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Pages for administrators: whom the alerts of their organisation reach, and when. */
final class AlertSettingsPages {
  private static final String ALERTS = "/settings/alerts";
  private static final int NOTICES = 20;

  private final AlertChannels channels;
  private final SettingsSection section;

  AlertSettingsPages(Served served) {
    this.channels = served.channels();
    this.section = new SettingsSection(served, SettingSection.ALERTS, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        ALERTS,
        context -> {
          Query.none(context);
          show(context, Map.of(), Map.of());
        });
    routes.post(
        ALERTS,
        context ->
            change(
                context,
                fields -> {
                  AlertChannel.Draft draft = AlertChannelFields.channel(fields);
                  return order -> channels.add(order, draft);
                },
                AlertChannelFields.CHANNEL));
    routes.post(
        ALERTS + "/{id}/end",
        context -> change(context, fields -> order -> channels.end(order, Query.id(context))));
    routes.post(
        ALERTS + "/{id}/test",
        context -> change(context, fields -> order -> channels.test(order, Query.id(context))));
    routes.post(
        "/settings/alert-deadlines",
        context ->
            change(
                context,
                fields -> {
                  AlertDeadlines deadlines = AlertChannelFields.deadlines(fields);
                  return order -> channels.set(order, deadlines);
                },
                AlertChannelFields.DEADLINES));
  }

  private void change(Context context, SettingsSection.Change change, String... names)
      throws IOException {
    section.change(context, ALERTS, this::show, change, names);
  }

  private void show(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    section.show(
        context,
        "settingsAlerts.jte",
        () -> {
          List<AlertChannel> all = channels.list(organisation);
          return new Content(
              all.size(),
              Map.of(
                  "channels",
                  all,
                  "webhook",
                  channels.hasWebhook(organisation),
                  "deadlines",
                  channels.deadlines(organisation),
                  "notices",
                  channels.notices(organisation, NOTICES)));
        },
        given,
        errors);
  }
}
