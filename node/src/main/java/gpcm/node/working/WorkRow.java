package gpcm.node.working;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A document in a list.
 *
 * @param receivedAt when it was stored
 * @param patient whom it is about
 * @param document what it says of itself; of a confidential one neither title nor sender, and the
 *     same of one of a restricted record for whoever may not open it
 * @param work how the work stands
 * @param marks what stands beside it
 */
public record WorkRow(
    UUID id, Instant receivedAt, Patient patient, About document, Work work, Marks marks) {

  /**
   * The patient, as the sender states them.
   *
   * @param listed the name with the family name first, for lists
   */
  public record Patient(String nhsNumber, String name, String listed, String birthDate) {
    /** The name stands for both where an earlier version of this program filed the document. */
    public Patient {
      listed = listed.isEmpty() ? name : listed;
    }
  }

  /**
   * What it is.
   *
   * @param useCase such as {@code consultation-summary}
   * @param forAction for action, or else for information
   * @param title Composition.title; empty when whoever looks may not open it
   * @param version of the report, where its subject names it
   * @param senderOds where it came from; empty when it is confidential, or of a restricted record
   *     that whoever looks may not open
   * @param senderName the same
   */
  public record About(
      String useCase,
      boolean forAction,
      String title,
      OptionalInt version,
      String senderOds,
      String senderName) {}

  /**
   * Marks beside it.
   *
   * @param overdue it is not finished and should be, or a review or a task of it is not
   * @param confidential the sender marked it restricted
   * @param restrictedPatient the record of its patient is restricted, as the register says
   * @param warnings how many staff should know of
   * @param attachments how many it has beside itself
   * @param coded how many coded entries it has
   * @param replacement it took the place of an earlier version
   * @param replacedBy what has taken its place
   * @param covered whoever looks stands in for who has it, who is away
   * @param told whoever looks has worked on an earlier version, and has not said that they know
   */
  public record Marks(
      boolean overdue,
      boolean confidential,
      boolean restrictedPatient,
      int warnings,
      int attachments,
      int coded,
      boolean replacement,
      Optional<UUID> replacedBy,
      boolean covered,
      boolean told) {}

  /** Until when it waits. */
  public Optional<LocalDate> waitingUntil() {
    return work.waitingUntil();
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "WorkRow[" + id + "]";
  }
}
