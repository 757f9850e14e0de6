package gpcm.node.escalating;

import gpcm.consultation.OdsCode;
import gpcm.consultation.Organisation;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody orders.
 *
 * @param organisation who received the document and sends it on
 * @param entry the document
 * @param note may be empty
 * @param by who orders it, as it is recorded
 * @param person their id; empty when it is a machine
 * @param practice the patient's registered practice; empty when the document says it
 */
public record EscalationOrder(
    OdsCode organisation,
    UUID entry,
    String reason,
    String note,
    String by,
    Optional<UUID> person,
    Optional<Organisation> practice) {
  /** Without the words of people. */
  @Override
  public String toString() {
    return "EscalationOrder[" + entry + "]";
  }
}
