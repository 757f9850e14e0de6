package gpcm.exchange;

import java.time.Instant;

/** Decides what follows for a document from what is decided about it before it has left. */
record UnsentDecision(OutgoingDocument document, Instant now, Pace pace) {

  Transition<OutgoingDocument> confirmed(DocumentFact.Confirmed fact) {
    return document.state() == DocumentState.UNCONFIRMED
        ? Transition.to(document.in(DocumentState.WAITING).dueAt(later(fact.leaves())))
            .event(by(fact.person(), "confirmed", "it is to be sent"))
            .mend(alerts().unconfirmed())
        : unchanged();
  }

  private Instant later(Instant leaves) {
    return leaves.isAfter(now) ? leaves : now;
  }

  Transition<OutgoingDocument> checked(Deliverability found) {
    if (document.isSentAgain()) {
      return checkedAgain(found);
    }
    if (document.state() != DocumentState.WAITING && !unsentAndDecided()) {
      return unchanged();
    }
    return switch (found) {
      case Deliverability.Deliverable(String words, Instant askedAt) -> deliverable(words);
      case Deliverability.NotKnownYet(String reason, Instant next) -> notKnownYet(next);
      case Deliverability.NeedsPerson(HoldKind kind, String reason, String whatToDo) ->
          held(reason, Event.of("held", reason)).raise(alerts().held(reason, whatToDo));
      case Deliverability.MustNot(String reason, String whatToDo, boolean told) ->
          mustNot(reason, whatToDo, told);
    };
  }

  // A copy has left before: it is neither held nor taken back, and a person is told why it stays.
  private Transition<OutgoingDocument> checkedAgain(Deliverability found) {
    return switch (found) {
      case Deliverability.Deliverable deliverable -> unchanged();
      case Deliverability.NotKnownYet(String reason, Instant next) -> notKnownYet(next);
      case Deliverability.NeedsPerson(HoldKind kind, String reason, String whatToDo) ->
          notAgain(reason, whatToDo);
      case Deliverability.MustNot(String reason, String whatToDo, boolean told) ->
          notAgain(reason, whatToDo);
    };
  }

  private Transition<OutgoingDocument> notAgain(String reason, String whatToDo) {
    String why = "It was not sent again: " + reason;
    return document.mendStuck(
        Transition.to(document.in(DocumentState.FAILED).awaitingNothing().because(why).failed(0))
            .event("failed", why)
            .raise(alerts().failed(why, whatToDo)));
  }

  // What waits for MESH longer than an answer of PDS holds is checked again, and goes on as it is.
  private Transition<OutgoingDocument> deliverable(String words) {
    return document.state() == DocumentState.WAITING
        ? document.mendStuck(
            Transition.to(document.in(DocumentState.ACCEPTED).failed(0).dueAt(now))
                .event("deliverable", words))
        : unchanged();
  }

  // Whoever finds it out tells a person once, for all documents; this one is held at its deadline.
  private Transition<OutgoingDocument> notKnownYet(Instant next) {
    return Transition.to(
        document
            .failed(document.failures() + 1)
            .dueAt(next.isAfter(now) ? next : now.plusSeconds(1)));
  }

  private Transition<OutgoingDocument> mustNot(String reason, String whatToDo, boolean told) {
    Transition<OutgoingDocument> ended =
        document.mendStuck(
            Transition.to(
                    document.in(DocumentState.NOT_SENT).failed(0).awaitingNothing().because(reason))
                .event("not-sent", reason));
    return told ? ended.raise(alerts().notSent(reason, whatToDo)) : ended;
  }

  private Transition<OutgoingDocument> held(String reason, Event event) {
    return document.mendStuck(
        Transition.to(
                document
                    .in(DocumentState.HELD)
                    .failed(0)
                    .because(reason)
                    .dueAt(now.plus(pace.of(Deadline.HELD))))
            .event(event));
  }

  Transition<OutgoingDocument> hastened(String person) {
    if (document.state() == DocumentState.UNCONFIRMED) {
      return unchanged().event(by(person, "hastened", "it goes as soon as somebody confirms it"));
    }
    return document.state() == DocumentState.WAITING
            && document.due().filter(due -> due.isAfter(now)).isPresent()
        ? Transition.to(document.dueAt(now))
            .event(by(person, "hastened", "it goes now instead of waiting"))
        : unchanged();
  }

  Transition<OutgoingDocument> updated(String later) {
    return overUnsent(
        document.in(DocumentState.SUPERSEDED),
        Event.of("superseded", "document " + later + " comes in its place before it left"));
  }

