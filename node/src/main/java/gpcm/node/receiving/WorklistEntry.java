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
 * @param state what is to be done with it
 * @param useCase such as {@code consultation-summary}
 * @param recipientType FA, to be acted on, or FI, to be filed
 * @param heading what it says of itself at its head
 * @param patient whom it is about
 * @param sender whom it came from
 * @param identifiers what its sender calls it
 * @param replacedBy the entry that replaced it
 * @param warnings what staff should know: tolerated faults, broken SHOULD rules, patient details
 *     that differ
 * @param receivedAt when it was stored
 */
public record WorklistEntry(
    UUID id,
    UUID received,
    String organisation,
    State state,
    String useCase,
    String recipientType,
    EntryHeading heading,
    StatedPatient patient,
    Sender sender,
    EntryIdentifiers identifiers,
    Optional<UUID> replacedBy,
    List<String> warnings,
    Instant receivedAt) {

  public WorklistEntry {
    warnings = List.copyOf(warnings);
  }

  /** What is to be done with an entry. */
  public enum State {
    /** For action: somebody is to look at it. */
    TO_DO,
    /** For information: to be filed in the record. */
    TO_FILE,
    /**
     * The patient is not, or no longer, registered here: a person decides; it is in no patient's
     * record.
     */
    NOT_KNOWN_HERE,
    /** A newer version has taken its place; kept for audit. */
    REPLACED;

    /** The name in the database, the API and on pages, such as {@code to-do}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "WorklistEntry[" + id + ", " + state.text() + "]";
  }
}
