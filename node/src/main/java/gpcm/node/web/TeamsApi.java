package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.DueTimes;
import gpcm.node.working.Settled;
import gpcm.node.working.Team;
import gpcm.node.working.Teams;
import gpcm.node.working.WorkRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * {@code /api/v1/teams}: the teams of an organisation, and whom documents can be given to; {@code
 * /api/v1/due-times}: within which time they are to be finished.
 */
final class TeamsApi {
  private static final int MOST_MEMBERS = 200;

  private final Teams teams;

  TeamsApi(Teams teams) {
    this.teams = teams;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/teams", this::list);
    routes.post("/api/v1/teams", this::make);
    routes.post("/api/v1/teams/{id}", this::change);
    routes.post("/api/v1/teams/{id}/end", this::end);
    Gets.add(routes, "/api/v1/due-times", this::dueTimes);
    routes.post("/api/v1/due-times", this::setDueTimes);
  }

  private void list(Context context) {
    Query.none(context);
    String organisation = Caller.of(context).organisation();
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("teams");
    teams.list(organisation).forEach(team -> list.add(WorkJson.of(team)));
    json.set("people", WorkJson.of(teams.people(organisation)));
    ApiJson.answer(context, json);
  }

  private void dueTimes(Context context) {
    Query.none(context);
    ApiJson.answer(context, json(teams.due(Caller.of(context).organisation())));
  }

  private void setDueTimes(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "for-action", "for-information");
    try {
      DueTimes times = new DueTimes(days(fields, "for-action"), days(fields, "for-information"));
      Trail.of(context)
          .doing(
              Action.CONFIGURATION_CHANGED,
              () -> teams.setDue(order(context), times),
              set -> entry -> entry.changing(set.before(), set.after()));
      ApiJson.answer(context, json(times));
    } catch (WorkRefused refused) {
      throw WorkingApi.problem(refused);
    }
  }

  static int days(WorkFields fields, String name) {
    return fields
        .digits(name, 4)
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .orElseThrow(
            () -> WorkFields.wrong(name, "must be a whole number of days", "give a number"));
  }

  /** How large a part is, in per cent. */
  static int percent(WorkFields fields) {
    return fields
        .digits("percent", 3)
        .filter(text -> text.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .orElseThrow(() -> WorkFields.wrong("percent", "must be a whole number", "give 0 to 100"));
  }

  private static ChangeOrder order(Context context) {
    return new ChangeOrder(
        WorkingApi.doer(context),
        Asked.of(context).flatMap(Asked::reason).orElse(""),
        OptionalLong.empty());
  }

  private static ObjectNode json(DueTimes times) {
    return ApiJson.object()
        .put("for-action", times.forAction())
        .put("for-information", times.forInformation());
  }

  private void make(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "name", "members");
    String name = name(fields);
    Set<UUID> members = members(fields);
    Team team = doing(context, () -> teams.make(order(context), name, members));
    context.status(201);
    ApiJson.answer(context, WorkJson.of(team));
  }

  private void change(Context context) throws IOException {
    Query.none(context);
    UUID id = Query.id(context);
    WorkFields fields = WorkFields.of(context, "name", "members");
    String name = name(fields);
    Set<UUID> members = members(fields);
    ApiJson.answer(
        context,
        WorkJson.of(doing(context, () -> teams.change(order(context), id, name, members))));
  }

  static Set<UUID> members(WorkFields fields) {
    return new LinkedHashSet<>(fields.ids("members", MOST_MEMBERS));
  }

  static String name(WorkFields fields) {
    String name = fields.needed("name", 60);
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw WorkFields.wrong("name", "must be one line", "correct it");
    }
    return name;
  }

  private static Team doing(Context context, Supplier<Settled<Team>> thing) {
    try {
      return Trail.of(context)
          .doing(
              Action.TEAM_CHANGED,
              thing,
              settled -> entry -> entry.changing(settled.before(), settled.after()))
          .value();
    } catch (WorkRefused refused) {
      throw WorkingApi.problem(refused);
    }
  }

  private void end(Context context) {
    Query.none(context);
    UUID id = Query.id(context);
    doing(context, () -> teams.end(order(context), id));
    context.status(204);
  }
}
