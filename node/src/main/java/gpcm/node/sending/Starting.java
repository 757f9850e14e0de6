package gpcm.node.sending;

import gpcm.consultation.Consultation;
import gpcm.exchange.Actor;
import gpcm.exchange.Deadline;
import gpcm.exchange.DocumentState;
import gpcm.exchange.Event;
import gpcm.exchange.Pace;
import gpcm.node.sending.SubmissionRefused.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How a document begins: by the steps that decide whether it is sent, and when.
 *
 * @param verdict the steps
 * @param start the state that they lead to
 * @param haste that somebody says that it does not wait; empty when nobody does
 */
record Starting(Trigger.Verdict verdict, Start start, Optional<Submission.Haste> haste) {

  /**
   * Decides.
   *
   * @param stopped whether a person holds what it comes in the place of: then somebody has to say
   *     that this is to go
   * @param regularByRegister whether the organisation's register has the patient as Regular
   * @throws SubmissionRefused when a report that is to go at once must not be sent; of a recorded
   *     consultation that is kept instead
   */
  static Starting of(
      Handle handle,
      String organisation,
      Submission submission,
      boolean stopped,
      DeliveryCheck checks,
      Optional<Boolean> regularByRegister,
      Pace pace,
      Instant now) {
    SendingRule rule = SendingRules.of(handle, organisation, submission.document().useCase());
    Pace own = pace.but(SendingDeadlines.of(handle, organisation).own());
    Trigger.Verdict verdict =
        new Trigger(
                rule,
                submission.document() instanceof Consultation
                    ? SendingRules.relevance(handle, organisation)
                    : List.of())
            .decide(
                submission.document(),
                submission.circumstances(),
                counting(regularByRegister, submission));
    Optional<DecisionStep> stop = verdict.stop();
    if (stop.isPresent() && !submission.recorded()) {
      throw new SubmissionRefused(
          Reason.NOT_WANTED,
          stop.get().name().equals("other-way") ? "/useCase" : "/circumstances",
          stop.get().reason(),
          "Do not hand it in; or record what happened to the consultation (PUT"
              + " /api/v1/consultations/{encounter}), then the decision is kept");
    }
    return new Starting(
        verdict,
        start(rule, stop, organisation, submission, stopped, checks, own, now),
        submission.haste().filter(unused -> stop.isEmpty()));
  }

  // Whoever hands in need not know the register: that such a report is not sent is found out, and
  // kept with it, when it is looked up.
  private static Optional<Boolean> counting(
      Optional<Boolean> regularByRegister, Submission submission) {
    return regularByRegister.filter(regular -> !regular || submission.recorded());
  }

  private static Start start(
      SendingRule rule,
      Optional<DecisionStep> stop,
      String organisation,
      Submission submission,
      boolean stopped,
      DeliveryCheck checks,
      Pace pace,
      Instant now) {
    boolean recorded = submission.recorded();
    if (stop.isPresent()) {
      return new Start(
          DocumentState.NOT_SENT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          recorded,
          Optional.of(stop.get().reason()));
    }
    Instant leaves = recorded && submission.haste().isEmpty() ? now.plus(rule.delay()) : now;
    if (rule.confirmed() || stopped) {
      return new Start(
          DocumentState.UNCONFIRMED,
          Optional.of(now.plus(pace.of(Deadline.CONFIRMATION))),
          Optional.of(leaves),
          Optional.empty(),
          recorded,
          Optional.empty());
    }
    boolean waits = leaves.isAfter(now) || checks.asks(organisation);
    return new Start(
        waits ? DocumentState.WAITING : DocumentState.ACCEPTED,
        Optional.of(leaves),
        recorded ? Optional.of(leaves) : Optional.empty(),
        waits ? Optional.empty() : Optional.of(now.plus(pace.of(Deadline.NOT_ACCEPTED))),
        recorded,
        Optional.empty());
  }

  /**
   * The first lines of its timeline.
   *
   * @param accepted what came in
   */
  List<Event> events(String accepted) {
    List<Event> events = new ArrayList<>();
    events.add(new Event("accepted", accepted, new Actor.Software()));
    if (start.triggered()) {
      verdict
          .steps()
          .forEach(
              step ->
                  events.add(
                      new Event(
                          "decision-step",
                          step.name() + ": " + step.reason(),
                          new Actor.Software())));
    }
    start
        .reason()
        .ifPresent(reason -> events.add(new Event("not-sent", reason, new Actor.Software())));
    haste.ifPresent(
        said -> events.add(new Event("hastened", said.words(), new Actor.Person(said.by()))));
    return events;
  }
}
