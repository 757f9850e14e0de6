package gpcm.node.coded;

import gpcm.message.coded.CodedConcept;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person decided on a coded entry.
 *
 * @param person who
 * @param name their name at the time
 * @param at when
 * @param reason why it was changed or rejected
 * @param instead the code that was put in the place of the sender's
 * @param earlier the earlier version of the document in which it was decided, when nothing of the
 *     entry has changed since
 */
public record CodedDecision(
    UUID person,
    String name,
    Instant at,
    Optional<String> reason,
    Optional<CodedConcept> instead,
    Optional<Earlier> earlier) {

  /**
   * An earlier version of a document.
   *
   * @param entry its worklist entry
   * @param version its version, where it says one
   */
  public record Earlier(UUID entry, Optional<Integer> version) {}

  @Override
  public String toString() {
    return "CodedDecision[" + person + "]";
  }
}
