package gpcm.exchange;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message taken from a mailbox.
 *
 * @param id this node's id of it
 * @param meshMessageId MESH's id of it
 * @param workflowId its MESH workflow
 * @param sender the mailbox that MESH names as its sender; empty when MESH named none
 * @param state what has become of it
 * @param failures how many times in a row reading it has failed
 * @param receivedAt when its bytes were stored
 * @param due when it is to be read next; empty when it has been
 * @param restricted whether it was found to hold a confidential document: people are not told where
 *     it came from (GPCM-SD-CS-030)
 */
public record IncomingMessage(
    UUID id,
    String meshMessageId,
    String workflowId,
    String sender,
    IncomingState state,
    int failures,
    Instant receivedAt,
    Optional<Instant> due,
    boolean restricted) {

  /**
   * What follows from a fact. Total: what has been decided once is never decided again, so a
   * message is filed once and answered once, however often it is read.
   */
  public Transition<IncomingMessage> after(IncomingFact fact, Instant now, Pace pace) {
    IncomingDecision decision = new IncomingDecision(this, now, pace);
    return state == IncomingState.STORED ? decision.on(fact) : decision.onceRead(fact);
  }

  /** The same, found to hold a confidential document. */
  public IncomingMessage asRestricted() {
    return new IncomingMessage(
        id, meshMessageId, workflowId, sender, state, failures, receivedAt, due, true);
  }

  /** Whether a replacement has waited long enough for what arrived before it. */
  public boolean patienceIsOver(Instant now, Pace pace) {
    return !now.isBefore(receivedAt.plus(pace.replacementPatience()));
  }

  /** An answer is never answered, whatever it asks for: that could go on for ever. */
  boolean isAnswer() {
    return workflowId.endsWith("_ACK");
  }

  IncomingMessage read(IncomingState outcome) {
    return new IncomingMessage(
        id,
        meshMessageId,
        workflowId,
        sender,
        outcome,
        failures,
        receivedAt,
        Optional.empty(),
        restricted);
  }

  IncomingMessage later(int times, Instant next) {
    return new IncomingMessage(
        id,
        meshMessageId,
        workflowId,
        sender,
        state,
        times,
        receivedAt,
        Optional.of(next),
        restricted);
  }
}
