package gpcm.node.sending;

import gpcm.node.store.Slice;

/**
 * A part of a list of sent documents.
 *
 * @param view what of the outbox whoever looks may see
 * @param finds what may be found by its patient: others are not told whom such a document is about
 * @param list which list
 * @param filter which documents of it
 * @param sort in which order
 * @param slice which part; a document stands in it by {@link OutboxDocument#acceptedAt} and {@link
 *     OutboxDocument#id}
 * @param acts whether a copy for information stands in it only where what it is a copy of does not:
 *     the two are one act. Lists that are searched, or sorted otherwise than by time, have each
 */
public record SentQuery(
    OutboxView view,
    Finds finds,
    SentView list,
    SentFilter filter,
    SentSort sort,
    Slice slice,
    boolean acts) {
  /**
   * What is found that not everybody may open.
   *
   * @param confidential whether confidential documents are
   * @param restricted whether copies of received documents of restricted records are
   */
  public record Finds(boolean confidential, boolean restricted) {
    /** Whatever there is. */
    public static final Finds ALL = new Finds(true, true);
  }

  /** Whether the place of a copy in this order would tell whom it is about. */
  boolean leavesRestrictedOut() {
    return sort == SentSort.PATIENT && !finds.restricted();
  }

  /** Each document by itself. */
  public SentQuery(
      OutboxView view, Finds finds, SentView list, SentFilter filter, SentSort sort, Slice slice) {
    this(view, finds, list, filter, sort, slice, false);
  }

  /** The same with both halves of an act as one row. */
  public SentQuery ofActs() {
    return new SentQuery(view, finds, list, filter, sort, slice, true);
  }

  /** The whole of it, in an order that says itself where each stands. */
  SentQuery whole(SentSort order) {
    return new SentQuery(view, finds, list, filter, order, Slice.newest(1), acts);
  }
}
