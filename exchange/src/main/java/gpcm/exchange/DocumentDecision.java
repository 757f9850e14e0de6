package gpcm.exchange;

import java.time.Instant;

/** Decides what follows for a document in one state. */
record DocumentDecision(OutgoingDocument document, Instant now, Pace pace) {

  Transition<OutgoingDocument> on(DocumentFact fact) {
    return switch (fact) {
      case DocumentFact.Built built -> built(built);
      case DocumentFact.Renewed(String detail) ->
          document.state() == DocumentState.BUILT && document.posting() == Posting.NONE
              ? mendStuck(Transition.to(document.failed(0))).event("renewed", detail)
              : unchanged();
      case DocumentFact.Unbuildable(String reason, String whatToDo) ->
          document.state() == DocumentState.ACCEPTED
              ? fail(document, reason, whatToDo)
              : unchanged();
      case DocumentFact.Delayed(String reason) -> delayed(document.cameToNothing(), reason);
      case DocumentFact.DelayedInDoubt(String reason) -> delayed(document, reason);
      case DocumentFact.PostingBegun() -> postingBegun();
      case DocumentFact.Taken(String id) ->
          onItsWay(Posting.TAKEN, Event.of("sent", "MESH took it as message " + id));
      case DocumentFact.HandedOver(String pair) ->
          onItsWay(
              Posting.HANDED_OVER,
              Event.of("handed-over", "it waits for the MESH file client as " + pair));
      case DocumentFact.Refused(String reason) -> refused(reason);
      case DocumentFact.Unreachable() -> again(document.cameToNothing());
      // BEGUN stays what it is: the next attempt says that it may be a repetition.
      case DocumentFact.Doubtful() -> again(document);
      case DocumentFact.Held(Instant until) -> held(until);
      case DocumentFact.Damaged(String reason) -> damaged(reason);
      case DocumentFact.Answered answered -> new AnsweredDecision(document, now, pace).on(answered);
      case DocumentFact.Undelivered(String code, String description) ->
          undelivered(MeshReport.of(code, description));
      case DocumentFact.EarlierCopyUndelivered(String code, String description) ->
          earlierUndelivered(code);
      case DocumentFact.DeadlinePassed() -> deadlinePassed();
      case DocumentFact.NotGoneOn() -> new WatchDecision(document, now, pace).late();
      case DocumentFact.Tracked(MeshStanding said) ->
          new WatchDecision(document, now, pace).tracked(said);
      case DocumentFact.ReplacementFailed(String replacement) -> replacementFailed(replacement);
      case DocumentFact.Resent(String person, boolean built) -> resent(person, built);
      case DocumentFact.Confirmed confirmed -> unsent().confirmed(confirmed);
      case DocumentFact.Checked(Deliverability found) -> unsent().checked(found);
      case DocumentFact.Hastened(String person) -> unsent().hastened(person);
      case DocumentFact.Updated(String later) -> unsent().updated(later);
      case DocumentFact.TakenBack taken -> unsent().takenBack(taken);
      case DocumentFact.Deleted deleted -> unsent().deleted(deleted);
      case DocumentFact.OriginalStopped(String reason) -> unsent().originalStopped(reason);
      case DocumentFact.Stopped stopped -> unsent().stopped(stopped);
      case DocumentFact.Released released -> unsent().released(released);
      case DocumentFact.Rerouted rerouted -> unsent().rerouted(rerouted);
      case DocumentFact.Abandoned abandoned -> unsent().abandoned(abandoned);
    };
  }

  private UnsentDecision unsent() {
    return new UnsentDecision(document, now, pace);
  }

  private Transition<OutgoingDocument> unchanged() {
    return Transition.none(document);
  }

  private Transition<OutgoingDocument> built(DocumentFact.Built fact) {
    if (document.state() != DocumentState.ACCEPTED) {
      return unchanged();
    }
    OutgoingDocument next = document.in(DocumentState.BUILT).failed(0).dueAt(now);
    return mendStuck(
        Transition.to(fact.postedNext() ? next.begun() : next).event("built", fact.detail()));
  }

