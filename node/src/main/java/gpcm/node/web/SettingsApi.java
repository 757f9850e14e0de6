package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.working.Absence;
import gpcm.node.working.Arrangements;
import gpcm.node.working.DueTimes;
import gpcm.node.working.Opening;
import gpcm.node.working.ReviewLevel;
import gpcm.node.working.ReviewTemplate;
import gpcm.node.working.Sampling;
import gpcm.node.working.SettingSection;
import gpcm.node.working.Teams;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /api/v1/settings}: all that an organisation has set about its work. */
final class SettingsApi {
  private final Teams teams;
  private final Arrangements arrangements;
  private final AlertChannels channels;

  SettingsApi(Served served) {
    this.teams = served.teams();
    this.arrangements = served.arrangements();
    this.channels = served.channels();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/settings", this::all);
  }

  private void all(Context context) {
    Query.none(context);
    String organisation = Caller.of(context).organisation();
    // Before what it numbers: what is changed meanwhile is refused to whoever sends it.
    long rulesVersion = arrangements.settings().latest(organisation, SettingSection.RULES);
    ObjectNode json = ApiJson.object();
    ArrayNode list = json.putArray("teams");
    teams.list(organisation).forEach(team -> list.add(WorkJson.of(team)));
    DueTimes due = teams.due(organisation);
    json.putObject("due-times")
        .put("for-action", due.forAction())
        .put("for-information", due.forInformation());
    ArrayNode rules = json.putArray("rules");
    arrangements.rules().list(organisation).forEach(rule -> rules.add(RulesApi.json(rule)));
    json.put("rules-version", rulesVersion);
    arrangements
        .rules()
        .fallback(organisation)
        .ifPresent(team -> json.set("fallback", WorkJson.of(team)));
    ArrayNode templates = json.putArray("review-templates");
    arrangements
        .reviews()
        .list(organisation)
        .forEach(template -> put(templates.addObject(), template));
    ArrayNode absences = json.putArray("absences");
    arrangements
        .absences()
        .list(organisation)
        .forEach(absence -> put(absences.addObject(), absence));
    put(json.putObject("second-looks"), arrangements.secondLooks().setting(organisation));
    json.put("matched-by-two", arrangements.deciding().byTwo(organisation));
    put(json.putObject("opening"), arrangements.deciding().opening(organisation));
    json.set("alerts", AlertChannelsApi.all(channels, organisation));
    Trail.of(context).shown(Seen.count(context, absences.size()));
    ApiJson.answer(context, json);
  }

  private static void put(ObjectNode json, ReviewTemplate template) {
    json.put("id", template.id().toString());
    json.put("name", template.name());
    template.starts().ifPresent(fits -> json.set("starts-with", SettingsFields.json(fits)));
    ArrayNode levels = json.putArray("levels");
    for (ReviewLevel level : template.levels()) {
      ObjectNode one = levels.addObject();
      one.put("whom", level.of().text());
      one.put("of", level.of().words());
      one.put("instruction", level.instruction());
      level.dueHours().ifPresent(hours -> one.put("due-hours", hours));
    }
  }

  private static void put(ObjectNode json, Absence absence) {
    json.put("id", absence.id().toString());
    json.set("person", WorkJson.of(absence.person()));
    json.set("stand-in", WorkJson.of(absence.standIn()));
    json.put("from", absence.first().toString());
    json.put("to", absence.last().toString());
  }

  private static void put(ObjectNode json, Sampling sampling) {
    json.put("percent", sampling.percent());
    sampling.of().ifPresent(of -> json.put("whom", of.text()).put("of", of.words()));
  }

  private static void put(ObjectNode json, Opening opening) {
    ArrayNode hours = json.putArray("hours");
    opening
        .hours()
        .forEach(
            (day, times) ->
                hours
                    .addObject()
                    .put("weekday", day.getValue())
                    .put("opens", times.opens().toString())
                    .put("closes", times.closes().toString()));
    ArrayNode closed = json.putArray("closed-days");
    opening
        .closed()
        .forEach((day, name) -> closed.addObject().put("day", day.toString()).put("name", name));
    json.put("closed-on-bank-holidays", opening.bankHolidays());
  }
}
