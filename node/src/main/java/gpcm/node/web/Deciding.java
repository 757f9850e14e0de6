package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Patient;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Organisation;
import gpcm.exchange.IncomingFact.Question;
import gpcm.node.escalating.Escalation;
import gpcm.node.escalating.EscalationOrder;
import gpcm.node.escalating.EscalationRefused;
import gpcm.node.escalating.Escalations;
import gpcm.node.people.Permission;
import gpcm.node.receiving.BusinessDecision;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.receiving.BusinessDecisions.Choice;
import gpcm.node.receiving.Comparison;
import gpcm.node.receiving.NotOpenException;
import gpcm.node.receiving.Worklist;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.register.RegisterUnavailableException;
import gpcm.node.store.Along;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the API and the pages have people decide about received documents. */
final class Deciding {
  private static final ZoneId HERE = ZoneId.of("Europe/London");
  private static final int LONGEST_WAIT_DAYS = 60;

  private final Worklist worklist;
  private final BusinessDecisions decisions;
  private final Escalations escalations;
  private final Access access;
  private final InstantSource clock;

  Deciding(Served served, Access access) {
    this.worklist = served.worklist();
    this.decisions = served.decisions();
    this.escalations = served.escalations();
    this.access = access;
    this.clock = served.clock();
  }

  /** The entry that the address names, if whoever asks may open it. */
  WorklistEntry entry(Context context) throws IOException {
    return WorklistApi.find(context, worklist, access);
  }

  /** The same entry as it stands now. */
  WorklistEntry now(WorklistEntry entry) {
    return worklist.find(entry.organisation(), entry.id()).orElseThrow();
  }

  /** The patient of a document beside those of the register; whoever is shown stands in the log. */
  Comparison compare(Context context, WorklistEntry entry) throws IOException {
    Comparison compared;
    try {
      compared =
          decisions
              .compare(entry.organisation(), entry.id())
              .orElseThrow(
                  () ->
                      new ProblemException(
                          ProblemKind.NOT_WAITING, "this document's patient was never in doubt"));
    } catch (RegisterUnavailableException e) {
      throw new ProblemException(ProblemKind.NOT_CHECKABLE, e.getMessage());
    }
    // The look-up may have said of the patient that their record is restricted.
    WorklistApi.requireOpenable(context, now(entry), access);
    List<Patient> shown = new ArrayList<>();
    shown.add(Patient.stated(entry.patient().nhsNumber(), entry.patient().name()));
    compared
        .candidates()
        .forEach(
            each ->
                shown.add(
                    Patient.stated(
                        each.patient().nhsNumber(),
                        each.patient().given() + " " + each.patient().family())));
    Trail trail = Trail.of(context);
    trail.write(
        List.of(Seen.entry(entry).apply(trail.entry(Action.PATIENT_SEARCHED)).about(shown)));
    return compared;
  }

  /** Says which patient a document is about, or that this waits. */
  BusinessDecision match(Context context, WorklistEntry entry, DecisionBody body)
      throws IOException {
    WrongFields wrong = new WrongFields();
    Supplier<MatchChoice> chose = wrong.read(() -> MatchChoice.of(body));
    Supplier<LocalDate> day =
        body.text("choice").equals(Optional.of(MatchChoice.WAIT.text()))
            ? wrong.read(() -> until(body))
            : () -> LocalDate.MAX;
    Supplier<String> why = wrong.read(body::reason);
    Supplier<String> note = wrong.read(body::note);
    wrong.refuse();
    MatchChoice choice = chose.get();
    String reason = why.get();
    if (choice.answer().isEmpty()) {
      LocalDate until = day.get();
      return done(
          context,
          entry,
          Action.HELD,
          "until " + until,
          reason,
          along ->
              decisions.putOff(
                  entry.organisation(), entry.id(), Question.MATCHING, until, body.by(), along));
    }
    var code = choice.answer().orElseThrow();
    if (!code.positive()) {
      access.require(context, Permission.REFUSE_TO_SENDER, false);
    }
    Choice chosen = new Choice(code, choice.words(), reason, note.get());
    return done(
        context,
        entry,
        code.positive() ? Action.MATCHED : Action.REFUSED_TO_SENDER,
        code.code() + " " + choice.words(),
        chosen.reason(),
        along ->
            decisions.decide(
                entry.organisation(),
                entry.id(),
                Question.MATCHING,
                chosen,
                by(context, body),
                along,
                first(context, entry, chosen)));
  }

  private static BusinessDecisions.By by(Context context, DecisionBody body) {
    return new BusinessDecisions.By(
        Caller.of(context).person().map(person -> person.acting().person()), body.by());
  }

  /** What the log is told of the first of two people. */
  private static Along first(Context context, WorklistEntry entry, Choice chosen) {
    Trail trail = Trail.of(context);
    return trail.along(
        List.of(
            Seen.entry(entry)
                .apply(trail.entry(Action.HELD))
                .changing(
                    "open",
                    "%s %s, until a second person says the same"
                        .formatted(chosen.code().code(), chosen.words()))
                .because(chosen.reason())));
  }

