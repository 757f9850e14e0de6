package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.node.store.Slice;
import java.util.Optional;
import java.util.UUID;

/**
 * Which documents to list, newest first.
 *
 * @param organisation ODS code of the sender, or all of them
 * @param author only what is this person's own, or anybody's
 * @param state only documents in this state, or in any
 * @param slice which part of that list; a document stands in it by {@link
 *     OutboxDocument#acceptedAt} and {@link OutboxDocument#id}
 */
public record OutboxQuery(
    Optional<String> organisation,
    Optional<UUID> author,
    Optional<DocumentState> state,
    Slice slice) {

  /** Whosever they are. */
  public OutboxQuery(Optional<String> organisation, Optional<DocumentState> state, Slice slice) {
    this(organisation, Optional.empty(), state, slice);
  }

  /** Of what somebody may see. */
  public static OutboxQuery in(OutboxView view, Optional<DocumentState> state, Slice slice) {
    return new OutboxQuery(Optional.of(view.organisation()), view.author(), state, slice);
  }

  /** The newest documents of all organisations, in any state. */
  public static OutboxQuery newest(int limit) {
    return new OutboxQuery(Optional.empty(), Optional.empty(), Slice.newest(limit));
  }
}
