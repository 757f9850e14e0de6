package gpcm.node.journal;

/**
 * A place in the feed of events. Events are ordered by transaction and then by number; the order of
 * numbers alone would skip what is committed late.
 *
 * @param transaction the database's number of the transaction that wrote the event
 * @param id the event's number
 */
public record FeedPlace(long transaction, long id) {
  /** Before everything. */
  public static final FeedPlace START = new FeedPlace(0, 0);
}
