package gpcm.node.sending;

import gpcm.exchange.HoldKind;
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
 * @param waiting what it waits for
 * @param alert number of the newest open alert about it
 */
public record SentRow(
    OutboxDocument document,
    String patientListed,
    String clinician,
    Waiting waiting,
    OptionalLong alert) {

  /**
   * What a document waits for that has not left.
   *
   * @param until when the organisation's time ends
   * @param held why a person has to say what is to be done
   * @param heldSince since when
   * @param owner who does, by name
   * @param ownerId and by this node's id of them
   */
  public record Waiting(
      Optional<Instant> until,
      Optional<HoldKind> held,
      Optional<Instant> heldSince,
      Optional<String> owner,
      Optional<UUID> ownerId) {}

  /** Who has it now, for somebody who may read what it says. */
  public WhoHasIt whoHasIt(Instant now) {
    return WhoHasIt.of(document, waiting, true, now);
  }

  /** The same for somebody who may not. */
  public WhoHasIt whoHasItUnnamed(Instant now) {
    return WhoHasIt.of(document, waiting, false, now);
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "SentRow[" + document + "]";
  }
}