  Transition<OutgoingDocument> takenBack(DocumentFact.TakenBack fact) {
    return overUnsent(
        document.in(DocumentState.WITHDRAWN).because(fact.reason()),
        by(fact.by(), "withdrawn", fact.reason()));
  }

  Transition<OutgoingDocument> deleted(DocumentFact.Deleted fact) {
    if (document.neverLeft() || document.failedUnsent()) {
      String why = OutgoingDocument.CONSULTATION_DELETED;
      Transition<OutgoingDocument> withdrawn =
          over(document.in(DocumentState.WITHDRAWN).because(why), by(fact.by(), "withdrawn", why));
      return fact.elsewhere() ? withdrawn.raise(alerts().deleted(fact.facts())) : withdrawn;
    }
    Event event = by(fact.by(), "consultation-deleted", "");
    if (document.isSentAgain()) {
      return notAgain(
              OutgoingDocument.CONSULTATION_DELETED,
              "Follow up what has left of it: tell the registered practice.")
          .event(event)
          .raise(alerts().deleted(fact.facts()));
    }
    boolean known =
        document.posts() > 0 || document.state() == DocumentState.OTHER_ROUTE || fact.elsewhere();
    return !known
        ? unchanged().event(event)
        : unchanged().event(event).raise(alerts().deleted(fact.facts()));
  }

  // A copy goes with its original or not at all: what is made anew makes a copy of its own.
  Transition<OutgoingDocument> originalStopped(String reason) {
    if (document.isSentAgain()) {
      String recipient = document.subject().recipient();
      return notAgain(
          reason + ". A message of it left before, and " + recipient + " may have that",
          "Ask " + recipient + " whether they have it, and tell them what has become of it.");
    }
    return overUnsent(
        document.in(DocumentState.WITHDRAWN).because(reason), Event.of("withdrawn", reason));
  }

  Transition<OutgoingDocument> stopped(DocumentFact.Stopped fact) {
    return document.neverLeft() && document.state() != DocumentState.HELD
        ? held(fact.reason(), by(fact.person(), "held", fact.reason())).mend(alerts().unconfirmed())
        : unchanged();
  }

  Transition<OutgoingDocument> released(DocumentFact.Released fact) {
    if (document.state() != DocumentState.HELD) {
      return unchanged();
    }
    return Transition.to(
            document
                .in(fact.unchecked() ? DocumentState.ACCEPTED : DocumentState.WAITING)
                .failed(0)
                .dueAt(now))
        .event(
            by(
                fact.person(),
                "released",
                fact.reason() + (fact.unchecked() ? "; it goes without another check" : "")))
        .mend(alerts().held());
  }

  Transition<OutgoingDocument> rerouted(DocumentFact.Rerouted fact) {
    return document.neverLeft() || undelivered()
        ? over(
            document.in(DocumentState.OTHER_ROUTE).because(fact.how()),
            by(fact.person(), "other-route", fact.how()))
        : unchanged();
  }

  Transition<OutgoingDocument> abandoned(DocumentFact.Abandoned fact) {
    return document.state() == DocumentState.HELD || undelivered()
        ? over(
            document.in(DocumentState.GIVEN_UP).because(fact.reason()),
            by(fact.person(), "given-up", fact.reason()))
        : unchanged();
  }

  private boolean undelivered() {
    return document.state() == DocumentState.FAILED
        || document.state() == DocumentState.OVERDUE
        || document.state() == DocumentState.REJECTED;
  }

  private boolean unsentAndDecided() {
    return document.neverLeft()
        && (document.state() == DocumentState.ACCEPTED || document.state() == DocumentState.BUILT);
  }

  private Transition<OutgoingDocument> overUnsent(OutgoingDocument next, Event event) {
    return document.neverLeft() ? over(next, event) : unchanged();
  }

  // It has come to an end: whatever people were told of its way here is over too.
  private Transition<OutgoingDocument> over(OutgoingDocument next, Event event) {
    return document
        .mendAll(Transition.to(next.failed(0).awaitingNothing()).event(event))
        .mend(alerts().held())
        .mend(alerts().unconfirmed())
        .mend(alerts().rejected());
  }

  private static Event by(String person, String kind, String detail) {
    return new Event(kind, detail, new Actor.Person(person));
  }

  private Transition<OutgoingDocument> unchanged() {
    return Transition.none(document);
  }

  private DocumentAlerts alerts() {
    return new DocumentAlerts(document);
  }
}
