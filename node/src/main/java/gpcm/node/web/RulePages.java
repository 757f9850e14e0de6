package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.web.SettingsSection.Content;
import gpcm.node.working.AssignmentRule;
import gpcm.node.working.AssignmentRules;
import gpcm.node.working.Fits;
import gpcm.node.working.SettingSection;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/** Pages for administrators: by which rules documents go to whom. */
final class RulePages {
  private static final String RULES = "/settings/rules";
  private static final int SHOWN = 50;
  private static final String[] FIELDS = {
    "name",
    "type-code",
    "sender",
    "use-case",
    "action",
    "confidential",
    "urgent",
    "whom",
    "due",
    "due-unit",
    "mark"
  };

  private final Served served;
  private final AssignmentRules rules;
  private final SettingsSection section;

  RulePages(Served served) {
    this.served = served;
    this.rules = served.arrangements().rules();
    this.section = new SettingsSection(served, SettingSection.RULES, Action.CONFIGURATION_CHANGED);
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        RULES,
        context -> {
          Query.none(context);
          list(context, Map.of(), Map.of());
        });
    Gets.add(
        routes,
        RULES + "/new",
        context -> {
          Query.none(context);
          fresh(context, Map.of(), Map.of());
        });
    Gets.add(
        routes,
        RULES + "/{id}",
        context -> {
          Query.none(context);
          one(context, Map.of(), Map.of());
        });
    Gets.add(routes, RULES + "/{id}/test", this::test);
    routes.post(
        RULES,
        context ->
            section.change(
                context,
                RULES,
                this::fresh,
                fields -> {
                  AssignmentRules.Draft draft = draft(fields);
                  return order -> rules.add(order, draft);
                },
                FIELDS));
    routes.post(
        RULES + "/{id}",
        context ->
            section.change(
                context,
                RULES,
                this::one,
                fields -> {
                  UUID id = Query.id(context);
                  AssignmentRules.Draft draft = draft(fields);
                  return order -> rules.change(order, id, draft);
                },
                FIELDS));
    routes.post(
        RULES + "/{id}/end",
        context ->
            section.change(
                context,
                RULES,
                this::one,
                fields -> order -> rules.remove(order, Query.id(context))));
    routes.post(RULES + "/{id}/earlier", context -> move(context, true));
    routes.post(RULES + "/{id}/later", context -> move(context, false));
    routes.post(
        "/settings/fallback",
        context ->
            section.change(
                context,
                RULES,
                this::list,
                fields -> {
                  UUID team = fields.neededId("team");
                  return order -> rules.setFallback(order, team);
                },
                "team"));
  }

  private static AssignmentRules.Draft draft(WorkFields fields) {
    return draft(fields, () -> SettingsFields.hours(fields, "due", "due-unit"));
  }

  /**
   * What a rule is to be.
   *
   * @param hours within which a document is due, as the form or the API has them
   */
  static AssignmentRules.Draft draft(WorkFields fields, Supplier<OptionalInt> hours) {
    WrongFields wrong = new WrongFields();
    Supplier<String> name = wrong.read(() -> SettingsFields.line(fields, "name", 60));
    Supplier<Fits> fits = wrong.read(() -> SettingsFields.fits(fields));
    Supplier<String> whom = wrong.read(() -> fields.needed("whom", 50));
    Supplier<OptionalInt> due = wrong.read(hours);
    Supplier<Boolean> mark = wrong.read(() -> fields.flag("mark").orElse(false));
    wrong.refuse();
    return new AssignmentRules.Draft(name.get(), fits.get(), whom.get(), due.get(), mark.get());
  }

  private void move(Context context, boolean earlier) throws IOException {
    section.change(
        context,
        RULES,
        this::list,
        fields -> order -> rules.move(order, Query.id(context), earlier));
  }

  private void list(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    String organisation = Caller.of(context).organisation();
    section.show(
        context,
        "settingsRules.jte",
        () -> {
          List<AssignmentRule> all = rules.list(organisation);
          return new Content(
              all.size(), Map.of("rules", all, "fallback", rules.fallback(organisation)));
        },
        given,
        errors);
  }

  private void fresh(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    section.show(
        context,
        "settingsRule.jte",
        () -> new Content(0, Map.of("rule", Optional.empty())),
        given,
        errors);
  }

  private void one(Context context, Map<String, List<String>> given, Map<String, String> errors) {
    section.show(
        context,
        "settingsRule.jte",
        () -> new Content(1, Map.of("rule", Optional.of(rule(context)))),
        given,
        errors);
  }

  private AssignmentRule rule(Context context) {
    UUID id = Query.id(context);
    return rules.list(Caller.of(context).organisation()).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(Query::missing);
  }

  /** Who may see documents is shown which; others are told how many. */
  private void test(Context context) {
    Query.none(context);
    Caller caller = Caller.of(context);
    AssignmentRule rule = rule(context);
    AssignmentRules.Tried tried =
        rules.tryOut(
            caller.organisation(),
            rule,
            caller.freely(Permission.OPEN_CONFIDENTIAL, false),
            caller.opensRestricted(),
            SHOWN);
    boolean sees = caller.freely(Permission.SEE_WORKLIST, false);
    Viewer viewer =
        new Viewer(
            caller.organisation(),
            caller.person().map(person -> person.acting().person()),
            caller.freely(Permission.OPEN_CONFIDENTIAL, false),
            caller.opensRestricted());
    List<WorkRow> rows =
        sees
            ? tried.documents().stream()
                .flatMap(id -> served.lists().find(viewer, id).stream())
                .toList()
            : List.of();
    Trail.of(context).shown(Seen.rows(rows));
    Pages.render(
        context,
        "settingsRuleTest.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "rule",
            rule,
            "tried",
            tried,
            "sees",
            sees,
            "rows",
            rows));
  }
}
