package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Outcome;
import gpcm.node.working.Named;
import gpcm.node.working.ReviewTemplates;
import gpcm.node.working.Teams;
import gpcm.node.working.WorkChange;
import gpcm.node.working.WorkFact;
import gpcm.node.working.WorkLists;
import gpcm.node.working.WorkRefused;
import gpcm.node.working.WorkRow;
import gpcm.node.working.Working;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same act for several documents of a list. Each is an act of its own: with the version that
 * was seen, in its own transaction, with its own entry in the audit log, whether it was done or
 * not; that one cannot be done keeps no other from it.
 */
final class BulkWork {
  static final int MOST = 50;
  private static final Pattern CHOSEN = Pattern.compile("([0-9a-fA-F-]{36})/([0-9]{1,15})");

  private final WorkLists lists;
  private final Working working;
  private final Teams teams;
  private final ReviewTemplates templates;
  private final Access access;
  private final InformationOnly information;
  private final InstantSource clock;

  BulkWork(Served served, Access access) {
    this.lists = served.lists();
    this.working = served.working();
    this.teams = served.teams();
    this.templates = served.arrangements().reviews();
    this.access = access;
    this.information = new InformationOnly(served.worklist(), served.viewing());
    this.clock = served.clock();
  }

  /** A document, and the version of its work that whoever chose it has seen. */
  record Chosen(UUID id, long version) {
    /** As forms and the API have it. */
    String text() {
      return id + "/" + version;
    }

    static Chosen of(WorkRow row) {
      return new Chosen(row.id(), row.work().version());
    }
  }

  /** Why something was not, or cannot be, done with a document. */
  record Refusal(ProblemKind kind, String why) {}

  /**
   * What becomes of one of them.
   *
   * @param row how it stood before; empty when the organisation has no such document
   * @param refusal why it is not done; empty when it is
   * @param after how its work stands after it was done
   */
  record Each(
      Chosen chosen, Optional<WorkRow> row, Optional<Refusal> refusal, Optional<WorkChange> after) {
    boolean can() {
      return refusal.isEmpty();
    }
  }

  /**
   * The documents that a request names, each once.
   *
   * @throws ProblemException when there is none, or more than can be done at once
   */
  static List<Chosen> chosen(WorkFields fields) {
    Map<UUID, Chosen> chosen = new LinkedHashMap<>();
    for (String text : fields.list("entry")) {
      Matcher matcher = CHOSEN.matcher(text);
      try {
        if (!matcher.matches()) {
          throw new IllegalArgumentException();
        }
        UUID id = UUID.fromString(matcher.group(1));
        chosen.put(id, new Chosen(id, Long.parseLong(matcher.group(2))));
      } catch (IllegalArgumentException e) {
        throw WorkFields.wrong(
            "entry", "must be a document's id, '/' and the version of its work", "correct it");
      }
    }
    if (chosen.isEmpty()) {
      throw WorkFields.wrong("entry", "no document is chosen", "choose one or more");
    }
    if (chosen.size() > MOST) {
      throw WorkFields.wrong(
          "entry",
          "%d documents are chosen, and at most %d can be dealt with at once"
              .formatted(chosen.size(), MOST),
          "choose fewer");
    }
    return List.copyOf(chosen.values());
  }

  /** What could be done with each now; nothing is done. */
  List<Each> check(Context context, WorklistAct act, List<Chosen> chosen) throws IOException {
    access.require(context, act.act().permission(), false);
    // To whom is asked when it is done, and who it is changes nothing about whether it can be.
    WorkFact fact =
        act == WorklistAct.ASSIGN
            ? new WorkFact.AssignedToTeam(new Named(new UUID(0, 0), ""))
            : fact(act, null, null);
    List<Each> all = new ArrayList<>();
    for (Chosen each : chosen) {
      Optional<WorkRow> row = lists.find(WorkListsApi.viewer(context), each.id());
      all.add(new Each(each, row, refusal(context, act, each, row, fact), Optional.empty()));
    }
    return all;
  }

