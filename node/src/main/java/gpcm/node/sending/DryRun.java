package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.rules.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What would become of a consultation if it were told now. Nothing of it was kept, claimed or sent.
 * Immutable.
 *
 * @param unchanged the document that stands for it already, when nothing has changed since
 * @param version which report of its encounter it would be
 * @param replaces the document that it would replace at its receiver
 * @param insteadOf the document that has not left, in whose place it would come
 * @param decisions each step in the order in which it is decided
 * @param state in which it would begin
 * @param leavesAt when it would leave; empty when it would not, or waits for a person
 * @param findings what was found in its message, and does not keep it from being sent
 * @param report the report that would travel; empty when none would
 */
public record DryRun(
    Optional<UUID> unchanged,
    int version,
    Optional<Replaced> replaces,
    Optional<UUID> insteadOf,
    List<Step> decisions,
    DocumentState state,
    Optional<Instant> leavesAt,
    List<Finding> findings,
    Optional<Report> report) {
  /** Copies the lists. */
  public DryRun {
    decisions = List.copyOf(decisions);
    findings = List.copyOf(findings);
  }

  /**
   * What would be replaced.
   *
   * @param id this node's id of it
   * @param documentId the id in its message
   */
  public record Replaced(UUID id, String documentId) {}

  /**
   * A step of the decision.
   *
   * @param name such as {@code registration}
   * @param goesOn whether the next one is asked
   * @param reason why, in plain words; of a delivery that a person has to look at it may name the
   *     patient
   * @param whatToDo what a person would have to do
   */
  public record Step(String name, boolean goesOn, String reason, Optional<String> whatToDo) {}

  /**
   * A report.
   *
   * @param handedIn whether it is the one that was handed in, whose bytes are not repeated
   * @param pdf its bytes, when it was made here
   */
  public record Report(DocumentFile file, boolean handedIn, Optional<byte[]> pdf) {}

  /** Nothing: it may name the patient. */
  @Override
  public String toString() {
    return "DryRun[" + state + "]";
  }
}
