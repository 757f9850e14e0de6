package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that this node sends, as it stands now.
 *
 * @param id this node's id of it, given when it was accepted
 * @param organisation ODS code of the sender
 * @param useCase such as {@code consultation-summary}
 * @param state how far it has got
 * @param confidential whether the whole consultation is confidential
 * @param subject the subject line, from state built on
 * @param patient whom it is about
 * @param encounter which report of which encounter it is
 * @param addressee whom this message goes to
 * @param identifiers what it is called on its way
 * @param acknowledgements what its receiver has answered
 * @param failure why it failed or was rejected, in words
 * @param acceptedAt when it was handed in
 * @param updatedAt when its state changed last
 */
public record OutboxDocument(
    UUID id,
    String organisation,
    String useCase,
    DocumentState state,
    boolean confidential,
    String subject,
    PatientLine patient,
    EncounterVersion encounter,
    Addressee addressee,
    OutboxIdentifiers identifiers,
    AcknowledgementCodes acknowledgements,
    Optional<String> failure,
    Instant acceptedAt,
    Instant updatedAt) {

  /** Whether a person can send it again, unchanged. */
  public boolean resendable() {
    return state == DocumentState.FAILED || state == DocumentState.OVERDUE;
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "OutboxDocument[" + id + ", " + state.text() + "]";
  }
}
