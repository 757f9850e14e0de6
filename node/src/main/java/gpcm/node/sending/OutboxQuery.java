package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.node.store.Slice;
import java.util.Optional;

/**
 * Which documents to list, newest first.
 *
 * @param organisation ODS code of the sender, or all of them
 * @param state only documents in this state, or in any
 * @param slice which part of that list; a document stands in it by {@link
 *     OutboxDocument#acceptedAt} and {@link OutboxDocument#id}
 */
public record OutboxQuery(
    Optional<String> organisation, Optional<DocumentState> state, Slice slice) {

  /** The newest documents of all organisations, in any state. */
  public static OutboxQuery newest(int limit) {
    return new OutboxQuery(Optional.empty(), Optional.empty(), Slice.newest(limit));
  }
}
