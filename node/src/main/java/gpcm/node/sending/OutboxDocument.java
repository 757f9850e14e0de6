package gpcm.node.sending;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A document that this node sends, as it stands now.
 *
 * @param id this node's id of it, given when it was accepted
 * @param organisation ODS code of the sender
 * @param useCase such as {@code consultation-summary}
 * @param state how far it has got
 * @param encounterId the encounter's unique id (SenderReference)
 * @param version 1 for the first report of the encounter
 * @param confidential whether the whole consultation is confidential
 * @param patientNhsNumber ten digits
 * @param patientName for people
 * @param patientBirthDate for people
 * @param registeredPractice name and ODS code of the patient's practice
 * @param recipient name and ODS code of the organisation this message goes to
 * @param recipientType {@code FA} when the recipient is asked to act, {@code FI} when it is told
 * @param copyOf the document this one is a copy of, for the registered practice
 * @param occurredAt when the consultation took place
 * @param subject the subject line, from state built on
 * @param messageId MessageHeader.id, from state built on
 * @param documentId id of the document bundle, from state built on
 * @param meshMessageId what MESH calls the message, once MESH has taken it
 * @param infrastructureCode the infrastructure acknowledgement's code, once it is in
 * @param businessCode the business acknowledgement's code, once it is in
 * @param failure why it failed or was rejected, in words
 * @param acceptedAt when it was handed in
 * @param updatedAt when its state changed last
 */
public record OutboxDocument(
    UUID id,
    String organisation,
    String useCase,
    DocumentState state,
    String encounterId,
    int version,
    boolean confidential,
    String patientNhsNumber,
    String patientName,
    LocalDate patientBirthDate,
    String registeredPractice,
    String recipient,
    String recipientType,
    Optional<UUID> copyOf,
    Instant occurredAt,
    String subject,
    Optional<String> messageId,
    Optional<String> documentId,
    Optional<String> meshMessageId,
    Optional<String> infrastructureCode,
    Optional<String> businessCode,
    Optional<String> failure,
    Instant acceptedAt,
    Instant updatedAt) {

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "OutboxDocument[" + id + ", " + state.text() + "]";
  }
}