  private LocalDate until(DecisionBody body) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), HERE);
    String rule =
        "must be a day after today and at most 60 days from now, like " + today.plusDays(7);
    try {
      LocalDate until = LocalDate.parse(body.text("until").orElse(""));
      if (until.isAfter(today) && !until.isAfter(today.plusDays(LONGEST_WAIT_DAYS))) {
        return until;
      }
    } catch (DateTimeException e) {
      // Told below, like a day that is out of bounds.
    }
    throw DecisionBody.refused(
        "/until",
        rule,
        "choose such a day",
        "Choose a day after today and at most 60 days from now, such as %s."
            .formatted(Display.date(today.plusDays(7))));
  }

  /** Answers an online consultation with what the provider does. */
  BusinessDecision decide(Context context, WorklistEntry entry, DecisionBody body)
      throws IOException {
    WrongFields wrong = new WrongFields();
    Supplier<ProviderDecision> chose = wrong.read(() -> ProviderDecision.of(body));
    Supplier<String> why = wrong.read(body::reason);
    Supplier<String> note = wrong.read(body::note);
    wrong.refuse();
    ProviderDecision decision = chose.get();
    if (decision == ProviderDecision.ESCALATE) {
      requireOpen(entry);
      escalate(context, entry, body);
      return decisions.find(entry.organisation(), entry.id()).orElseThrow();
    }
    Choice chosen = new Choice(decision.code(), decision.words(), why.get(), note.get());
    return done(
        context,
        entry,
        Action.DECIDED,
        decision.code().code() + " " + decision.words(),
        chosen.reason(),
        along ->
            decisions.decide(
                entry.organisation(),
                entry.id(),
                Question.DECISION,
                chosen,
                by(context, body),
                along,
                Along.NOTHING));
  }

  private void requireOpen(WorklistEntry entry) {
    try {
      decisions.requireOpen(entry.organisation(), entry.id(), Question.DECISION);
    } catch (NotOpenException e) {
      throw new ProblemException(ProblemKind.NOT_WAITING, e.getMessage());
    }
  }

  /**
   * Sends an online consultation on to the practice; whoever has done so before is told as what.
   */
  Escalation escalate(Context context, WorklistEntry entry, DecisionBody body) {
    Trail trail = Trail.of(context);
    String reason = body.reason();
    try {
      Escalations.Escalated escalated =
          escalations.escalate(
              new EscalationOrder(
                  new OdsCode(entry.organisation()),
                  entry.id(),
                  reason,
                  body.note(),
                  body.by(),
                  Caller.of(context).person().map(person -> person.acting().person()),
                  practice(body)),
              (document, consultation) ->
                  trail.along(
                      List.of(
                          Seen.entry(entry)
                              .apply(trail.entry(Action.ESCALATED))
                              .changing("here", "sent on as document " + document)
                              .because(reason),
                          Seen.submission(document, consultation)
                              .apply(trail.entry(Action.SUBMITTED)))));
      if (escalated.created()) {
        trail.done();
      } else {
        trail.write(
            List.of(
                Seen.entry(entry)
                    .apply(trail.entry(Action.ESCALATED))
                    .changing("sent on before", "sent on before")
                    .because(reason)));
      }
      return escalated.escalation();
    } catch (EscalationRefused e) {
      throw new ProblemException(
          ProblemKind.SUBMISSION_REFUSED,
          "it cannot be sent on as it is; nothing was stored",
          List.of(
              new ProblemException.FieldProblem(
                  e.field().isEmpty() || e.field().startsWith("/") ? e.field() : "/" + e.field(),
                  e.rule(),
                  e.whatToDo())));
    }
  }

  private static Optional<Organisation> practice(DecisionBody body) {
    return body.text("practiceOds")
        .map(
            ods -> {
              try {
                return Organisation.of(new OdsCode(ods), body.text("practiceName").orElse(ods));
              } catch (InvalidValueException e) {
                throw DecisionBody.refused("/practiceOds", e.rule(), e.remedy());
              }
            });
  }

  /** Records what came of a document after its decision. */
  BusinessDecision later(Context context, WorklistEntry entry, DecisionBody body)
      throws IOException {
    ProviderDecision outcome = ProviderDecision.of(body);
    Choice chosen = new Choice(outcome.code(), outcome.words(), body.reason(), body.note());
    String told =
        body.text("told")
            .filter(text -> text.length() <= DecisionBody.REASON)
            .orElseThrow(
                () ->
                    DecisionBody.refused(
                        "/told",
                        "must say in 1 to 500 characters how its sender was told",
                        "write, for example, 'telephone call to the practice'"));
    return done(
        context,
        entry,
        Action.NOTED,
        outcome.code().code() + " " + outcome.words(),
        chosen.reason(),
        along ->
            decisions.recordLater(
                entry.organisation(), entry.id(), chosen, told, body.by(), along));
  }

  private BusinessDecision done(
      Context context,
      WorklistEntry entry,
      Action action,
      String after,
      String reason,
      Consumer<Along> doing) {
    Trail trail = Trail.of(context);
    AuditEntry left =
        Seen.entry(entry).apply(trail.entry(action)).changing("open", after).because(reason);
    try {
      doing.accept(trail.along(List.of(left)));
    } catch (NotOpenException e) {
      throw new ProblemException(ProblemKind.NOT_WAITING, e.getMessage());
    }
    trail.done();
    return decisions.find(entry.organisation(), entry.id()).orElseThrow();
  }
}
