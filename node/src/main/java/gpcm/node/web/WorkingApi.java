package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.receiving.Worklist;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.Doer;
import gpcm.node.working.HoldLifting;
import gpcm.node.working.ReviewTemplates;
import gpcm.node.working.Settled;
import gpcm.node.working.Teams;
import gpcm.node.working.Work;
import gpcm.node.working.WorkChange;
import gpcm.node.working.WorkFact;
import gpcm.node.working.WorkRefused;
import gpcm.node.working.Working;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** {@code /api/v1/worklist/{id}/...}: what people do with a received document. */
final class WorkingApi {
  private final Worklist worklist;
  private final Working working;
  private final Teams teams;
  private final ReviewTemplates templates;
  private final Access access;
  private final InstantSource clock;

  WorkingApi(Served served, Access access) {
    this.worklist = served.worklist();
    this.working = served.working();
    this.teams = served.teams();
    this.templates = served.arrangements().reviews();
    this.access = access;
    this.clock = served.clock();
  }

  void add(RoutesConfig routes) {
    for (WorkAct act : WorkAct.values()) {
      routes.post("/api/v1/worklist/{id}/" + act.path(), context -> answer(context, act));
    }
    routes.post("/api/v1/worklist/{id}/replacement-seen", this::replacementSeen);
  }

  private void answer(Context context, WorkAct act) throws IOException {
    Query.none(context);
    UUID id = UUID.randomUUID();
    WorkChange change = act(context, act, id);
    ObjectNode json = ApiJson.object();
    json.put("state", change.after().state().text());
    json.put("version", change.after().version());
    switch (act) {
      case NOTE, TELL_SENDER -> json.put("note", id.toString());
      case TASK -> json.put("task", id.toString());
      case REVIEW -> json.put("review", id.toString());
      default -> {}
    }
    ApiJson.answer(context, json);
  }

  /**
   * Does what a request says with the document that its address names.
   *
   * @param id of what comes into being by it
   */
  WorkChange act(Context context, WorkAct act, UUID id) throws IOException {
    try {
      return acts(context, act, id);
    } catch (WorkRefused refused) {
      throw problem(refused);
    }
  }

  /** The same, which throws what refuses it. */
  WorkChange acts(Context context, WorkAct act, UUID id) throws IOException {
    WorklistEntry entry = entry(context, act);
    access.require(context, act.permission(), act == WorkAct.REOPEN && isOwn(context, entry));
    WorkFields fields = WorkFields.of(context, act.fields());
    WorkFact fact = act.fact(fields, teams, templates, entry.organisation(), id, clock.instant());
    return Trail.of(context)
        .doing(
            act.action(),
            () ->
                working
                    .act(entry.id(), fields.version(), fact, doer(context))
                    .orElseThrow(Query::missing),
            change -> about(entry, fact, change));
  }

  /** The document that an address names, if whoever asks may do this with it. */
  WorklistEntry entry(Context context, WorkAct act) throws IOException {
    return act == WorkAct.ASSIGN
        ? WorklistApi.findToAssign(context, worklist, access)
        : WorklistApi.find(context, worklist, access);
  }

  /** What they have completed themselves. */
  private boolean isOwn(Context context, WorklistEntry entry) {
    return working
        .find(entry.organisation(), entry.id())
        .flatMap(view -> view.work().ending())
        .flatMap(Work.Ending::by)
        .filter(by -> doer(context).person().filter(by::equals).isPresent())
        .isPresent();
  }

  static Doer doer(Context context) {
    Caller caller = Caller.of(context);
    return new Doer(
        caller.person().map(person -> person.acting().person()),
        caller.name(),
        caller.organisation());
  }

  private static UnaryOperator<AuditEntry> about(
      WorklistEntry shown, WorkFact fact, WorkChange change) {
    return entry -> {
      AuditEntry told =
          Seen.entry(shown)
              .apply(entry)
              .changing(change.before().state().text(), change.after().state().text());
      return switch (fact) {
        case WorkFact.WaitsUntil waits -> told.because(waits.reason());
        case WorkFact.Reopened reopened -> told.because(reopened.reason());
        case WorkFact.ReviewsBegun begun ->
            told.changing(
                change.before().state().text(),
                change.after().state().text() + ", template " + begun.template().id());
        default -> told;
      };
    };
  }

  /**
   * Changes something that an organisation sets, in the name of whoever asks and with the version
   * that they have seen.
   */
  static <T> T changing(
      Context context,
      Action action,
      WorkFields fields,
      String reason,
      Function<ChangeOrder, Settled<T>> change) {
    ChangeOrder order = new ChangeOrder(doer(context), reason, fields.version());
    try {
      return Trail.of(context).doing(action, () -> change.apply(order), WorkingApi::told).value();
    } catch (WorkRefused refused) {
      throw problem(refused);
    }
  }

  /** What the audit log is told of a change, with the other person where there had to be one. */
  static UnaryOperator<AuditEntry> told(Settled<?> settled) {
    return entry -> {
      AuditEntry told = entry.changing(settled.before(), settled.after());
      return settled.value() instanceof HoldLifting.Lifted lifted
          ? told.secondedBy(Actors.of(lifted.asker()))
          : told;
    };
  }

  /** The same of a change for which the request gives its reason. */
  static <T> T changing(
      Context context, WorkFields fields, Function<ChangeOrder, Settled<T>> change) {
    return changing(
        context,
        Action.CONFIGURATION_CHANGED,
        fields,
        Asked.of(context).flatMap(Asked::reason).orElse(""),
        change);
  }

  /** As a request is answered with it. */
  static ProblemException problem(WorkRefused refused) {
    return switch (refused) {
      case WorkRefused.Changed changed ->
          new ProblemException(ProblemKind.CHANGED_MEANWHILE, changed.getMessage());
      case WorkRefused.NotNow now ->
          new ProblemException(ProblemKind.NOT_IN_THIS_STATE, now.getMessage());
      case WorkRefused.StillOpen open ->
          new ProblemException(ProblemKind.STILL_OPEN, open.getMessage());
      case WorkRefused.Missing missing ->
          new ProblemException(ProblemKind.NOT_FOUND, missing.getMessage());
      case WorkRefused.Repeated repeated -> problem(repeated.otherwise());
      case WorkRefused.Wrong wrong ->
          WorkFields.wrong(wrong.field(), wrong.getMessage(), wrong.remedy());
    };
  }

  private void replacementSeen(Context context) throws IOException {
    Query.none(context);
    seen(context);
    context.status(204);
  }

  /** Notes that whoever asks knows that the document was replaced, or is void. */
  void seen(Context context) throws IOException {
    WorklistEntry entry = WorklistApi.find(context, worklist, access);
    Trail.of(context)
        .doing(
            Action.REPLACEMENT_SEEN,
            () -> working.toldSeen(entry.id(), doer(context)),
            unused -> Seen.entry(entry));
  }
}
