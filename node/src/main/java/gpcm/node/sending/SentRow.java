package gpcm.node.sending;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A sent document in a list.
 *
 * @param document the document
 * @param patientListed the patient's name with the family name first
 * @param clinician who wrote it; empty where nobody is named
 * @param owner who deals with it; empty where nobody does
 * @param alert number of the newest open alert about it
 */
public record SentRow(
    OutboxDocument document,
    String patientListed,
    String clinician,
    Optional<Owner> owner,
    OptionalLong alert) {

  /**
   * Who deals with a document that is held or did not get there.
   *
   * @param id this node's id of them
   */
  public record Owner(UUID id, String name) {}

  /** Who has it now, for somebody who may read what it says. */
  public WhoHasIt whoHasIt(Instant now) {
    return WhoHasIt.of(document, true, now);
  }

  /** The same for somebody who may not. */
  public WhoHasIt whoHasItUnnamed(Instant now) {
    return WhoHasIt.of(document, false, now);
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "SentRow[" + document + "]";
  }
}
