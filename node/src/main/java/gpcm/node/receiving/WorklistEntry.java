package gpcm.node.receiving;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A document in the worklist of the organisation that received it.
 *
 * @param id this node's id of the entry
 * @param received the received message it came in
 * @param organisation ODS code of the receiver
 * @param heading what it says of itself
 * @param patient whom it is about
 * @param sender whom it came from
 * @param identifiers what its sender calls it
 * @param standing what is to be done with it, and what staff should know
 * @param receivedAt when it was stored
 */
public record WorklistEntry(
    UUID id,
    UUID received,
    String organisation,
    EntryHeading heading,
    StatedPatient patient,
    Sender sender,
    EntryIdentifiers identifiers,
    EntryStanding standing,
    Instant receivedAt) {

  /** What is to be done with it. */
  public State state() {
    return standing.state();
  }

  /** Such as {@code consultation-summary}. */
  public String useCase() {
    return heading.useCase();
  }

  /** FA, to be acted on, or FI, to be filed. */
  public String recipientType() {
    return heading.recipientType();
  }

  /** The entry that replaced it. */
  public Optional<UUID> replacedBy() {
    return standing.replacedBy();
  }

  /** What staff should know. */
  public List<String> warnings() {
    return standing.warnings();
  }

  /** Whether the record of its patient is restricted, as the register says. */
  public boolean restrictedPatient() {
    return standing.restrictedPatient();
  }

  /** What is to be done with an entry. */
  public enum State {
    /** Which patient it is about is in doubt: a person says, and its business answer waits. */
    NEEDS_MATCHING,
    /** For action: somebody is to look at it. */
    TO_DO,
    /** For information: to be filed in the record. */
    TO_FILE,
    /**
     * The patient is not, or no longer, registered here: answered 30002 or 30003, by a person or at
     * once; it is in no patient's record and never will be.
     */
    NOT_KNOWN_HERE,
    /** A newer version has taken its place; kept for audit. */
    REPLACED,
    /**
     * A version that was to replace it could not be processed: nobody is to rely on it, and nothing
     * is to be done with it; kept for audit (GPCM-SD-024).
     */
    VOID;

    /** Whether its patient is known to be registered here. */
    boolean isKnownHere() {
      return this != NEEDS_MATCHING && this != NOT_KNOWN_HERE;
    }

    /** The name in the database, the API and on pages, such as {@code to-do}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  /** As whoever may not open it is shown it in a list. */
  public WorklistEntry unopened() {
    return new WorklistEntry(
        id,
        received,
        organisation,
        heading.untitled(patient),
        patient,
        new Sender("", ""),
        identifiers,
        new EntryStanding(state(), replacedBy(), List.of(), restrictedPatient()),
        receivedAt);
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "WorklistEntry[" + id + ", " + state().text() + "]";
  }
}