  // What may pass is waited for as long as it takes: only a person gives up (fault of an earlier
  // version, which gave documents up after five failures within seconds).
  private Transition<OutgoingDocument> delayed(OutgoingDocument as, String reason) {
    if (document.state() != DocumentState.WAITING && !mayGo()) {
      return unchanged();
    }
    int failures = document.failures() + 1;
    Transition<OutgoingDocument> later =
        Transition.to(as.failed(failures).dueAt(now.plus(pace.retryAfter(failures))));
    return failures > Pace.FAILURES_UNTOLD ? later.raise(alerts().stuck(failures, reason)) : later;
  }

  private Transition<OutgoingDocument> postingBegun() {
    if (document.state() != DocumentState.BUILT) {
      return unchanged();
    }
    Transition<OutgoingDocument> begun = Transition.to(document.begun());
    // What became of copies that a person has had sent before is history.
    return document.posting() == Posting.NONE
        ? begun
        : begun.event(
            "posting-again",
            "a copy may have gone out before; the same message goes again and a copy is told by"
                + " its id");
  }

  private Transition<OutgoingDocument> onItsWay(Posting posting, Event event) {
    if (document.state().isBeforeSending()) {
      return outOfPlace(event.kind());
    }
    if (document.state() == DocumentState.BUILT) {
      return mendStuck(
          Transition.to(
                  document
                      .in(DocumentState.SENT)
                      .gone(posting)
                      .failed(0)
                      .dueAt(now.plus(pace.of(Deadline.INFRASTRUCTURE))))
              .event(event));
    }
    // An answer, or a report, can be here before it is recorded that MESH took the message.
    return document.posting() == posting
        ? unchanged()
        : Transition.to(
                document.gone(document.posting() == Posting.TAKEN ? Posting.TAKEN : posting))
            .event(event);
  }

  private Transition<OutgoingDocument> refused(String reason) {
    if (document.state().isBeforeSending()) {
      return outOfPlace("refused");
    }
    return document.state() == DocumentState.BUILT
        ? fail(
            document.cameToNothing(),
            reason,
            "Mend the cause that MESH names and submit the consultation again.")
        : unchanged().event("copy-refused", "MESH refused a further copy of it: " + reason);
  }

  // Also of one that is not built yet: MESH is asked for the recipient's mailbox then.
  private Transition<OutgoingDocument> again(OutgoingDocument next) {
    if (!mayGo()) {
      return unchanged();
    }
    int failures = document.failures() + 1;
    return Transition.to(next.failed(failures).dueAt(now.plus(pace.retryAfter(failures))));
  }

  private Transition<OutgoingDocument> held(Instant until) {
    return mayGo() ? Transition.to(document.cameToNothing().dueAt(until)) : unchanged();
  }

  private boolean mayGo() {
    return document.state() == DocumentState.ACCEPTED || document.state() == DocumentState.BUILT;
  }

  private Transition<OutgoingDocument> damaged(String reason) {
    if (!mayGo()) {
      return unchanged().raise(alerts().damaged(reason));
    }
    OutgoingDocument unsent = document.cameToNothing();
    return fail(
        unsent,
        reason,
        "Restore the database from a backup, or submit the consultation again from the system it"
            + " came from. "
            + (unsent.posts() == 0
                ? "Nothing of it was sent."
                : "A copy may have been sent before: ask "
                    + document.subject().recipient()
                    + " first."));
  }

  private Transition<OutgoingDocument> undelivered(MeshReport report) {
    Event event = new Event("mesh-report", "code " + report.code(), new Actor.Peer("MESH"));
    String reason = report.reason() + " (MESH code " + report.code() + ")";
    return switch (document.state()) {
      // The report is about an earlier copy; the one that a person sends again is still here.
      case BUILT ->
          document.posting() == Posting.BEGUN
              ? lost(event, reason, report)
              : unchanged().event(event);
      case SENT, OVERDUE -> lost(event, reason, report);
      case INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED -> contradicted(event, reason);
      case REJECTED, FAILED, VOID, OTHER_ROUTE, GIVEN_UP -> unchanged().event(event);
      case ACCEPTED, UNCONFIRMED, WAITING, HELD, WITHDRAWN, NOT_SENT, SUPERSEDED ->
          outOfPlace("mesh-report");
    };
  }

