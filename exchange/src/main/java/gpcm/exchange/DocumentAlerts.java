package gpcm.exchange;

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

  AlertText rejected(String reason, boolean voidsReplaced) {
    return new AlertText(
        "rejected/" + document.id(),
        "Not accepted by the receiver: the report on " + who(),
        recipient() + " answered " + reason,
        voidsReplaced
            ? "Treat this document and the one it was to replace as void: the practice does not act"
                + " on either. Submit the current consultation as a new document that replaces"
                + " none."
            : "Mend what the answer names and submit the consultation again, or tell the practice"
                + " by other means. Sending it again unchanged will not help.");
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
        "contradicted/" + document.id(),
        "MESH and the receiver disagree: the report on " + who(),
        "The document was acknowledged, but MESH reports: " + reason,
        "Ask " + recipient() + " whether the document is in their worklist.");
  }

  AlertText contradicted(Acknowledgement before, Acknowledgement now) {
    return new AlertText(
        "contradicted/" + document.id(),
        "The receiver contradicts itself: the report on " + who(),
        "%s answered %s, and then %s. The first counts."
            .formatted(recipient(), before.words(), now.words()),
        "Ask " + recipient() + " whether the document is in their worklist.");
  }

  private String who() {
    return document.subject().who();
  }

  private String recipient() {
    return document.subject().recipient();
  }
}
