package gpcm.node.working;

import gpcm.node.store.Slice;

/**
 * Which part of which list.
 *
 * @param viewer who looks at it
 * @param view the list
 * @param filter which of its documents
 * @param sort in which order
 * @param slice which part: its edge is the place of a row, {@link WorkRow#receivedAt} and {@link
 *     WorkRow#id}, whatever the order is
 */
public record ListQuery(
    Viewer viewer, ListView view, ListFilter filter, ListSort sort, Slice slice) {}
