package gpcm.exchange;

import java.time.Duration;
import java.time.Instant;

/** Decides what follows for a message that is still to be read. */
record IncomingDecision(IncomingMessage message, Instant now, Pace pace) {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /**
   * It was read: all that can still happen is that its bytes are found to be damaged, or that a
   * person decides about it.
   */
  Transition<IncomingMessage> onceRead(IncomingFact fact) {
    return switch (fact) {
      case IncomingFact.Damaged(String reason) -> damagedOnceRead(reason);
      case IncomingFact.Decided decided when message.state() == IncomingState.ACCEPTED ->
          decided(decided);
      case IncomingFact.PutOff(IncomingFact.Question question, String until, String by)
          when message.state() == IncomingState.ACCEPTED ->
          Transition.none(message)
              .event(new Event("waiting", "until " + until, new Actor.Person(by)))
              .mend(question.problem(message));
      case IncomingFact.Undecided(IncomingFact.Question question, String since)
          when message.state() == IncomingState.ACCEPTED ->
          undecided(question, since);
      default -> Transition.none(message);
    };
  }

  private Transition<IncomingMessage> damagedOnceRead(String reason) {
    return Transition.none(message)
        .raise(
            new AlertText(
                damage(),
                "The kept bytes of a received message are damaged",
                "MESH message %s from %s, which is %s: %s"
                    .formatted(message.meshMessageId(), sender(), message.state().text(), reason),
                "Restore the database from a backup, or ask its sender for another copy, before"
                    + " these bytes are needed."));
  }

  private Transition<IncomingMessage> decided(IncomingFact.Decided fact) {
    Transition<IncomingMessage> decided =
        Transition.none(message)
            .event(
                new Event(
                    fact.question().closed(),
                    fact.code() + " " + fact.decision(),
                    new Actor.Person(fact.by())))
            .mend(fact.question().problem(message));
    return answer(decided, asked(fact.wanted()), false, fact.code(), fact.positive(), "");
  }

  private Transition<IncomingMessage> undecided(IncomingFact.Question question, String since) {
    return Transition.none(message)
        .event("undecided", "nobody has decided since " + since)
        .raise(
            switch (question) {
              case MATCHING ->
                  new AlertText(
                      question.problem(message),
                      "Nobody has said which patient a document from " + sender() + " is about",
                      "It needs matching since " + since + ", and its sender has no answer yet.",
                      "Open it in the worklist and compare its patient with the register.");
              case DECISION ->
                  new AlertText(
                      question.problem(message),
                      "Nobody has decided about an online consultation from " + sender(),
                      "It waits since " + since + ", and its sender has no answer yet.",
                      "Open it in the worklist and decide: accept, decline, or escalate it to the"
                          + " practice.");
            });
  }

  Transition<IncomingMessage> on(IncomingFact fact) {
    return switch (fact) {
      case IncomingFact.Delayed(String reason) -> delayed(reason);
      case IncomingFact.NotItsTurn() -> notItsTurn();
      case IncomingFact.Damaged(String reason) -> damaged(reason);
      case IncomingFact.Filed filed -> filed(filed);
      case IncomingFact.SentBack(
              String code,
              String display,
              String diagnostics,
              WantedAnswers wanted) ->
          sentBack(IncomingState.REJECTED, code, display, diagnostics, asked(wanted));
      case IncomingFact.ReplacementFailed failed -> replacementFailed(failed);
      case IncomingFact.Copy(
              String code,
              String display,
              String diagnostics,
              WantedAnswers wanted) ->
          answer(
              read(IncomingState.DUPLICATE)
                  .event("duplicate", code + " " + display + ": " + diagnostics),
              asked(wanted),
              true,
              code,
              false,
              diagnostics);
      case IncomingFact.NotReadable(String code, String display, String diagnostics) ->
          notReadable(code, display, diagnostics);
      case IncomingFact.AnswersDocument(String code, String document) ->
          read(IncomingState.RESPONSE).event("response", code + " for document " + document);
      case IncomingFact.ReportsOn(String code, String about) ->
          read(IncomingState.REPORT)
              .event("mesh-report", "code " + code + " about message " + about);
      case IncomingFact.NotForUs(String why) -> notForUs(why);
      case IncomingFact.Held held -> held(held);
      case IncomingFact.Decided decided -> Transition.none(message);
      case IncomingFact.PutOff putOff -> Transition.none(message);
      case IncomingFact.Undecided undecided -> Transition.none(message);
    };
  }

  private Transition<IncomingMessage> held(IncomingFact.Held fact) {
    return answer(
        read(IncomingState.ACCEPTED)
            .event("filed", fact.entry())
            .event(fact.question().open(), fact.why()),
        asked(fact.wanted()),
        true,
        "20013",
        true,
        "");
  }

  private Transition<IncomingMessage> read(IncomingState outcome) {
    Transition<IncomingMessage> read = Transition.to(message.read(outcome));
    return message.failures() == 0 ? read : read.mend(problem()).mend(damage());
  }

  private Transition<IncomingMessage> delayed(String reason) {
    int failures = message.failures() + 1;
    Transition<IncomingMessage> later =
        Transition.to(message.later(failures, now.plus(pace.retryAfter(failures))));
    return failures > Pace.FAILURES_UNTOLD
        ? later.raise(
            new AlertText(
                problem(),
                "A received message cannot be processed",
                "Processing MESH message %s has failed %d times (%s) and goes on."
                    .formatted(message.meshMessageId(), failures, reason),
                "It is kept and its sender has had no answer yet. Look at the log, and tell the"
                    + " sender by other means if it lasts."))
        : later;
  }

