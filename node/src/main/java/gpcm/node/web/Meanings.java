package gpcm.node.web;

import gpcm.exchange.DocumentState;
import gpcm.node.journal.AlertGroup;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.working.WorkState;

/** What the states on the pages mean, in a sentence: a state that has none does not compile. */
final class Meanings {
  private Meanings() {}

  static String of(WorkState state) {
    return switch (state) {
      case NEEDS_MATCHING ->
          "Which patient it is about is in doubt. A person compares the details and decides.";
      case NEW -> "It is here, and nobody has it.";
      case ASSIGNED -> "A person or a team has it, and has not begun.";
      case IN_PROGRESS -> "Somebody has taken it and works on it.";
      case IN_REVIEW -> "It waits for a clinician’s review, or for its coded entries.";
      case WAITING -> "It waits until a date, and comes back on that day.";
      case DONE -> "It is finished, with an outcome.";
      case REJECTED ->
          "The sender was told that the patient is not registered here (30002), or is not any more"
              + " (30003). It is in nobody’s record.";
      case REPLACED -> "A newer version has taken its place. Work on that one.";
      case NULL_AND_VOID ->
          "Do not rely on it. What was to replace it could not be processed, or it was taken back.";
    };
  }

  static String of(DocumentState state) {
    return switch (state) {
      case UNCONFIRMED -> "Not sent. It waits for somebody to confirm that it is to go.";
      case WAITING -> "Not sent yet. Its waiting period runs, in which a later update replaces it.";
      case HELD -> "Not sent. A person has to say what is to be done.";
      case ACCEPTED -> "This system has it and is about to make the message.";
      case BUILT -> "The message is made, and waits to be handed to MESH.";
      case SENT -> "MESH has it. The receiver has not answered.";
      case INFRASTRUCTURE_ACKNOWLEDGED ->
          "The receiver’s system has it. That is no answer of its staff yet.";
      case COMPLETED -> "The receiver has answered all that is awaited: it has taken the document.";
      case REJECTED -> "The receiver has not taken it. A person was told, with the reason.";
      case FAILED -> "It never reached the receiver. A person was told.";
      case OVERDUE -> "No answer came in time. Take it that the receiver does not have it.";
      case VOID -> "A replacement could not be processed there. Nobody is to rely on this version.";
      case WITHDRAWN -> "Taken back before it left.";
      case NOT_SENT -> "A rule decided that it is not to go. Its history names the rule.";
      case SUPERSEDED -> "A later update took its place before it left.";
      case OTHER_ROUTE -> "A person got it to the receiver in another way, and said how.";
      case GIVEN_UP -> "A person decided that it does not have to get there any more.";
    };
  }

  static String of(AlertSeverity severity) {
    return switch (severity) {
      case ACT_NOW -> "Somebody may be harmed or without information until a person acts.";
      case TODAY -> "A person has to look at it today.";
      case INFORMATION -> "It is good to know.";
    };
  }

  static String of(AlertGroup.State state) {
    return switch (state) {
      case NEW -> "Nobody has opened it.";
      case SEEN -> "Somebody has opened it, and nobody has taken it.";
      case HANDLED -> "Somebody has taken it and deals with it.";
    };
  }
}
