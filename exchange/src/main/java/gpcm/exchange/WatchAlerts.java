package gpcm.exchange;

/** What a person is told of a document that does not get on by itself. */
record WatchAlerts(OutgoingDocument document) {

  String notAcceptedProblem() {
    return "not-accepted/" + document.id();
  }

  String notCollectedProblem() {
    return "not-collected/" + document.id();
  }

  String undeliveredProblem() {
    return "undelivered/" + document.id();
  }

  AlertText notAccepted() {
    return new AlertText(
        notAcceptedProblem(),
        "Not with MESH yet: the report on " + who(),
        "It may go, but MESH has not taken it in time. It is kept and goes by itself as soon as"
            + " that works. "
            + recipient()
            + " has not got it.",
        "Look on its page for what it waits for. If it lasts, tell "
            + recipient()
            + " by other means.");
  }

  AlertText notCollected(MeshStanding standing) {
    return switch (standing) {
      case UNDELIVERABLE ->
          new AlertText(
              notCollectedProblem(),
              "Could not be delivered: the report on " + who(),
              standing.words() + ". " + recipient() + " has not got it.",
              "Tell "
                  + recipient()
                  + " by other means if it matters now. It can be sent again on its page once MESH"
                  + " has reported on it, or once it is overdue.");
      case NOT_FOUND ->
          new AlertText(
              notCollectedProblem(),
              "Not known to MESH: the report on " + who(),
              standing.words() + ". Nobody can say whether " + recipient() + " has got it.",
              "Ask "
                  + recipient()
                  + " whether it has arrived. If not, get it there in another way, or send it again"
                  + " on its page once it is overdue.");
      case NOT_ASKED, NOT_COLLECTED, COLLECTED ->
          new AlertText(
              notCollectedProblem(),
              "Not collected: the report on " + who(),
              standing.words() + ". " + recipient() + " should have collected it by now.",
              "Ask "
                  + recipient()
                  + " whether their system collects from MESH. Send nothing again meanwhile: it is"
                  + " still there for them.");
    };
  }

  AlertText undelivered() {
    return new AlertText(
        undeliveredProblem(),
        "To be taken as undelivered: the report on " + who(),
        "Nothing has come back about it for so long that MESH need not keep it any more. "
            + document.watch().standing().words()
            + ".",
        "Ask "
            + recipient()
            + " whether it has arrived. If not, send it again on its page, or get it there in"
            + " another way.");
  }

  private String who() {
    return document.subject().who();
  }

  private String recipient() {
    return document.subject().recipient();
  }
}
