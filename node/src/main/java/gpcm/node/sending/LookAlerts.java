package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.exchange.AlertText;
import gpcm.node.sending.WantedLooks.Wanted;
import gpcm.pds.LookUp;
import gpcm.pds.PdsOutcome;
import gpcm.pds.PdsPatient.Practice;
import gpcm.pds.Route;
import gpcm.pds.Treatment;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What people are told after a look-up beside a document's steps. Of a restricted record they are
 * told no more than that it is one. Immutable.
 */
record LookAlerts(
    Wanted wanted, Bar bar, Document document, LookUp found, LookUpWords words, Route route) {
  /** With these the look-up does not know the patient as the document has them, either. */
  private static final Set<PdsOutcome> AGREES =
      EnumSet.of(
          PdsOutcome.NOT_FOUND,
          PdsOutcome.INVALIDATED,
          PdsOutcome.MALFORMED,
          PdsOutcome.IDENTITY_DIFFERS,
          PdsOutcome.SUPERSEDED_BY_OTHER);

  private static final String LEFT = "The patient has left whoever it went to";
  private static final String SAY_HOW = "say on its page how the report got there";

  /** What they are told; empty when there is nothing that people need to know. */
  Optional<AlertText> alert() {
    return switch (wanted.cause()) {
      case RECORDED -> early();
      case LEFT -> Optional.of(words.restricted() ? leftRestricted() : left());
      case DISAGREEMENT ->
          Optional.of(words.restricted() ? undeliveredRestricted() : disagreement());
      case OVER -> Optional.empty();
    };
  }

  // Of what is looked up again by itself, or is registered with the sender, people need not know.
  private Optional<AlertText> early() {
    boolean stops =
        switch (found.on(route)) {
          case SEND, AGAIN, HOLD_ALL -> false;
          case HOLD -> true;
          case REFUSE -> found.reasons(route).stream().anyMatch(reason -> reason != PdsOutcome.OWN);
        };
    return stops
        ? Optional.of(
            told(
                "Could not go as things stand",
                words.reason() + ". It still waits, and has not been sent.",
                words.restricted()
                    ? "When it is to leave, it is held: somebody who may know of this patient"
                        + " decides then. "
                        + LookUpWords.QUIET
                    : "Put it right before it leaves: the patient is looked up again then, and if"
                        + " nothing has changed it "
                        + (found.on(route) == Treatment.HOLD ? "is held." : "is not sent.")))
        : Optional.empty();
  }

  private AlertText leftRestricted() {
    return told(
        LEFT,
        answered() + words.deliverable() + ".",
        "Somebody who may know of this patient finds out who is to have it, and says on its page"
            + " how it got there or why it need not. "
            + LookUpWords.QUIET);
  }

  private AlertText left() {
    return told(
        other().isPresent() ? "Registered elsewhere now" : LEFT,
        answered() + words.deliverable() + "." + registered() + earlier(),
        whatToDo());
  }

  private String answered() {
    return "%s answered that the patient is not with them any more (30003). Looked up once more: "
        .formatted(wanted.recipient());
  }

  /** The practice that has the patient now, where the look-up leaves no doubt who that is. */
  private Optional<Practice> other() {
    return named().filter(each -> !each.odsCode().equals(ours())).filter(each -> certain());
  }

  private Optional<Practice> named() {
    return found.practice();
  }

  private String ours() {
    return document.registeredPractice().odsCode().value();
  }

  private boolean certain() {
    return SendingElsewhere.mayGo(found.outcomes(), route);
  }

  private String registered() {
    if (other().isPresent()) {
      Practice practice = other().get();
      return " The patient is registered with %s%s."
          .formatted(practice.odsCode(), practice.start().map(day -> " since " + day).orElse(""));
    }
    return certain() && named().isPresent()
        ? " It still names %s, as the report does.".formatted(ours())
        : "";
  }

  private String earlier() {
    return bar == Bar.REPLACES
        ? " The earlier version is not affected: %s still holds it.".formatted(wanted.recipient())
        : "";
  }

  private String whatToDo() {
    return switch (bar) {
      case DOUBTFUL ->
          "Other answers came that cannot be true together with this one. Ask %s what became of the"
                  .formatted(wanted.recipient())
              + " report before it goes anywhere else, and say on its page how it got there.";
      case PROVIDER ->
          "It went to them because they were asked to act. Find out with the patient who is to act"
              + " now; from here it could only go to them again. Hand it in anew for whom that is,"
              + " or "
              + SAY_HOW
              + ".";
      case COPY ->
          "It was a copy for information; whoever is to act has their own. Tell the patient's"
              + " practice by other means if it has to know, and "
              + SAY_HOW
              + ".";
      case SUPERSEDED ->
          "Another report has come in its place: see on its page what became of that.";
      case REPLACES ->
          "It replaces an earlier version, which went to %s: it can go nowhere else from its page."
                  .formatted(wanted.recipient())
              + " See that whoever has the patient now gets what holds now by other means, and "
              + SAY_HOW
              + ".";
      case NONE -> whereItCanGo();
    };
  }

  private String whereItCanGo() {
    if (other().isPresent()) {
      String code = other().get().odsCode();
      return "If %s is to have it, send it there on its page; it is not sent there by itself."
              .formatted(code)
          + (route == Route.SUMMARY
              ? " MESH finds the practice by the NHS number: it reaches %s once MESH knows of the move."
                  .formatted(code)
              : "")
          + " Or say there how it got there.";
    }
    if (!certain() && named().isPresent()) {
      return "It can go nowhere else from its page before that is put right: make sure who the"
          + " patient is, and whether anybody still needs the report. Correct your record and hand"
          + " it in anew, or "
          + SAY_HOW
          + " or why it need not.";
    }
    return (named().isPresent() ? "The two do not agree. " : "No other practice is known. ")
        + "Ask the patient or %s where they are registered, and ".formatted(wanted.recipient())
        + SAY_HOW
        + ".";
  }

  private AlertText undeliveredRestricted() {
    return told(
        "Not delivered",
        bothSay(),
        "It is not sent again by itself. Somebody who may know of this patient sends it again, or"
            + " says on its page how it got there. "
            + LookUpWords.QUIET);
  }

  private AlertText disagreement() {
    if (found.on(route) == Treatment.SEND) {
      return told(
          "MESH and the look-up disagree",
          bothSay(),
          "Trust neither: make sure who the patient is and where they are registered. It is not"
              + " sent again by itself; send it again or say on its page how it got there.");
    }
    return found.outcomes().stream().anyMatch(AGREES::contains)
        ? told(
            "Not delivered, and the look-up agrees",
            bothSay(),
            "Put right what both say. It is not sent again by itself.")
        : told(
            "Not delivered, and the look-up found something else",
            bothSay(),
            "Make sure who the patient is and who needs the report. It is not sent again by itself;"
                + " send it again or say on its page how it got there.");
  }

  private String bothSay() {
    return "MESH says: %s Looked up once more: %s.".formatted(wanted.said(), words.deliverable());
  }

  private AlertText told(String title, String whatHappened, String whatToDo) {
    return new AlertText(
        wanted.cause().problem() + wanted.document(),
        title + ": the report on " + wanted.who(),
        whatHappened,
        whatToDo);
  }
}
