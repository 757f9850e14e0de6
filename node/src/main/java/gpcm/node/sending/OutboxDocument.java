package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.exchange.OutgoingDocument;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that this node sends, as it stands now.
 *
 * @param id this node's id of it, given when it was accepted
 * @param organisation ODS code of the sender
 * @param heading what it says of itself
 * @param patient whom it is about
 * @param encounter which report of which encounter it is
 * @param addressee whom this message goes to
 * @param identifiers what it is called on its way
 * @param progress how far it has got
 */
public record OutboxDocument(
    UUID id,
    String organisation,
    DocumentHeading heading,
    PatientLine patient,
    EncounterVersion encounter,
    Addressee addressee,
    OutboxIdentifiers identifiers,
    DocumentProgress progress) {

  /** Such as {@code consultation-summary}. */
  public String useCase() {
    return heading.useCase();
  }

  /** Whether the whole consultation is confidential. */
  public boolean confidential() {
    return heading.confidential();
  }

  /** Whether it was received, and sent on, of a patient whose record is restricted. */
  public boolean restrictedPatient() {
    return heading.restrictedPatient();
  }

  /** The subject line, from state built on. */
  public String subject() {
    return heading.subject();
  }

  /** How far it has got. */
  public DocumentState state() {
    return progress.state();
  }

  /** What its receiver has answered. */
  public AcknowledgementCodes acknowledgements() {
    return progress.acknowledgements();
  }

  /** Why it failed or was rejected, in words. */
  public Optional<String> failure() {
    return progress.failure();
  }

  /** When it was handed in. */
  public Instant acceptedAt() {
    return progress.acceptedAt();
  }

  /** When its state changed last. */
  public Instant updatedAt() {
    return progress.updatedAt();
  }

  /** Whether it is on its way out and no copy of it can have left. */
  public boolean neverLeft() {
    return state().isOnItsWayOut() && !progress.mayHaveLeft();
  }

  /** Whether it failed before any copy of it can have left. */
  boolean failedUnsent() {
    return state() == DocumentState.FAILED && !progress.mayHaveLeft();
  }

  /** Whether its consultation was deleted, so that recording it again puts it back. */
  boolean takenBack() {
    return state() == DocumentState.WITHDRAWN
        && failure().filter(OutgoingDocument.CONSULTATION_DELETED::equals).isPresent();
  }

  /** Whether it waits for its time or for people. */
  public boolean waits() {
    return switch (state()) {
      case UNCONFIRMED, WAITING, HELD -> true;
      default -> false;
    };
  }

  /** Whether it may have reached nobody. */
  public boolean undelivered() {
    return state() == DocumentState.FAILED || state() == DocumentState.OVERDUE;
  }

  /** Whether nobody has answered anything, so that what went wrong is how it travelled. */
  public boolean unanswered() {
    return acknowledgements().infrastructure().isEmpty() && acknowledgements().business().isEmpty();
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "OutboxDocument[" + id + ", " + state().text() + "]";
  }
}
