package gpcm.exchange;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** What a person is told of a document on its way (GPCM-SD-034, GPCM-SD-035). */
record DocumentAlerts(OutgoingDocument document) {

  String stuck() {
    return "stuck/" + document.id();
  }

  String failed() {
    return "failed/" + document.id();
  }

  String overdue() {
    return "overdue/" + document.id();
  }

  String rejected() {
    return "rejected/" + document.id();
  }

  String voided() {
    return "void/" + document.id();
  }

  String held() {
    return "held/" + document.id();
  }

  String unconfirmed() {
    return "unconfirmed/" + document.id();
  }

  AlertText held(String reason, String whatToDo) {
    return new AlertText(held(), "Held: the report on " + who(), sentence(reason), whatToDo);
  }

  /** It has been held for long. */
  AlertText stillHeld() {
    return held(
        "It is still held: " + document.failure().orElse("nobody has said why"),
        "Say on its page what is to be done with it: let it go, get it there in another way, or"
            + " give it up.");
  }

  AlertText unconfirmed(Duration since) {
    return new AlertText(
        unconfirmed(),
        "Not confirmed yet: the report on " + who(),
        "It waits for somebody to confirm that it is to be sent, for %s now. %s has not got it."
            .formatted(
                since.toHours() < 2 ? since.toMinutes() + " minutes" : since.toHours() + " hours",
                recipient()),
        "Confirm it on its page, or say there why it is not to be sent.");
  }

  AlertText deleted(String facts) {
    return new AlertText(
        "deleted/" + document.id(),
        "Deleted after it was sent: the consultation of " + who(),
        "The consultation was deleted where it was recorded, and its report has left: "
            + sentence(facts)
            + " Nothing is sent because of that.",
        "Tell "
            + recipient()
            + " that the consultation was deleted, and close the follow-up when you know what they"
            + " have done.");
  }

  AlertText notSent(String reason, String whatToDo) {
    return new AlertText(
        "not-sent/" + document.id(),
        "Not sent: the report on " + who(),
        sentence(reason),
        whatToDo);
  }

  String contradicted() {
    return "contradicted/" + document.id();
  }

  AlertText stuck(int failures, String reason) {
    return new AlertText(
        stuck(),
        "Held up: the report on " + who(),
        "It has failed %d times on its way out: %s. It is kept and tried again."
            .formatted(failures, reason),
        "Show this to the people who run this node. If it lasts, tell "
            + recipient()
            + " by other means.");
  }

  AlertText failed(String reason, String whatToDo) {
    return new AlertText(failed(), "Not delivered: the report on " + who(), reason, whatToDo);
  }

  AlertText overdue(String awaited) {
    String sent =
        document.posting() == Posting.HANDED_OVER
            ? "The document was left to the MESH file client, which has not said that MESH took it,"
                + " and "
            : "MESH took the document, but ";
    return new AlertText(
        overdue(),
        "No " + awaited + " acknowledgement for " + who(),
        sent + recipient() + " has not sent its " + awaited + " acknowledgement in time.",
        "Ask the practice whether the document has arrived. It is not sent again by itself, so that"
            + " nothing is filed twice.");
  }

  /** It was refused, and a document that it was to replace stays what it is. */
  AlertText rejected(DocumentFact.Answered fact) {
    return new AlertText(
        rejected(),
        "Not accepted by the receiver: the report on " + who(),
        "%s answered %s%s%s"
            .formatted(
                recipient(),
                sentence(refusal(fact)),
                document
                    .subject()
                    .replaces()
                    .map(
                        earlier ->
                            " The earlier version, document %s, is not affected: %s still holds it."
                                .formatted(earlier, recipient()))
                    .orElse(""),
                laterPolicy()),
        document.acknowledgements().doubtful()
            ? askFirst()
            : "Mend what the answer names and submit the consultation again, or tell the practice"
                + " by other means. Sending it again unchanged will not help.");
  }

  /** It was refused, and neither it nor the document that it was to replace counts any more. */
  AlertText voided(DocumentFact.Answered fact) {
    return new AlertText(
        voided(),
        "Void: the report on " + who() + ", and the one that it was to replace",
        "%s answered %s This document and document %s, which it was to replace, are void.%s%s"
            .formatted(
                recipient(),
                sentence(refusal(fact)),
                document.subject().replaces().orElse(""),
                saidToBeVoid() ? "" : " " + recipient() + " may still show the earlier version.",
                laterPolicy()),
        "Treat both as void and rely on neither. "
            + (document.acknowledgements().doubtful()
                ? askFirst()
                : "Submit the current consultation as a new document that replaces none."));
  }

