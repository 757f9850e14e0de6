package gpcm.mesh.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A message without its body. Texts that were not given are empty.
 *
 * @param id server-made, upper case
 * @param report true for MESH's own reports, which have no body
 * @param sender mailbox; empty text on reports
 * @param recipient mailbox that holds it; the patient address while it is being routed
 * @param workflowId as sent
 * @param localId the sender's id
 * @param subject as sent
 * @param fileName a label, never used as a path
 * @param partnerId as sent
 * @param contentType media type of the body
 * @param contentEncoding empty text or {@code gzip}, the form in which the chunks are stored
 * @param checksum as sent
 * @param compressed the sender's flag
 * @param encrypted the sender's flag
 * @param totalChunks how many chunks make it whole; 0 on reports
 * @param sentAt epoch milliseconds of acceptance of the first chunk
 * @param status where it is in its life
 * @param statusAt epoch milliseconds of the last change of status
 * @param statusCode code of a failure; empty text otherwise
 * @param statusEvent event of a failure
 * @param statusDescription words of a failure
 * @param linkedMessageId on a report the message that failed; on a failed message its report
 */
public record StoredMessage(
    String id,
    boolean report,
    String sender,
    String recipient,
    String workflowId,
    String localId,
    String subject,
    String fileName,
    String partnerId,
    String contentType,
    String contentEncoding,
    String checksum,
    boolean compressed,
    boolean encrypted,
    int totalChunks,
    long sentAt,
    MessageStatus status,
    long statusAt,
    String statusCode,
    String statusEvent,
    String statusDescription,
    String linkedMessageId) {

  /** When the first chunk was accepted. */
  public Instant sent() {
    return Instant.ofEpochMilli(sentAt);
  }

  /** When the recipient acknowledged it. */
  public Optional<Instant> acknowledged() {
    return status == MessageStatus.ACKNOWLEDGED
        ? Optional.of(Instant.ofEpochMilli(statusAt))
        : Optional.empty();
  }

  /** The same message in another state. */
  public StoredMessage withStatus(MessageStatus newStatus, long at) {
    return withFailure(
        newStatus,
        at,
        new DeliveryFailure(statusCode, statusEvent, statusDescription),
        linkedMessageId);
  }

  /** The same message for another mailbox. */
  public StoredMessage withRecipient(String mailbox) {
    return new StoredMessage(
        id,
        report,
        sender,
        mailbox,
        workflowId,
        localId,
        subject,
        fileName,
        partnerId,
        contentType,
        contentEncoding,
        checksum,
        compressed,
        encrypted,
        totalChunks,
        sentAt,
        status,
        statusAt,
        statusCode,
        statusEvent,
        statusDescription,
        linkedMessageId);
  }

  /** The same message, failed. */
  public StoredMessage withFailure(
      MessageStatus newStatus, long at, DeliveryFailure failure, String linked) {
    return new StoredMessage(
        id,
        report,
        sender,
        recipient,
        workflowId,
        localId,
        subject,
        fileName,
        partnerId,
        contentType,
        contentEncoding,
        checksum,
        compressed,
        encrypted,
        totalChunks,
        sentAt,
        newStatus,
        at,
        failure.code(),
        failure.event(),
        failure.description(),
        linked);
  }

  /** Ids only. */
  @Override
  public String toString() {
    return "StoredMessage[id=%s, status=%s, workflowId=%s]".formatted(id, status, workflowId);
  }
}
