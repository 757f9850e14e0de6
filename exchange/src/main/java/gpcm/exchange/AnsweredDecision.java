package gpcm.exchange;

import java.time.Instant;

/** Decides what follows for a document when an answer comes back about it. */
record AnsweredDecision(OutgoingDocument document, Instant now, Pace pace) {

  Transition<OutgoingDocument> on(DocumentFact.Answered fact) {
    if (fact.evidence() != Evidence.FROM_RECIPIENT || document.state().isBeforeSending()) {
      return doubted(fact);
    }
    if (document.state() == DocumentState.OTHER_ROUTE
        || document.state() == DocumentState.GIVEN_UP) {
      // People have dealt with it: what comes now is kept, and moves nothing.
      return unchanged().event(came(fact));
    }
    Transition<OutgoingDocument> followed =
        switch (fact.acknowledgement().verdict()) {
          case NOT_UNDERSTOOD -> unchanged().event(came(fact, "answer-not-understood"));
          case DUPLICATE -> duplicate(came(fact));
          case PROCESSED, NOT_PROCESSED, PATIENT_KNOWN, PATIENT_NOT_KNOWN, OUTCOME, BAD_OUTCOME ->
              counted(fact);
        };
    return fact.unclear()
        .map(quoted -> followed.raise(alerts().unclear(fact, quoted)))
        .orElse(followed);
  }

  private static Event came(DocumentFact.Answered fact) {
    return came(
        fact,
        (fact.acknowledgement().infrastructure() ? "infrastructure" : "business")
            + "-acknowledgement");
  }

  private static Event came(DocumentFact.Answered fact, String kind) {
    return new Event(
        kind, fact.unclear().orElse(fact.acknowledgement().words()), new Actor.Peer(fact.from()));
  }

  private Transition<OutgoingDocument> unchanged() {
    return Transition.none(document);
  }

  private Transition<OutgoingDocument> counted(DocumentFact.Answered fact) {
    Acknowledgement answer = fact.acknowledgement();
    OutgoingDocument with =
        document.with(document.acknowledgements().with(answer, fact.unclear().isPresent()));
    boolean heardBefore = with.acknowledgements().sameAs(document.acknowledgements());
    // What is here already moves nothing: told twice, it must not start a deadline anew.
    DocumentState state = heardBefore ? document.state() : with.stateByAnswers();
    Transition<OutgoingDocument> followed =
        state == document.state()
            ? Transition.to(with).event(came(fact))
            : document.mendAll(
                Transition.to(moved(with.in(state).failed(0), fact))
                    .event(came(fact))
                    .event(state.text(), ""));
    if (with.voidsReplaced() && !document.voidsReplaced()) {
      followed = followed.order(new Order.VoidReplaced());
    }
    return outcome(told(followed, fact), answer);
  }

  private Transition<OutgoingDocument> told(
      Transition<OutgoingDocument> followed, DocumentFact.Answered fact) {
    OutgoingDocument after = followed.next();
    boolean nowVoid = after.voidsReplaced() && !document.voidsReplaced();
    boolean newDoubt =
        after.acknowledgements().doubtful() && !document.acknowledgements().doubtful();
    // Of one that is void because of its replacement, people have been told there.
    if (document.state() == DocumentState.VOID && !after.voidsReplaced()) {
      return followed;
    }
    Transition<OutgoingDocument> told =
        document
            .acknowledgements()
            .contradicting(fact.acknowledgement())
            .map(before -> followed.raise(alerts().contradicted(before, fact.acknowledgement())))
            .orElse(followed);
    // What was told of a refusal may have asked for what may not be done now: it is told anew.
    boolean anew = newDoubt || nowVoid || after.state() != document.state();
    if (after.state() == DocumentState.VOID && anew) {
      return told.mend(alerts().rejected()).raise(alertsOf(after).voided(fact));
    }
    return after.state() == DocumentState.REJECTED && anew
        ? told.raise(alertsOf(after).rejected(fact))
        : told;
  }

  private Transition<OutgoingDocument> outcome(
      Transition<OutgoingDocument> followed, Acknowledgement answer) {
    return answer.verdict() == AnswerVerdict.BAD_OUTCOME
        ? followed.raise(alerts().outcome(answer))
        : followed;
  }

  private OutgoingDocument moved(OutgoingDocument next, DocumentFact.Answered fact) {
    return switch (next.state()) {
      case INFRASTRUCTURE_ACKNOWLEDGED ->
          next.dueAt(
              now.plus(
                  document.subject().toProvider()
                      ? pace.of(Deadline.PROVIDER)
                      : pace.of(Deadline.BUSINESS)));
      case REJECTED, VOID -> next.awaitingNothing().because(DocumentAlerts.reason(fact));
      case UNCONFIRMED,
          WAITING,
          HELD,
          WITHDRAWN,
          NOT_SENT,
          SUPERSEDED,
          OTHER_ROUTE,
          GIVEN_UP,
          ACCEPTED,
          BUILT,
          SENT,
          COMPLETED,
          FAILED,
          OVERDUE ->
          next.awaitingNothing();
    };
  }

  // The first copy counts. But when this node knows of one copy only, the receiver has taken it for
  // somebody else's, and shows nobody this one.
  private Transition<OutgoingDocument> duplicate(Event came) {
    Transition<OutgoingDocument> noted = unchanged().event(came);
    boolean firstCopyTaken = !document.acknowledgements().equals(Acknowledgements.NONE);
    return document.posts() > 1 || firstCopyTaken || document.state() == DocumentState.VOID
        ? noted
        : noted.raise(alerts().takenForAnother(came.detail()));
  }

  private Transition<OutgoingDocument> doubted(DocumentFact.Answered fact) {
    String words = fact.unclear().orElse(fact.acknowledgement().words());
    return unchanged()
        .event(
            new Event(
                "answer-in-doubt",
                words
                    + " does not show that it comes from where the document went; it counts for"
                    + " nothing",
                new Actor.Peer(fact.from())))
        .raise(alerts().inDoubt(fact.from(), words, fact.evidence()));
  }

  private DocumentAlerts alerts() {
    return alertsOf(document);
  }

  private static DocumentAlerts alertsOf(OutgoingDocument document) {
    return new DocumentAlerts(document);
  }
}
