package gpcm.exchange;

import java.time.Duration;
import java.time.Instant;

/** Decides what follows for a message that is still to be read. */
record IncomingDecision(IncomingMessage message, Instant now, Pace pace) {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

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
          sentBack(IncomingState.REJECTED, code, display, diagnostics, wanted);
      case IncomingFact.Copy(
              String code,
              String display,
              String diagnostics,
              WantedAnswers wanted) ->
          answer(
              Transition.to(message.read(IncomingState.DUPLICATE))
                  .event("duplicate", code + " " + display + ": " + diagnostics),
              wanted,
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
    };
  }

  private Transition<IncomingMessage> read(IncomingState outcome) {
    Transition<IncomingMessage> read = Transition.to(message.read(outcome));
    return message.failures() > Pace.FAILURES_UNTOLD ? read.mend(problem()) : read;
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
                "damaged/" + message.id(),
                "A received message is damaged and cannot be read",
                "MESH message %s from mailbox %s: %s"
                    .formatted(message.meshMessageId(), sender(), reason),
                "Restore the database from a backup, or ask its sender to send it again: they have"
                    + " had no answer."));
  }

  private Transition<IncomingMessage> filed(IncomingFact.Filed fact) {
    Transition<IncomingMessage> filed = read(IncomingState.ACCEPTED).event("filed", fact.entry());
    Transition<IncomingMessage> acknowledged =
        answer(filed, fact.wanted(), true, "20013", true, "");
    Transition<IncomingMessage> both =
        answer(acknowledged, fact.wanted(), false, fact.standing(), fact.known(), "");
    return fact.known()
        ? both
        : both.raise(
            new AlertText(
                "not-known-here/" + message.id(),
                "A document for a patient who is not registered here came from " + sender(),
                fact.warning()
                    .orElse(
                        "The registry has no current registration for the document's NHS number."
                            + " The answer was "
                            + fact.standing()
                            + "."),
                "It is in no patient's record. Check whether the patient is yours; the sender has"
                    + " been told that the patient is not."));
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
                "sent-back/" + code + "/" + message.sender(),
                "A document was sent back to " + sender() + ": " + display,
                diagnostics,
                (wanted.none()
                        ? "Its sender asked for no answer and has not been told."
                        : "Its sender has been told.")
                    + " The message is kept here; if the patient needs it now, ask the sender for"
                    + " it by other means."));
  }

  // An answer that cannot be read is never answered: that could go on for ever.
  private Transition<IncomingMessage> notReadable(String code, String display, String diagnostics) {
    return message.workflowId().endsWith("_ACK")
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
                "MESH message %s, workflow %s, from mailbox %s. %s"
                    .formatted(
                        message.meshMessageId(), message.workflowId(), message.sender(), why),
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
        : transition.event("not-answered", code + " was not asked for");
  }

  private String sender() {
    return message.sender().isEmpty() ? "an unnamed mailbox" : "mailbox " + message.sender();
  }

  private String problem() {
    return "processing/" + message.id();
  }
}
