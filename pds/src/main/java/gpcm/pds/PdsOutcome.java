package gpcm.pds;

/**
 * What asking PDS came to, and what is done for it on each route: a row for each outcome, a column
 * for each route. Several may hold of one patient.
 */
public enum PdsOutcome {
  /** A practice has the patient, and the details agree. */
  CURRENT(
      Treatment.SEND,
      Treatment.SEND,
      Treatment.SEND,
      Copy.SENT,
      Treatment.SEND,
      "a practice has the patient, and the details agree"),
  /** The patient is registered with the sender. */
  OWN(
      Treatment.REFUSE,
      Treatment.SEND,
      Treatment.SEND,
      Copy.SENT,
      Treatment.SEND,
      "the patient is registered with the sender"),
  /** The patient is registered with the sender nationally, and not here. */
  OWN_NOT_REGULAR(
      Treatment.HOLD,
      Treatment.SEND,
      Treatment.SEND,
      Copy.SENT,
      Treatment.SEND,
      "the patient is registered with the sender nationally, and not here"),
  /** The practice has no mailbox for such documents. */
  NO_MAILBOX(
      Treatment.SEND,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.HELD,
      Treatment.HOLD,
      "the practice has no mailbox for such documents"),
  /** The practice is another one than the document names. */
  OTHER_PRACTICE(
      Treatment.SEND,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.HELD,
      Treatment.HOLD,
      "the practice is another one than the document names"),
  /** The registration with the new practice begins later, and the old one has ended. */
  STARTS_LATER(
      Treatment.AGAIN,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.HELD,
      Treatment.HOLD,
      "the registration with the new practice begins later, and the old one has ended"),
  /** The registration has ended, and there is no other. */
  ENDED(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.NOT_DELIVERABLE,
      Treatment.HOLD,
      "the registration has ended, and there is no other"),
  /** PDS names no practice. */
  NOWHERE(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.NOT_DELIVERABLE,
      Treatment.HOLD,
      "no practice is named"),
  /** PDS names several practices at once. */
  SEVERAL(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.HELD,
      Treatment.HOLD,
      "several practices are named at once"),
  /** The record was merged with another one, whose number is used. */
  SUPERSEDED(
      Treatment.SEND,
      Treatment.SEND,
      Treatment.SEND,
      Copy.SENT,
      Treatment.SEND,
      "the record was merged with another one, whose number is used"),
  /** The record was merged with one that is somebody else here. */
  SUPERSEDED_BY_OTHER(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.HOLD,
      "the record was merged with one that is somebody else here"),
  /** The NHS number was withdrawn. */
  INVALIDATED(
      Treatment.REFUSE,
      Treatment.REFUSE,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.REFUSE,
      "the NHS number was withdrawn"),
  /** PDS does not know the NHS number. */
  NOT_FOUND(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.HOLD,
      "the NHS number is not known"),
  /** The NHS number is none. */
  MALFORMED(
      Treatment.REFUSE,
      Treatment.REFUSE,
      Treatment.REFUSE,
      Copy.SENT,
      Treatment.REFUSE,
      "the NHS number is none"),
  /** Surname or date of birth differ from what PDS has. */
  IDENTITY_DIFFERS(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.HOLD,
      "surname or date of birth differ"),
  /** Given name, gender or title differ from what PDS has. */
  DETAILS_DIFFER(
      Treatment.SEND,
      Treatment.SEND,
      Treatment.SEND,
      Copy.SENT,
      Treatment.SEND,
      "given name, gender or title differ"),
  /** The demographic record is restricted. */
  RESTRICTED(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.NOT_LOOKED_UP,
      Treatment.HOLD,
      "the demographic record is restricted"),
  /** The demographic record is restricted, and shows no name. */
  RESTRICTED_WITHOUT_NAME(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.NOT_LOOKED_UP,
      Treatment.HOLD,
      "the demographic record is restricted, and shows no name"),
  /** The patient died after the encounter. */
  DECEASED_SINCE(
      Treatment.SEND,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.SEND,
      "the patient died after the encounter"),
  /** The patient had died. */
  DECEASED(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.HOLD,
      "the patient had died"),
  /** PDS was told of the patient's death and has not confirmed it. */
  DECEASED_UNCONFIRMED(
      Treatment.SEND,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.SEND,
      "the patient is said to have died, which is not confirmed"),
  /** The patient moved to another nation, where MESH does not lead. */
  IN_ANOTHER_NATION(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.NOT_DELIVERABLE,
      Treatment.HOLD,
      "the patient moved to another nation, where MESH does not lead"),
  /** The patient was taken off the practice's list. */
  REMOVED(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.SEND,
      Copy.NOT_DELIVERABLE,
      Treatment.HOLD,
      "the patient was taken off the practice's list"),
  /** The patient was taken off the practice's list because of death. */
  REMOVED_BY_DEATH(
      Treatment.HOLD,
      Treatment.HOLD,
      Treatment.HOLD,
      Copy.SENT,
      Treatment.HOLD,
      "the patient was taken off the practice's list because of death"),
  /** PDS refuses this system. */
  OUR_FAULT(
      Treatment.HOLD_ALL,
      Treatment.HOLD_ALL,
      Treatment.HOLD_ALL,
      Copy.SENT,
      Treatment.HOLD_ALL,
      "this system is refused"),
  /** PDS cannot be asked now. */
  NOT_NOW(
      Treatment.AGAIN,
      Treatment.AGAIN,
      Treatment.AGAIN,
      Copy.SENT,
      Treatment.AGAIN,
      "there is no answer now");

  private final Treatment summary;
  private final Treatment toPractice;
  private final Treatment toProvider;
  private final Copy copy;
  private final Treatment generic;
  private final String words;

  PdsOutcome(
      Treatment summary,
      Treatment toPractice,
      Treatment toProvider,
      Copy copy,
      Treatment generic,
      String words) {
    this.summary = summary;
    this.toPractice = toPractice;
    this.toProvider = toProvider;
    this.copy = copy;
    this.generic = generic;
    this.words = words;
  }

  /** What is done with a document on this route. */
  public Treatment on(Route route) {
    return switch (route) {
      case SUMMARY -> summary;
      case CONSULTATION_TO_PRACTICE -> toPractice;
      case CONSULTATION_TO_PROVIDER -> toProvider;
      case GENERIC -> generic;
    };
  }

  /** What becomes of the practice's copy of what goes to another provider. */
  public Copy copy() {
    return copy;
  }

  /** Whether the record is one of which nothing may be told. */
  public boolean restricted() {
    return this == RESTRICTED || this == RESTRICTED_WITHOUT_NAME;
  }

  /** In words that name neither patient nor practice. */
  public String words() {
    return words;
  }
}
