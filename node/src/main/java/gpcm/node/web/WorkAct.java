package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.working.Named;
import gpcm.node.working.Outcome;
import gpcm.node.working.ReviewTemplate;
import gpcm.node.working.ReviewTemplates;
import gpcm.node.working.Teams;
import gpcm.node.working.WorkFact;
import gpcm.node.working.WorkFact.TaskAdded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What can be done with a received document: by which address, permission and fields. */
enum WorkAct {
  TAKE("take", Permission.ASSIGN_TASK, Action.TAKEN),
  GIVE_BACK("give-back", Permission.ASSIGN_TASK, Action.GIVEN_BACK),
  ASSIGN("assign", Permission.ASSIGN_TASK, Action.ASSIGNED, "person", "team"),
  NOTE("note", Permission.NOTE, Action.NOTED, "text", "corrects"),
  TASK("task", Permission.ASSIGN_TASK, Action.TASK_ADDED, "what", "person", "team", "due"),
  TASK_DONE("task-done", Permission.COMPLETE_TASK, Action.TASK_DONE, "task"),
  REVIEW("review", Permission.ASSIGN_TASK, Action.REVIEW_ASKED, "person", "team", "instruction"),
  REVIEW_TEMPLATE("review-template", Permission.ASSIGN_TASK, Action.REVIEW_ASKED, "template"),
  REVIEW_RESULT("review-result", Permission.REVIEW, Action.REVIEWED, "review", "result"),
  WAIT("wait", Permission.ASSIGN_TASK, Action.MADE_TO_WAIT, "until", "why"),
  COMPLETE("complete", Permission.COMPLETE_TASK, Action.COMPLETED, "outcome", "what"),
  REOPEN("reopen", Permission.REOPEN_TASK, Action.REOPENED, "why"),
  TELL_SENDER("tell-sender", Permission.NOTE, Action.SENDER_TOLD, "how", "told", "at", "what"),
  URGENT("urgent", Permission.ASSIGN_TASK, Action.URGENCY_CHANGED, "urgent");

  static final int LINE = 200;
  static final int TEXT = 1000;
  static final int NOTE_TEXT = 4000;

  private final String path;
  private final Permission permission;
  private final Action action;

  /** With a space between them. */
  private final String fields;

  WorkAct(String path, Permission permission, Action action, String... fields) {
    this.path = path;
    this.permission = permission;
    this.action = action;
    this.fields = String.join(" ", fields);
  }

  /** The last part of its address. */
  String path() {
    return path;
  }

  Permission permission() {
    return permission;
  }

  Action action() {
    return action;
  }

  /** The fields that it takes, with the version. */
  String[] fields() {
    return (fields + " version").strip().split(" ", -1);
  }

  /**
   * What is done, of what was said.
   *
   * @param templates those of reviews that can be begun
   * @param id of what comes into being by it
   */
  WorkFact fact(
      WorkFields fields,
      Teams teams,
      ReviewTemplates templates,
      String organisation,
      UUID id,
      Instant now) {
    return switch (this) {
      case TAKE -> new WorkFact.Taken();
      case GIVE_BACK -> new WorkFact.GivenBack();
      case ASSIGN -> assigned(fields, teams, organisation);
      case NOTE -> new WorkFact.Noted(id, fields.needed("text", NOTE_TEXT), fields.id("corrects"));
      case TASK -> task(fields, teams, organisation, id);
      case TASK_DONE -> new WorkFact.TaskDone(fields.neededId("task"));
      case REVIEW -> {
        oneAtMost(fields);
        yield new WorkFact.ReviewAsked(
            id,
            person(fields, teams, organisation),
            team(fields, teams, organisation),
            fields.needed("instruction", TEXT));
      }
      case REVIEW_TEMPLATE ->
          new WorkFact.ReviewsBegun(id, template(fields, templates, organisation));
      case REVIEW_RESULT ->
          new WorkFact.ReviewGiven(fields.neededId("review"), fields.needed("result", TEXT));
      case WAIT ->
          new WorkFact.WaitsUntil(
              fields
                  .date("until")
                  .orElseThrow(
                      () -> WorkFields.wrong("until", "missing: must be a day", "give it")),
              fields.needed("why", LINE));
      case COMPLETE ->
          new WorkFact.Completed(outcome(fields), fields.text("what", TEXT).orElse(""));
      case REOPEN -> new WorkFact.Reopened(fields.needed("why", LINE));
      case TELL_SENDER -> told(fields, id, now);
      case URGENT ->
          new WorkFact.Urgent(
              fields
                  .flag("urgent")
                  .orElseThrow(
                      () -> WorkFields.wrong("urgent", "must be true or false", "give it")));
    };
  }

  private static WorkFact assigned(WorkFields fields, Teams teams, String organisation) {
    oneAtMost(fields);
    Optional<Named> team = team(fields, teams, organisation);
    if (team.isPresent()) {
      return new WorkFact.AssignedToTeam(team.get());
    }
    return new WorkFact.AssignedToPerson(
        person(fields, teams, organisation)
            .orElseThrow(
                () -> WorkFields.wrong("person", "missing: must be an id", "name one, or a team")));
  }

  private static TaskAdded task(WorkFields fields, Teams teams, String organisation, UUID id) {
    oneAtMost(fields);
    return new TaskAdded(
        id,
        fields.needed("what", LINE),
        person(fields, teams, organisation),
        team(fields, teams, organisation),
        fields.date("due"));
  }

  private static void oneAtMost(WorkFields fields) {
    if (fields.has("person") && fields.has("team")) {
      throw WorkFields.wrong("team", "given with 'person' as well", "give one of them");
    }
  }

  private static Optional<Named> person(WorkFields fields, Teams teams, String organisation) {
    return fields
        .id("person")
        .map(
            id ->
                teams
                    .person(organisation, id)
                    .orElseThrow(
                        () ->
                            WorkFields.wrong(
                                "person",
                                "must be somebody of this organisation",
                                "take their id from the list of people")));
  }

  private static Optional<Named> team(WorkFields fields, Teams teams, String organisation) {
    return fields
        .id("team")
        .map(
            id ->
                teams
                    .team(organisation, id)
                    .orElseThrow(
                        () ->
                            WorkFields.wrong(
                                "team",
                                "must be a team of this organisation",
                                "take its id from the list of teams")));
  }

  private static ReviewTemplate template(
      WorkFields fields, ReviewTemplates templates, String organisation) {
    return templates
        .find(organisation, fields.neededId("template"))
        .orElseThrow(
            () ->
                WorkFields.wrong(
                    "template",
                    "must be a template of this organisation",
                    "take its id from the list of templates"));
  }

  private static Outcome outcome(WorkFields fields) {
    return Outcome.of(fields.needed("outcome", LINE))
        .orElseThrow(
            () ->
                ProblemException.unchosen(
                    "outcome",
                    "Choose how it ends",
                    List.of(Outcome.values()),
                    Outcome::text,
                    Outcome::words));
  }

  private static WorkFact.SenderTold told(WorkFields fields, UUID id, Instant now) {
    String how = fields.needed("how", LINE);
    if (!how.equals("call") && !how.equals("letter")) {
      throw WorkFields.wrong("how", "must be call or letter", "choose one");
    }
    return new WorkFact.SenderTold(
        id,
        how.equals("letter"),
        fields.needed("told", LINE),
        fields.instant("at").orElse(now),
        fields.needed("what", TEXT));
  }
}
