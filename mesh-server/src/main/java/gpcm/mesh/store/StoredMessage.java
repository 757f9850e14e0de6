package gpcm.mesh.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;

/**
 * A message without its body. In the journal its values lie side by side in one JSON object.
 *
 * @param id server-made, upper case
 * @param report true for MESH's own reports, which have no body
 * @param parties between whom it goes
 * @param labels what its sender wrote on it
 * @param body the form of its body
 * @param sentAt epoch milliseconds of acceptance of the first chunk
 * @param state where it is in its life
 * @param linkedMessageId on a report the message that failed; on a failed message its report; empty
 *     text otherwise
 */
public record StoredMessage(
    String id,
    boolean report,
    @JsonUnwrapped Parties parties,
    @JsonUnwrapped MessageLabels labels,
    @JsonUnwrapped BodyForm body,
    long sentAt,
    @JsonUnwrapped MessageState state,
    String linkedMessageId) {

  /** Its state without when and why. */
  public MessageStatus status() {
    return state.status();
  }

  /** When the first chunk was accepted. */
  public Instant sent() {
    return Instant.ofEpochMilli(sentAt);
  }

  /** When the recipient acknowledged it. */
  public Optional<Instant> acknowledged() {
    return status() == MessageStatus.ACKNOWLEDGED
        ? Optional.of(Instant.ofEpochMilli(state.statusAt()))
        : Optional.empty();
  }

  /** The same message in another state. */
  public StoredMessage withStatus(MessageStatus newStatus, long at) {
    return with(state.changed(newStatus, at), linkedMessageId);
  }

  /** The same message for another mailbox. */
  public StoredMessage withRecipient(String mailbox) {
    return new StoredMessage(
        id,
        report,
        new Parties(parties.sender(), mailbox),
        labels,
        body,
        sentAt,
        state,
        linkedMessageId);
  }

  /** The same message, failed. */
  public StoredMessage withFailure(
      MessageStatus newStatus, long at, DeliveryFailure failure, String linked) {
    return with(MessageState.of(newStatus, at, failure), linked);
  }

  private StoredMessage with(MessageState newState, String linked) {
    return new StoredMessage(id, report, parties, labels, body, sentAt, newState, linked);
  }

  /** Ids only. */
  @Override
  public String toString() {
    return "StoredMessage[id=%s, status=%s, workflowId=%s]"
        .formatted(id, status(), labels.workflowId());
  }
}