  private boolean saidToBeVoid() {
    return counts(FailedReplacement::saidToBeVoid);
  }

  private boolean counts(Predicate<String> code) {
    return document
        .acknowledgements()
        .infrastructure()
        .filter(answer -> code.test(answer.code()))
        .isPresent();
  }

  // The answer that a document is refused by need not be the one that has come just now.
  private String refusal(DocumentFact.Answered fact) {
    return fact.acknowledgement().refusal()
        ? reason(fact)
        : document.failure().orElseGet(() -> reason(fact));
  }

  // Later releases let a receiver refuse whatever is restricted, and with this code.
  private String laterPolicy() {
    return document.subject().restricted() && counts("20009"::equals)
        ? " The consultation is confidential, and the receiver may follow the later policy by which"
            + " nothing restricted is taken."
        : "";
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  static String reason(DocumentFact.Answered fact) {
    return fact.acknowledgement().words()
        + (fact.diagnostics().isEmpty() ? "" : ": " + fact.diagnostics());
  }

  /** The receiver has it, and says what became of the patient there. */
  AlertText outcome(Acknowledgement answer) {
    Optional<ProviderOutcome> told = ProviderOutcome.of(answer.code());
    return new AlertText(
        "outcome/" + document.id() + "/" + answer.code(),
        "The care did not go on at the provider: the report on " + who(),
        "%s has the document and %s (%s)."
            .formatted(
                recipient(),
                told.map(ProviderOutcome::happened).orElse("answered"),
                answer.words()),
        told.map(ProviderOutcome::whatToDo).orElse("Ask " + recipient() + " what is to be done."));
  }

  /**
   * An answer that cannot be taken at its word.
   *
   * @param quoted the answer as it stands
   */
  AlertText unclear(DocumentFact.Answered fact, String quoted) {
    Acknowledgement answer = fact.acknowledgement();
    return new AlertText(
        "answer-unclear/" + document.id() + "/" + answer.code(),
        "An answer that is not clear: the report on " + who(),
        "%s answered %s It counts %s."
            .formatted(
                recipient(),
                sentence(
                    fact.diagnostics().isEmpty() ? quoted : quoted + ": " + fact.diagnostics()),
                answer.verdict() == AnswerVerdict.NOT_UNDERSTOOD
                    ? "for nothing"
                    : "as what its code says"),
        askFirst());
  }

  private String askFirst() {
    return "Ask "
        + recipient()
        + " whether the document is in their worklist. Send nothing again before you know, so that"
        + " nothing is filed twice.";
  }

  AlertText damaged(String reason) {
    return new AlertText(
        "damaged/" + document.id(),
        "Kept bytes are damaged: the report on " + who(),
        document.posts() == 0 ? reason : reason + " What was sent is not affected.",
        "Restore the database from a backup before this copy is needed.");
  }

  AlertText takenForAnother(String words) {
    return new AlertText(
        "taken-for-another/" + document.id(),
        "Taken for a copy: the report on " + who(),
        recipient()
            + " says that it already has this message or document ("
            + words
            + "), but it was sent once only. Perhaps nobody there sees it.",
        "Ask the practice whether it has this document, and submit the consultation again if it has"
            + " not.");
  }

  AlertText inDoubt(String from, String words, Evidence evidence) {
    return new AlertText(
        "answer-in-doubt/" + document.id(),
        "An answer from somebody else: the report on " + who(),
        "Mailbox %s answered %s. %s It counts for nothing."
            .formatted(
                from,
                words,
                switch (evidence) {
                  case REFERENCE_ONLY ->
                      "It names the consultation, but not the message that only its receiver can"
                          + " have read.";
                  case FROM_ANOTHER_MAILBOX -> "MESH did not deliver the document to that mailbox.";
                  case FROM_RECIPIENT -> "The document has not been sent.";
                }),
        "Ask " + recipient() + " whether the document has arrived, and find out who answered.");
  }

  AlertText contradicted(String reason) {
    return new AlertText(
        contradicted(),
        "MESH and the receiver disagree: the report on " + who(),
        "The document was acknowledged, but MESH reports: " + reason,
        "Ask " + recipient() + " whether the document is in their worklist.");
  }

  AlertText contradicted(Acknowledgement before, Acknowledgement now) {
    return new AlertText(
        contradicted(),
        "The receiver contradicts itself: the report on " + who(),
        "%s answered %s, and then %s. The refusal counts."
            .formatted(recipient(), before.words(), now.words()),
        askFirst());
  }

  private String who() {
    return document.subject().who();
  }

  private String recipient() {
    return document.subject().recipient();
  }
}
