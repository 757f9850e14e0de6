package gpcm.node.receiving;

import java.util.Optional;

/**
 * Which entries to list, newest first.
 *
 * @param organisation ODS code of the receiver, or all of them
 * @param includeReplaced whether to list entries that a newer version has replaced
 * @param limit how many at most, 1 to 1000
 * @param offset how many to pass over
 */
public record WorklistQuery(
    Optional<String> organisation, boolean includeReplaced, int limit, int offset) {

  /**
   * @throws IllegalArgumentException when limit or offset is out of bounds
   */
  public WorklistQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit must be 1 to 1000, not " + limit);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset must be 0 or more, not " + offset);
    }
  }

  /** The newest hundred entries. */
  public static WorklistQuery newest() {
    return new WorklistQuery(Optional.empty(), true, 100, 0);
  }
}
