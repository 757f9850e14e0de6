package gpcm.exchange;

import java.time.Instant;

/** Decides what follows for a document in one state. */
record DocumentDecision(OutgoingDocument document, Instant now, Pace pace) {

  Transition<OutgoingDocument> on(DocumentFact fact) {
    return switch (fact) {
      case DocumentFact.Built built -> built(built);
      case DocumentFact.Unbuildable(String reason, String whatToDo) ->
          document.state() == DocumentState.ACCEPTED ? fail(reason, whatToDo) : unchanged();
      case DocumentFact.Delayed(String reason) -> delayed(reason);
      case DocumentFact.PostingBegun() -> postingBegun();
      case DocumentFact.Taken(String id) ->
          onItsWay(Posting.TAKEN, Event.of("sent", "MESH took it as message " + id));
      case DocumentFact.HandedOver(String pair) ->
          onItsWay(
              Posting.HANDED_OVER,
              Event.of("handed-over", "it waits for the MESH file client as " + pair));
      case DocumentFact.Refused(String reason) -> refused(reason);
      case DocumentFact.Unreachable() -> again(Posting.NONE);
      case DocumentFact.Doubtful() -> again(Posting.BEGUN);
      case DocumentFact.Held(Instant until) -> held(until);
      case DocumentFact.Damaged(String reason) -> damaged(reason);
      case DocumentFact.Answered answered -> answered(answered);
      case DocumentFact.Undelivered(String code, String description) ->
          undelivered(MeshReport.of(code, description));
      case DocumentFact.DeadlinePassed() -> deadlinePassed();
      case DocumentFact.ReplacementFailed(String replacement) -> replacementFailed(replacement);
      case DocumentFact.Resent(String person, boolean built) -> resent(person, built);
    };
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
        Transition.to(fact.postedNext() ? next.posting(Posting.BEGUN) : next)
            .event("built", fact.detail()));
  }

  // What may pass is waited for as long as it takes: only a person gives up (fault of an earlier
  // version, which gave documents up after five failures within seconds).
  private Transition<OutgoingDocument> delayed(String reason) {
    return switch (document.state()) {
      case ACCEPTED, BUILT -> {
        int failures = document.failures() + 1;
        Transition<OutgoingDocument> later =
            Transition.to(document.failed(failures).dueAt(now.plus(pace.retryAfter(failures))));
        yield failures > Pace.FAILURES_UNTOLD
            ? later.raise(
                new AlertText(
                    stuck(),
                    "Held up: the report on " + document.subject().who(),
                    "It has failed %d times on its way out: %s. It is kept and tried again."
                        .formatted(failures, reason),
                    "Show this to the people who run this node. If it lasts, tell "
                        + document.subject().recipient()
                        + " by other means."))
            : later;
      }
      case SENT, INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED, REJECTED, FAILED, OVERDUE, VOID ->
          unchanged();
    };
  }

  private Transition<OutgoingDocument> postingBegun() {
    if (document.state() != DocumentState.BUILT) {
      return unchanged();
    }
    Transition<OutgoingDocument> begun = Transition.to(document.posting(Posting.BEGUN));
    return document.posting() == Posting.BEGUN
        ? begun.event(
            "posting-again",
            "how the earlier attempt ended is not known; the same message goes again and a copy is"
                + " told by its id")
        : begun;
  }

  private Transition<OutgoingDocument> onItsWay(Posting posting, Event event) {
    return switch (document.state()) {
      case BUILT ->
          mendStuck(
              Transition.to(
                      document
                          .in(DocumentState.SENT)
                          .posting(posting)
                          .failed(0)
                          .dueAt(now.plus(pace.infrastructureDeadline())))
                  .event(event));
      // An answer, or a report, can be here before it is recorded that MESH took the message.
      case SENT, INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED, REJECTED, FAILED, OVERDUE, VOID ->
          Transition.to(document.posting(posting)).event(event);
      case ACCEPTED -> outOfPlace(event.kind());
    };
  }

  private Transition<OutgoingDocument> refused(String reason) {
    return switch (document.state()) {
      case BUILT ->
          fail(reason, "Mend the cause that MESH names and submit the consultation again.");
      case ACCEPTED -> outOfPlace("refused");
      case SENT, INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED, REJECTED, FAILED, OVERDUE, VOID ->
          unchanged().event("copy-refused", "MESH refused a further copy of it: " + reason);
    };
  }

  private Transition<OutgoingDocument> again(Posting posting) {
    if (document.state() != DocumentState.BUILT) {
      return unchanged();
    }
    int failures = document.failures() + 1;
    OutgoingDocument later = document.failed(failures).dueAt(now.plus(pace.retryAfter(failures)));
    // BEGUN stays what it is: the next attempt says that it is a repetition.
    return Transition.to(posting == Posting.NONE ? later.posting(Posting.NONE) : later);
  }

  private Transition<OutgoingDocument> held(Instant until) {
    return document.state() == DocumentState.BUILT
        ? Transition.to(document.posting(Posting.NONE).dueAt(until))
        : unchanged();
  }

  private Transition<OutgoingDocument> damaged(String reason) {
    return switch (document.state()) {
      case ACCEPTED, BUILT ->
          fail(
              reason,
              "Restore the database from a backup, or submit the consultation again from the system"
                  + " it came from. Nothing of it was sent.");
      case SENT, INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED, REJECTED, FAILED, OVERDUE, VOID ->
          unchanged()
              .raise(
                  new AlertText(
                      "damaged/" + document.id(),
                      "Kept bytes are damaged: the report on " + document.subject().who(),
                      reason + " What was sent is not affected.",
                      "Restore the database from a backup before this copy is needed."));
    };
  }

  private Transition<OutgoingDocument> answered(DocumentFact.Answered fact) {
    Acknowledgement answer = fact.acknowledgement();
    Event came =
        new Event(
            (answer.infrastructure() ? "infrastructure" : "business") + "-acknowledgement",
            answer.words(),
            new Actor.Peer(fact.from()));
    if (fact.evidence() != Evidence.FROM_RECIPIENT || document.state() == DocumentState.ACCEPTED) {
      return doubted(fact);
    }
    if (answer.duplicate()) {
      return duplicate(came);
    }
    OutgoingDocument with = document.with(document.acknowledgements().with(answer));
    DocumentState state = with.acknowledgements().stateAfter(document.state());
    if (state == document.state()) {
      return Transition.to(with).event(came);
    }
    Transition<OutgoingDocument> moved =
        Transition.to(moved(with.in(state), fact))
            .event(came)
            .event(state.text(), "")
            .mend(overdue());
    return state == DocumentState.REJECTED
        ? rejected(moved, answer)
        : mendStuck(moved).mend(failedProblem());
  }

  private OutgoingDocument moved(OutgoingDocument next, DocumentFact.Answered fact) {
    return switch (next.state()) {
      case INFRASTRUCTURE_ACKNOWLEDGED -> next.dueAt(now.plus(pace.businessDeadline()));
      case REJECTED -> next.awaitingNothing().because(rejection(fact));
      default -> next.awaitingNothing();
    };
  }

  private static String rejection(DocumentFact.Answered fact) {
    return fact.acknowledgement().words()
        + (fact.diagnostics().isEmpty() ? "" : ": " + fact.diagnostics());
  }

  private Transition<OutgoingDocument> rejected(
      Transition<OutgoingDocument> moved, Acknowledgement answer) {
    Transition<OutgoingDocument> ordered =
        answer.voidsReplaced() ? moved.order(new Order.VoidReplaced()) : moved;
    return ordered.raise(
        new AlertText(
            "rejected/" + document.id(),
            "Not accepted by the receiver: the report on " + document.subject().who(),
            document.subject().recipient() + " answered " + moved.next().failure().orElseThrow(),
            answer.voidsReplaced()
                ? "Treat this document and the one it was to replace as void: the practice does not"
                    + " act on either. Submit the current consultation as a new document that"
                    + " replaces none."
                : "Mend what the answer names and submit the consultation again, or tell the"
                    + " practice by other means. Sending it again unchanged will not help."));
  }

  // The first copy counts. But when this node knows of one copy only, the receiver has taken it for
  // somebody else's, and shows nobody this one.
  private Transition<OutgoingDocument> duplicate(Event came) {
    Transition<OutgoingDocument> noted = unchanged().event(came);
    boolean firstCopyTaken = document.acknowledgements().infrastructure().isPresent();
    return document.posts() > 1 || firstCopyTaken
        ? noted
        : noted.raise(
            new AlertText(
                "taken-for-another/" + document.id(),
                "Taken for a copy: the report on " + document.subject().who(),
                document.subject().recipient()
                    + " says that it already has this message or document ("
                    + came.detail()
                    + "), but it was sent once only. Perhaps nobody there sees it.",
                "Ask the practice whether it has this document, and submit the consultation again"
                    + " if it has not."));
  }

  private Transition<OutgoingDocument> doubted(DocumentFact.Answered fact) {
    String words = fact.acknowledgement().words();
    return unchanged()
        .event(
            new Event(
                "answer-in-doubt",
                words + " did not come from where the document went; it counts for nothing",
                new Actor.Peer(fact.from())))
        .raise(
            new AlertText(
                "answer-in-doubt/" + document.id(),
                "An answer from somebody else: the report on " + document.subject().who(),
                "Mailbox %s answered %s. %s It counts for nothing."
                    .formatted(
                        fact.from(),
                        words,
                        fact.evidence() == Evidence.REFERENCE_ONLY
                            ? "It names the consultation, but not the message that only its"
                                + " receiver can have read."
                            : "MESH did not deliver the document to that mailbox."),
                "Ask "
                    + document.subject().recipient()
                    + " whether the document has arrived, and find out who answered."));
  }

  private Transition<OutgoingDocument> undelivered(MeshReport report) {
    Event event = new Event("mesh-report", "code " + report.code(), new Actor.Peer("MESH"));
    String reason = report.reason() + " (MESH code " + report.code() + ")";
    return switch (document.state()) {
      case BUILT, SENT, OVERDUE ->
          document.acknowledgements().infrastructure().isPresent()
              ? contradicted(event, reason)
              : fail(reason, report.whatToDo()).mend(overdue());
      case INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED -> contradicted(event, reason);
      case REJECTED, FAILED, VOID -> unchanged().event(event);
      case ACCEPTED -> outOfPlace("mesh-report");
    };
  }

  // A copy that nobody needed may well be left uncollected; the only one there is may not.
  private Transition<OutgoingDocument> contradicted(Event event, String reason) {
    Transition<OutgoingDocument> noted = unchanged().event(event);
    return document.posts() > 1
        ? noted
        : noted.raise(
            new AlertText(
                "contradicted/" + document.id(),
                "MESH and the receiver disagree: the report on " + document.subject().who(),
                "The document was acknowledged, but MESH reports: " + reason,
                "Ask "
                    + document.subject().recipient()
                    + " whether the document is in their worklist."));
  }

  private Transition<OutgoingDocument> deadlinePassed() {
    return switch (document.state()) {
      case SENT, INFRASTRUCTURE_ACKNOWLEDGED -> {
        String awaited =
            document.acknowledgements().infrastructure().isEmpty() ? "infrastructure" : "business";
        yield Transition.to(document.in(DocumentState.OVERDUE).awaitingNothing())
            .event("overdue", "no " + awaited + " acknowledgement in time")
            .raise(
                new AlertText(
                    overdue(),
                    "No " + awaited + " acknowledgement for " + document.subject().who(),
                    "MESH took the document, but "
                        + document.subject().recipient()
                        + " has not sent its "
                        + awaited
                        + " acknowledgement in time.",
                    "Ask the practice whether the document has arrived. It is not sent again by"
                        + " itself, so that nothing is filed twice."));
      }
      case COMPLETED, REJECTED, FAILED, OVERDUE, VOID -> Transition.to(document.awaitingNothing());
      case ACCEPTED, BUILT -> unchanged();
    };
  }

  private Transition<OutgoingDocument> replacementFailed(String replacement) {
    return document.state() == DocumentState.VOID
        ? unchanged()
        : Transition.to(document.in(DocumentState.VOID).awaitingNothing())
            .event("void", "its replacement, document " + replacement + ", could not be processed")
            .mend(overdue());
  }

  private Transition<OutgoingDocument> resent(String person, boolean built) {
    return switch (document.state()) {
      case FAILED, OVERDUE ->
          Transition.to(
                  document
                      .in(built ? DocumentState.BUILT : DocumentState.ACCEPTED)
                      .failed(0)
                      .dueAt(now))
              .event(new Event("resent", "the same document goes again", new Actor.Person(person)))
              .mend(failedProblem())
              .mend(overdue());
      case ACCEPTED, BUILT, SENT, INFRASTRUCTURE_ACKNOWLEDGED, COMPLETED, REJECTED, VOID ->
          unchanged();
    };
  }

  /** It cannot reach its receiver: a person is told why and what to do (GPCM-SD-034). */
  private Transition<OutgoingDocument> fail(String reason, String whatToDo) {
    return mendStuck(
        Transition.to(document.in(DocumentState.FAILED).awaitingNothing().because(reason))
            .event("failed", reason)
            .raise(
                new AlertText(
                    failedProblem(),
                    "Not delivered: the report on " + document.subject().who(),
                    reason,
                    whatToDo)));
  }

  // A fact that cannot be: nothing changes, and the timeline keeps that it was told.
  private Transition<OutgoingDocument> outOfPlace(String kind) {
    return unchanged()
        .event("out-of-place", kind + " was told of a document that is " + document.state().text());
  }

  private Transition<OutgoingDocument> mendStuck(Transition<OutgoingDocument> transition) {
    return document.failures() > Pace.FAILURES_UNTOLD ? transition.mend(stuck()) : transition;
  }

  private String stuck() {
    return "stuck/" + document.id();
  }

  private String overdue() {
    return "overdue/" + document.id();
  }

  private String failedProblem() {
    return "failed/" + document.id();
  }
}