  // The copy that a person has sent since is on its way, or has come to an end of its own.
  private Transition<OutgoingDocument> earlierUndelivered(String code) {
    return document.state().isBeforeSending()
        ? outOfPlace("mesh-report")
        : unchanged()
            .event(
                new Event(
                    "mesh-report",
                    "code " + code + ", about an earlier copy",
                    new Actor.Peer("MESH")));
  }

  private Transition<OutgoingDocument> lost(Event event, String reason, MeshReport report) {
    return document.acknowledgements().equals(Acknowledgements.NONE)
        ? fail(document, reason, report.whatToDo()).mend(alerts().overdue())
        : contradicted(event, reason);
  }

  // A copy that nobody needed may well be left uncollected; the only one there is may not.
  private Transition<OutgoingDocument> contradicted(Event event, String reason) {
    Transition<OutgoingDocument> noted = unchanged().event(event);
    return document.posts() > 1 ? noted : noted.raise(alerts().contradicted(reason));
  }

  private Transition<OutgoingDocument> deadlinePassed() {
    if (document.due().filter(due -> !due.isAfter(now)).isEmpty()) {
      return unchanged();
    }
    return switch (document.state()) {
      case SENT, INFRASTRUCTURE_ACKNOWLEDGED -> {
        String awaited =
            document.acknowledgements().infrastructure().isEmpty() ? "infrastructure" : "business";
        yield Transition.to(document.in(DocumentState.OVERDUE).awaitingNothing())
            .event("overdue", "no " + awaited + " acknowledgement in time")
            .raise(alerts().overdue(awaited));
      }
      case UNCONFIRMED ->
          Transition.to(document.awaitingNothing())
              .raise(alerts().unconfirmed(pace.of(Deadline.CONFIRMATION)));
      case HELD -> Transition.to(document.awaitingNothing()).raise(alerts().stillHeld());
      case COMPLETED,
          REJECTED,
          FAILED,
          OVERDUE,
          VOID,
          WITHDRAWN,
          NOT_SENT,
          SUPERSEDED,
          OTHER_ROUTE,
          GIVEN_UP ->
          Transition.to(document.awaitingNothing());
      case WAITING, ACCEPTED, BUILT -> unchanged();
    };
  }

  private Transition<OutgoingDocument> replacementFailed(String replacement) {
    boolean countsNot =
        document.state() == DocumentState.VOID
            || (document.state().isBeforeSending() && document.state() != DocumentState.ACCEPTED);
    return countsNot
        ? unchanged()
        : document.mendAll(
            Transition.to(document.in(DocumentState.VOID).awaitingNothing().failed(0))
                .event(
                    "void", "its replacement, document " + replacement + ", could not be processed")
                .mend(alerts().rejected())
                .mend(alerts().contradicted()));
  }

  private Transition<OutgoingDocument> resent(String person, boolean built) {
    return switch (document.state()) {
      case FAILED, OVERDUE ->
          Transition.to(
                  document
                      // The bytes of what has gone out once never change.
                      .in(
                          built || document.posts() > 0
                              ? DocumentState.BUILT
                              : DocumentState.ACCEPTED)
                      .wantedAgain()
                      .failed(0)
                      .dueAt(now))
              .event(new Event("resent", "the same document goes again", new Actor.Person(person)))
              .mend(alerts().failed())
              .mend(alerts().overdue());
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
          INFRASTRUCTURE_ACKNOWLEDGED,
          COMPLETED,
          REJECTED,
          VOID ->
          unchanged();
    };
  }

  /** It cannot reach its receiver: a person is told why and what to do (GPCM-SD-034). */
  private Transition<OutgoingDocument> fail(OutgoingDocument as, String reason, String whatToDo) {
    return mendStuck(
        Transition.to(as.in(DocumentState.FAILED).awaitingNothing().because(reason).failed(0))
            .event("failed", reason)
            .raise(alerts().failed(reason, whatToDo)));
  }

  // A fact that cannot be: nothing changes, and the timeline keeps that it was told.
  private Transition<OutgoingDocument> outOfPlace(String kind) {
    return unchanged()
        .event("out-of-place", kind + " was told of a document that is " + document.state().text());
  }

  private Transition<OutgoingDocument> mendStuck(Transition<OutgoingDocument> transition) {
    return document.mendStuck(transition);
  }

  private DocumentAlerts alerts() {
    return new DocumentAlerts(document);
  }
}
