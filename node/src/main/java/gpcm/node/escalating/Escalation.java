package gpcm.node.escalating;

import java.time.Instant;
import java.util.UUID;

/**
 * A received document that was sent on to the practice.
 *
 * @param entry the received document in the worklist
 * @param document the document that was sent on, in the outbox
 * @param note may be empty
 * @param by who sent it on
 */
public record Escalation(
    UUID entry, UUID document, String reason, String note, String by, Instant at) {
  /** Without the words of people. */
  @Override
  public String toString() {
    return "Escalation[" + entry + " as " + document + "]";
  }
}
