package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.DueTimes;
import gpcm.node.working.Named;
import gpcm.node.working.SettingSection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Pages for administrators: what there is to set, and the teams of their organisation. */
final class SettingsPages {
  private static final String TEAMS = "/settings/teams";
  private static final List<String> FIELDS = List.of("name", "members");

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
                this::teams,
                fields -> {
                  NewTeam team = NewTeam.of(fields);
                  return order -> served.teams().make(order, team.name(), team.members());
                }));
    routes.post(
        "/settings/teams/{id}",
        context ->
            change(
                context,
                this::changed,
                fields -> {
                  UUID id = team(context);
                  NewTeam team = NewTeam.of(fields);
                  return order -> served.teams().change(order, id, team.name(), team.members());
                }));
    routes.post(
        "/settings/teams/{id}/end",
        context ->
            change(
                context,
                this::teams,
                fields -> order -> served.teams().end(order, Query.id(context))));
    routes.post("/settings/due-times", this::setDueTimes);
  }

  /** What a team is to be. */
  private record NewTeam(String name, Set<UUID> members) {
    static NewTeam of(WorkFields fields) {
      WrongFields wrong = new WrongFields();
      Supplier<String> name = wrong.read(() -> TeamsApi.name(fields));
      Supplier<Set<UUID>> members = wrong.read(() -> TeamsApi.members(fields));
      wrong.refuse();
      return new NewTeam(name.get(), members.get());
    }
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

  /** Each team has a form of its own, whose fields have the team's id after their names. */
  private void changed(
      Context context, Map<String, List<String>> given, Map<String, String> errors) {
    teams(context, of(Query.id(context), given), of(Query.id(context), errors));
  }

  private static <T> Map<String, T> of(UUID team, Map<String, T> fields) {
    Map<String, T> renamed = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> renamed.put(FIELDS.contains(name) ? name + "-" + team : name, value));
    return renamed;
  }

  private void change(Context context, SettingsSection.Page again, SettingsSection.Change change)
      throws IOException {
    teams.change(context, TEAMS, again, change, FIELDS.toArray(String[]::new));
  }

  private void setDueTimes(Context context) throws IOException {
    dueTimes.change(
        context,
        TEAMS,
        this::teams,
        fields -> {
          WrongFields wrong = new WrongFields();
          Supplier<Integer> action = wrong.read(() -> TeamsApi.days(fields, "for-action"));
          Supplier<Integer> information =
              wrong.read(() -> TeamsApi.days(fields, "for-information"));
          wrong.refuse();
          return order ->
              served.teams().setDue(order, new DueTimes(action.get(), information.get()));
        },
        "for-action",
        "for-information");
  }
}
