package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.DueTimes;
import gpcm.node.working.Named;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pages for administrators: what there is to set, and the teams of their organisation. */
final class SettingsPages {
  private static final String TEAMS = "/settings/teams";

  private final Served served;
  private final SettingsSection teams;
  private final SettingsSection dueTimes;

  SettingsPages(Served served) {
    this.served = served;
    this.teams = new SettingsSection(served, SettingSection.TEAMS, Action.TEAM_CHANGED);
    this.dueTimes = new SettingsSection(served, SettingSection.TEAMS, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/settings", this::index);
    Gets.add(
        routes,
        TEAMS,
        context -> {
          Query.none(context);
          teams(context, Map.of(), Map.of());
        });
    routes.post(
        TEAMS,
        context ->
            change(
                context,
                (order, fields) ->
                    served.teams().make(order, TeamsApi.name(fields), TeamsApi.members(fields))));
    routes.post(
        "/settings/teams/{id}",
        context ->
            change(
                context,
                (order, fields) ->
                    served
                        .teams()
                        .change(
                            order,
                            team(context),
                            TeamsApi.name(fields),
                            TeamsApi.members(fields))));
    routes.post(
        "/settings/teams/{id}/end",
        context ->
            change(context, (order, fields) -> served.teams().end(order, Query.id(context))));
    routes.post("/settings/due-times", this::setDueTimes);
  }

  /** Whatever else is wrong, what is not there is not there. */
  private UUID team(Context context) {
    return served
        .teams()
        .team(Caller.of(context).organisation(), Query.id(context))
        .map(Named::id)
        .orElseThrow(Query::missing);
  }

  private void index(Context context) {
    Query.none(context);
    String organisation = Caller.of(context).organisation();
    Trail.of(context).shown(Seen.count(context, 0));
    Pages.render(
        context,
        "settings.jte",
        Map.ofEntries(
            Map.entry("frame", Frame.of(context, served)),
            Map.entry("teams", served.teams().list(organisation).size()),
            Map.entry("rules", served.arrangements().rules().list(organisation).size()),
            Map.entry("fallback", served.arrangements().rules().fallback(organisation)),
            Map.entry("reviews", served.arrangements().reviews().list(organisation).size()),
            Map.entry("absences", served.arrangements().absences().list(organisation)),
            Map.entry("today", served.arrangements().absences().today()),
            Map.entry("sampling", served.arrangements().secondLooks().setting(organisation)),
            Map.entry("byTwo", served.arrangements().deciding().byTwo(organisation)),
            Map.entry("channels", served.channels().list(organisation).size()),
            Map.entry("holds", served.arrangements().keeping().holds(organisation).size())));
  }

  private void teams(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    teams.show(
        context,
        "settingsTeams.jte",
        () ->
            new Content(
                served.teams().list(organisation).size(),
                Map.of("due", served.teams().due(organisation))),
        given,
        errors);
  }

  private void change(Context context, SettingsSection.Change change) throws IOException {
    teams.change(context, TEAMS, this::teams, change, "name", "members");
  }

  private void setDueTimes(Context context) throws IOException {
    dueTimes.change(
        context,
        TEAMS,
        this::teams,
        (order, fields) ->
            served
                .teams()
                .setDue(
                    order,
                    new DueTimes(
                        TeamsApi.days(fields, "for-action"),
                        TeamsApi.days(fields, "for-information"))),
        "for-action",
        "for-information");
  }
}