  private Transition<IncomingMessage> notItsTurn() {
    return Transition.to(message.later(message.failures(), now.plus(LOOK_AGAIN)));
  }

  // It stays STORED: restored bytes are read like any others.
  private Transition<IncomingMessage> damaged(String reason) {
    int failures = message.failures() + 1;
    return Transition.to(message.later(failures, now.plus(pace.retryLongest())))
        .raise(
            new AlertText(
                damage(),
                "A received message is damaged and cannot be read",
                "MESH message %s from %s: %s".formatted(message.meshMessageId(), sender(), reason),
                "Restore the database from a backup, or ask its sender to send it again: they have"
                    + " had no answer."));
  }

  private Transition<IncomingMessage> filed(IncomingFact.Filed fact) {
    Transition<IncomingMessage> filed = read(IncomingState.ACCEPTED).event("filed", fact.entry());
    WantedAnswers wanted = asked(fact.wanted());
    Transition<IncomingMessage> acknowledged = answer(filed, wanted, true, "20013", true, "");
    Transition<IncomingMessage> both =
        answer(acknowledged, wanted, false, fact.standing(), fact.known(), "");
    return fact.known()
        ? both
        : both.raise(
            new AlertText(
                "not-known-here/" + message.id(),
                "A document for a patient who is not registered here came from " + sender(),
                fact.warning()
                    .orElse(
                        "The registry has no current registration for the document's NHS number."
                            + " The answer is "
                            + fact.standing()
                            + "."),
                "It is in no patient's record. Check whether the patient is yours; the sender "
                    + (wanted.none()
                        ? "asked for no answer and is not told."
                        : "is told that the patient is not.")
                    + " If the patient is yours, mend the register and ask the sender to send it"
                    + " again as a new document: this one cannot be matched any more."));
  }

  private Transition<IncomingMessage> replacementFailed(IncomingFact.ReplacementFailed fact) {
    WantedAnswers wanted = asked(fact.wanted());
    return answer(
            read(IncomingState.REJECTED)
                .event(
                    IncomingState.REJECTED.text(),
                    fact.code() + " " + fact.display() + ": " + fact.diagnostics())
                .event("void", "with worklist entry " + fact.original()),
            wanted,
            true,
            fact.code(),
            false,
            fact.diagnostics())
        .raise(
            new AlertText(
                "void/" + message.id(),
                "Void, do not rely on them: a document from "
                    + sender()
                    + " and the one that it was to replace",
                "MESH message %s was to replace worklist entry %s and cannot be processed. Neither counts any more. %s"
                    .formatted(message.meshMessageId(), fact.original(), fact.diagnostics()),
                "Do not act on worklist entry "
                    + fact.original()
                    + ", undo what was done on it, and ask its sender for the current consultation."
                    + " "
                    + (wanted.none()
                        ? "Its sender has not been told: it asked for no answer, or no mailbox of"
                            + " it is known."
                        : "Its sender has been told.")));
  }

  private Transition<IncomingMessage> sentBack(
      IncomingState outcome,
      String code,
      String display,
      String diagnostics,
      WantedAnswers wanted) {
    return answer(
            read(outcome).event(outcome.text(), code + " " + display + ": " + diagnostics),
            wanted,
            true,
            code,
            false,
            diagnostics)
        .raise(
            new AlertText(
                "sent-back/"
                    + code
                    + "/"
                    + (message.restricted() ? message.id() : message.sender()),
                "A document was sent back to " + sender() + ": " + display,
                diagnostics,
                (wanted.none()
                        ? "Its sender has not been told: it asked for no answer, or no mailbox of"
                            + " it is known."
                        : "Its sender has been told.")
                    + " The message is kept here; if the patient needs it now, ask the sender for"
                    + " it by other means."));
  }

  // An answer that cannot be read is never answered: that could go on for ever.
  private Transition<IncomingMessage> notReadable(String code, String display, String diagnostics) {
    return message.isAnswer()
        ? notForUs("It came as an acknowledgement and cannot be read: " + diagnostics)
        : sentBack(IncomingState.UNREADABLE, code, display, diagnostics, WantedAnswers.UNKNOWN);
  }

  private Transition<IncomingMessage> notForUs(String why) {
    return read(IncomingState.UNEXPECTED)
        .event("unexpected", why)
        .raise(
            new AlertText(
                "unexpected/" + message.id(),
                "A message came that this node cannot use",
                "MESH message %s, workflow %s, from %s. %s"
                    .formatted(message.meshMessageId(), message.workflowId(), sender(), why),
                "It is kept. Ask its sender what it is; if it should have been a document, they"
                    + " must send it again."));
  }

  private static Transition<IncomingMessage> answer(
      Transition<IncomingMessage> transition,
      WantedAnswers wanted,
      boolean infrastructure,
      String code,
      boolean positive,
      String diagnostics) {
    return wanted.wants(infrastructure, positive)
        ? transition.order(new Order.SendAnswer(code, infrastructure, diagnostics))
        : transition.event(
            "not-answered",
            code + " was not asked for, or no mailbox is known that it could go to");
  }

  private WantedAnswers asked(WantedAnswers wanted) {
    return message.isAnswer() ? WantedAnswers.NOTHING : wanted;
  }

  private String sender() {
    if (message.restricted()) {
      return "a mailbox that is not named, because the consultation is confidential";
    }
    return message.sender().isEmpty() ? "an unnamed mailbox" : "mailbox " + message.sender();
  }

  private String damage() {
    return "damaged/" + message.id();
  }

  private String problem() {
    return "processing/" + message.id();
  }
}
