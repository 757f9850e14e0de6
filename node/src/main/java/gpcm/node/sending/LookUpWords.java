package gpcm.node.sending;

import gpcm.exchange.HoldKind;
import gpcm.node.demographics.Checked;
import gpcm.node.demographics.KeptLookUp;
import gpcm.pds.LookUp;
import gpcm.pds.PdsOutcome;
import gpcm.pds.Route;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a look-up came to in words that name neither patient nor practice: they stand in the
 * timeline and in the log.
 */
record LookUpWords(Checked checked, LookUp found, Route route) {
  /** What holds of a restricted record, whatever else is to be done. */
  static final String QUIET = "Tell nobody where the patient lives or is registered.";

  private String who() {
    return KeptLookUp.asked(checked.source());
  }

  /** Why it goes; of a restricted record nothing is told but that. */
  String deliverable() {
    return who()
        + ": "
        + told(restricted() ? found.reasons(route) : found.outcomes().stream().sorted().toList());
  }

  /** Whether the record is one of which nothing may be told. */
  boolean restricted() {
    return kind() == HoldKind.RESTRICTED;
  }

  /** Why it does not go, or not yet. */
  String reason() {
    return who()
        + ": "
        + told(found.reasons(route))
        + checked.particulars().why().map(why -> " (" + why + ")").orElse("");
  }

  private String told(List<PdsOutcome> outcomes) {
    return outcomes.stream().map(PdsOutcome::words).collect(Collectors.joining("; "))
        + (differing(outcomes).isEmpty() ? "" : ": " + differing(outcomes));
  }

  private String differing(List<PdsOutcome> outcomes) {
    return outcomes.contains(PdsOutcome.IDENTITY_DIFFERS)
            || outcomes.contains(PdsOutcome.DETAILS_DIFFER)
            || outcomes.contains(PdsOutcome.SUPERSEDED_BY_OTHER)
        ? String.join(", ", found.differing())
        : "";
  }

  /** What kind of person's decision it waits for: the gravest of the reasons counts. */
  HoldKind kind() {
    return Stream.of(
            HoldKind.RESTRICTED,
            HoldKind.NUMBER,
            HoldKind.IDENTITY,
            HoldKind.DECEASED,
            HoldKind.PRACTICE,
            HoldKind.MAILBOX)
        .filter(kind -> found.reasons(route).stream().anyMatch(each -> kind(each) == kind))
        .findFirst()
        .orElse(HoldKind.OTHER);
  }

  private static HoldKind kind(PdsOutcome outcome) {
    return switch (outcome) {
      case RESTRICTED, RESTRICTED_WITHOUT_NAME -> HoldKind.RESTRICTED;
      case SUPERSEDED_BY_OTHER, INVALIDATED, NOT_FOUND, MALFORMED -> HoldKind.NUMBER;
      case IDENTITY_DIFFERS -> HoldKind.IDENTITY;
      case DECEASED_SINCE, DECEASED, DECEASED_UNCONFIRMED, REMOVED_BY_DEATH -> HoldKind.DECEASED;
      case NO_MAILBOX -> HoldKind.MAILBOX;
      case OWN_NOT_REGULAR,
          OTHER_PRACTICE,
          STARTS_LATER,
          ENDED,
          NOWHERE,
          SEVERAL,
          IN_ANOTHER_NATION,
          REMOVED ->
          HoldKind.PRACTICE;
      case CURRENT, OWN, SUPERSEDED, DETAILS_DIFFER, OUR_FAULT, NOT_NOW -> HoldKind.OTHER;
    };
  }

  /** The next step for a person. */
  String whatToDo() {
    return switch (kind()) {
      case RESTRICTED ->
          "Somebody who may know of this patient decides on its page whether it goes all the same:"
              + " addresses and telephone numbers are left out then. A file that was handed in goes"
              + " as it is: look first whether it says them. "
              + QUIET;
      case NUMBER ->
          "Trace the patient's NHS number again. Correct your record, and submit the consultation"
              + " with the right number.";
      case IDENTITY ->
          "Compare your record of the patient with what was found. Correct what is wrong with you"
              + " and submit it again; or, where it is the same person, let it go on its page.";
      case DECEASED ->
          "Ask the practice whether it needs the report. Then let it go on its page, or say there"
              + " how it got there or why it need not.";
      case PRACTICE ->
          "Find out with whom the patient is registered. Send it there by other means and say so on"
              + " its page; or let it go there once the registration is put right: the patient is"
              + " looked up again then.";
      case MAILBOX ->
          "Tell the practice by other means and say so on its page; or let it go there once the"
              + " practice has a mailbox.";
      case PERSON, OTHER ->
          "Let it go on its page once the service answers again: the patient is looked up again"
              + " then. What cannot wait is sent by other means; say so there.";
    };
  }
}
