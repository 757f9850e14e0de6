package gpcm.node.receiving;

import gpcm.node.store.Slice;
import java.util.Optional;

/**
 * Which entries to list, newest first.
 *
 * @param organisation ODS code of the receiver, or all of them
 * @param includeReplaced whether to list entries that a newer version has replaced
 * @param slice which part of that list; an entry stands in it by {@link WorklistEntry#receivedAt}
 *     and {@link WorklistEntry#id}
 */
public record WorklistQuery(Optional<String> organisation, boolean includeReplaced, Slice slice) {

  /** The newest entries of all organisations, replaced ones too. */
  public static WorklistQuery newest(int limit) {
    return new WorklistQuery(Optional.empty(), true, Slice.newest(limit));
  }
}
