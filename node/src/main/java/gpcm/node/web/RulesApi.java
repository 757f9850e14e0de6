package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.working.AssignmentRule;
import gpcm.node.working.AssignmentRules;
import gpcm.node.working.Named;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.UUID;

/**
 * {@code /api/v1/rules}: by which rules documents go to whom; {@code /api/v1/fallback-team}: who
 * has what no rule is for. {@code /api/v1/settings} lists them.
 */
final class RulesApi {
  private static final String RULES = "/api/v1/rules";
  private static final String[] FIELDS = {
    "name",
    "type-code",
    "sender",
    "use-case",
    "action",
    "confidential",
    "urgent",
    "whom",
    "due-hours",
    "mark",
    "version"
  };

  private final AssignmentRules rules;

  RulesApi(Served served) {
    this.rules = served.arrangements().rules();
  }

  void add(RoutesConfig routes) {
    routes.post(RULES, this::make);
    routes.post(RULES + "/{id}", this::change);
    routes.post(RULES + "/{id}/end", context -> end(context, Query.id(context)));
    routes.post(RULES + "/{id}/earlier", context -> move(context, Query.id(context), true));
    routes.post(RULES + "/{id}/later", context -> move(context, Query.id(context), false));
    routes.post("/api/v1/fallback-team", this::setFallback);
  }

  /** A rule by the names that it is set by. */
  static ObjectNode json(AssignmentRule rule) {
    ObjectNode json = ApiJson.object().put("id", rule.id().toString()).put("name", rule.name());
    json.setAll(SettingsFields.json(rule.fits()));
    json.put("whom", rule.to().text()).put("of", rule.to().words());
    rule.dueHours().ifPresent(hours -> json.put("due-hours", hours));
    return json.put("mark", rule.urgent());
  }

  private void make(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, FIELDS);
    AssignmentRules.Draft draft = draft(fields);
    AssignmentRule rule = WorkingApi.changing(context, fields, order -> rules.add(order, draft));
    context.status(201);
    ApiJson.answer(context, json(rule));
  }

  private void change(Context context) throws IOException {
    Query.none(context);
    UUID id = Query.id(context);
    WorkFields fields = WorkFields.of(context, FIELDS);
    AssignmentRules.Draft draft = draft(fields);
    ApiJson.answer(
        context,
        json(WorkingApi.changing(context, fields, order -> rules.change(order, id, draft))));
  }

  private static AssignmentRules.Draft draft(WorkFields fields) {
    return RulePages.draft(fields, () -> SettingsFields.hours(fields, "due-hours"));
  }

  private void end(Context context, UUID id) throws IOException {
    Query.none(context);
    WorkingApi.changing(
        context, WorkFields.of(context, "version"), order -> rules.remove(order, id));
    context.status(204);
  }

  private void move(Context context, UUID id, boolean earlier) throws IOException {
    Query.none(context);
    WorkingApi.changing(
        context, WorkFields.of(context, "version"), order -> rules.move(order, id, earlier));
    context.status(204);
  }

  private void setFallback(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, "team", "version");
    UUID team = fields.neededId("team");
    Named set = WorkingApi.changing(context, fields, order -> rules.setFallback(order, team));
    ApiJson.answer(context, WorkJson.of(set));
  }
}
