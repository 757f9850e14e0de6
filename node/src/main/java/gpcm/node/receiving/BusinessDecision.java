package gpcm.node.receiving;

import gpcm.exchange.IncomingFact.Question;
import gpcm.message.ResponseCode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person has to decide about a received document before its business answer goes, or what
 * they have decided.
 *
 * @param entry the document in the worklist
 * @param doubts what makes its patient doubtful, in words without their details
 * @param dueAt when people are told that nobody has decided
 * @param waitingUntil until when a person has put it off
 * @param proposed what a first person has said, where a second one has to say the same
 * @param made the decision; empty while it is open
 * @param later what came of it afterwards, oldest first
 */
public record BusinessDecision(
    UUID entry,
    Question question,
    List<String> doubts,
    Instant openedAt,
    Instant dueAt,
    Optional<LocalDate> waitingUntil,
    Optional<Proposed> proposed,
    Optional<Made> made,
    List<Later> later) {

  /** Copies the lists. */
  public BusinessDecision {
    doubts = List.copyOf(doubts);
    later = List.copyOf(later);
  }

  /**
   * A decision.
   *
   * @param code the business answer that went
   * @param note for those who read it later; may be empty
   * @param by who decided
   */
  public record Made(ResponseCode code, String reason, String note, String by, Instant at) {}

  /**
   * What a first person has said.
   *
   * @param person who, by the node's id of them
   * @param by who, by name
   */
  public record Proposed(ResponseCode code, String reason, UUID person, String by, Instant at) {}

  /**
   * What came of it later: no answer, since a message has one business answer.
   *
   * @param told how its sender was told
   */
  public record Later(
      ResponseCode code, String reason, String note, String told, String by, Instant at) {}

  /** Without the words of people. */
  @Override
  public String toString() {
    return "BusinessDecision[" + entry + ", " + question + "]";
  }
}