  private Optional<Refusal> refused(Context context, Chosen each, WorkFact fact) {
    try {
      return working.check(
              each.id(), OptionalLong.of(each.version()), fact, WorkingApi.doer(context))
          ? Optional.empty()
          : Optional.of(missing());
    } catch (WorkRefused refused) {
      return Optional.of(refusal(refused));
    }
  }

  /** Does it with each that it can be done with. */
  List<Each> act(Context context, WorklistAct act, List<Chosen> chosen, WorkFields fields)
      throws IOException {
    access.require(context, act.act().permission(), false);
    WorkFact fact = fact(act, fields, Caller.of(context).organisation());
    List<Each> all = new ArrayList<>();
    for (Chosen each : chosen) {
      Optional<WorkRow> row = lists.find(WorkListsApi.viewer(context), each.id());
      Optional<Refusal> refusal = refusal(context, act, each, row, fact);
      Each done =
          refusal.isEmpty()
              ? done(context, act, each, row.orElseThrow(), fact)
              : new Each(each, row, refusal, Optional.empty());
      done.refusal().ifPresent(why -> tell(context, act.act().action(), row, why));
      all.add(done);
    }
    return all;
  }

  private Each done(Context context, WorklistAct act, Chosen chosen, WorkRow row, WorkFact fact) {
    Optional<WorkRow> known = Optional.of(row);
    try {
      WorkChange change =
          Trail.of(context)
              .doing(
                  act.act().action(),
                  () ->
                      working
                          .act(
                              chosen.id(),
                              OptionalLong.of(chosen.version()),
                              fact,
                              WorkingApi.doer(context))
                          .orElseThrow(Query::missing),
                  made ->
                      entry ->
                          Seen.row(row)
                              .apply(entry)
                              .changing(made.before().state().text(), made.after().state().text()));
      return new Each(chosen, known, Optional.empty(), Optional.of(change));
    } catch (WorkRefused refused) {
      return new Each(chosen, known, Optional.of(refusal(refused)), Optional.empty());
    }
  }

  private static void tell(Context context, Action action, Optional<WorkRow> row, Refusal why) {
    Trail trail = Trail.of(context);
    var entry = trail.entry(action);
    trail.write(
        List.of(
            row.map(known -> Seen.row(known).apply(entry))
                .orElse(entry)
                .ended(Outcome.failed(why.kind().status() + " " + why.kind().word()))));
  }

  private WorkFact fact(WorklistAct act, WorkFields fields, String organisation) {
    return switch (act) {
      case TAKE -> new WorkFact.Taken();
      case DONE -> WorklistAct.finished();
      case ASSIGN ->
          WorkAct.ASSIGN.fact(
              fields, teams, templates, organisation, UUID.randomUUID(), clock.instant());
    };
  }

  private Optional<Refusal> refusal(
      Context context, WorklistAct act, Chosen each, Optional<WorkRow> row, WorkFact fact) {
    if (row.isEmpty()) {
      return Optional.of(missing());
    }
    if (row.get().marks().confidential() && WorklistApi.closed(Caller.of(context))) {
      return Optional.of(
          new Refusal(
              ProblemKind.FORBIDDEN, "it is confidential: somebody who may open it has to do it"));
    }
    // Whoever may not open it gives it to somebody who may.
    if (act != WorklistAct.ASSIGN
        && row.get().marks().restrictedPatient()
        && !Caller.of(context).opensRestricted()) {
      return Optional.of(
          new Refusal(
              ProblemKind.FORBIDDEN,
              "the patient's record is restricted: somebody who may open it has to do it"));
    }
    return refused(context, each, fact)
        .or(
            () ->
                act == WorklistAct.DONE
                    ? information
                        .whyNot(Caller.of(context).organisation(), row.get())
                        .map(why -> new Refusal(ProblemKind.ONE_BY_ONE, why))
                    : Optional.empty());
  }

  private static Refusal missing() {
    return new Refusal(ProblemKind.NOT_FOUND, "your organisation has no such document");
  }

  private static Refusal refusal(WorkRefused refused) {
    ProblemException problem = WorkingApi.problem(refused);
    return new Refusal(problem.kind(), problem.getMessage());
  }
}
