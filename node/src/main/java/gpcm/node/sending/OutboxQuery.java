package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import java.util.Optional;

/**
 * Which documents to list, newest first.
 *
 * @param organisation ODS code of the sender, or all of them
 * @param state only documents in this state, or in any
 * @param limit how many at most, 1 to 1000
 * @param offset how many to pass over
 */
public record OutboxQuery(
    Optional<String> organisation, Optional<DocumentState> state, int limit, int offset) {

  /**
   * @throws IllegalArgumentException when limit or offset is out of bounds
   */
  public OutboxQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit must be 1 to 1000, not " + limit);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset must be 0 or more, not " + offset);
    }
  }

  /** The newest hundred documents. */
  public static OutboxQuery newest() {
    return new OutboxQuery(Optional.empty(), Optional.empty(), 100, 0);
  }
}
