package gpcm.node.sending;

import gpcm.node.store.Slice;

/**
 * A part of a list of sent documents.
 *
 * @param view what of the outbox whoever looks may see
 * @param findsConfidential whether what is searched for by its patient may be confidential: others
 *     are not told whom such a document is about
 * @param list which list
 * @param filter which documents of it
 * @param sort in which order
 * @param slice which part; a document stands in it by {@link OutboxDocument#acceptedAt} and {@link
 *     OutboxDocument#id}
 */
public record SentQuery(
    OutboxView view,
    boolean findsConfidential,
    SentView list,
    SentFilter filter,
    SentSort sort,
    Slice slice) {}
