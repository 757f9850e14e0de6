package gpcm.node.journal;

import gpcm.node.store.Moment;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads the timeline of everything this node sends and receives. It is written by the ledger, in
 * the transaction that changes the state. Thread-safe.
 */
public final class Timeline {
  private final Jdbi jdbi;

  /** Reads through {@code jdbi}. */
  public Timeline(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The lines about one document, oldest first; empty when there is no such document. */
  public List<TimelineEvent> ofDocument(UUID document) {
    return read("where document = :id order by id", document);
  }

  /** The lines about one received message, oldest first; empty when there is no such message. */
  public List<TimelineEvent> ofReceived(UUID received) {
    return read("where received = :id order by id", received);
  }

  /** The same of one organisation. */
  public List<TimelineEvent> ofDocument(String organisation, UUID document) {
    return read("document", organisation, document);
  }

  /** The same of one organisation. */
  public List<TimelineEvent> ofReceived(String organisation, UUID received) {
    return read("received", organisation, received);
  }

  private List<TimelineEvent> read(String column, String organisation, UUID id) {
    return jdbi.withHandle(
        handle ->
            rows(
                handle
                    .createQuery(
                        "select * from event where organisation = :organisation and "
                            + column
                            + " = :id order by id")
                    .bind("organisation", organisation)
                    .bind("id", id)));
  }

  /**
   * Up to {@code limit} lines of the whole node that came after {@code place}, in the order in
   * which a reader that goes on from the last one misses none: a line whose transaction is still
   * running, or was begun before one that is, is not given yet.
   */
  public List<TimelineEvent> after(FeedPlace place, int limit) {
    return jdbi.withHandle(
        handle ->
            rows(
                handle
                    .createQuery(
                        """
                        select * from event where (tx, id) > (cast(:tx as xid8), :id)
                          and tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx, id limit :limit
                        """)
                    .bind("tx", Long.toUnsignedString(place.transaction()))
                    .bind("id", place.id())
                    .bind("limit", limit)));
  }

  /**
   * Up to {@code limit} lines about documents of an organisation that came after {@code place}, in
   * the same order.
   */
  public List<TimelineEvent> ofDocumentsAfter(String organisation, FeedPlace place, int limit) {
    return jdbi.withHandle(
        handle ->
            rows(
                handle
                    .createQuery(
                        """
                        select * from event where organisation = :organisation and document is not null
                          and (tx, id) > (cast(:tx as xid8), :id) and tx < pg_snapshot_xmin(pg_current_snapshot())
                        order by tx, id limit :limit
                        """)
                    .bind("organisation", organisation)
                    .bind("tx", Long.toUnsignedString(place.transaction()))
                    .bind("id", place.id())
                    .bind("limit", limit)));
  }

  /** The place before everything that is still to come. */
  public static FeedPlace now(Handle handle) {
    return new FeedPlace(
        handle
            .createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
            .map((row, context) -> Long.parseUnsignedLong(row.getString(1)))
            .one(),
        0);
  }

  /**
   * Documents that changed.
   *
   * @param documents each once, in the order of its first change
   * @param place where to go on
   * @param more whether there were more than were asked for
   */
  public record Changes(List<UUID> documents, FeedPlace place, boolean more) {}

  /**
   * The documents of an organisation to which something happened after {@code place}, of up to
   * {@code limit} lines, by the same order in which none is missed.
   */
  public Changes changes(String organisation, FeedPlace place, int limit) {
    return jdbi.withHandle(
        handle -> {
          List<Changed> lines =
              handle
                  .createQuery(
                      """
                      select tx, id, document from event where organisation = :organisation and document is not null
                        and (tx, id) > (cast(:tx as xid8), :id) and tx < pg_snapshot_xmin(pg_current_snapshot())
                      order by tx, id limit :limit
                      """)
                  .bind("organisation", organisation)
                  .bind("tx", Long.toUnsignedString(place.transaction()))
                  .bind("id", place.id())
                  .bind("limit", limit)
                  .map(
                      (row, context) ->
                          new Changed(
                              new FeedPlace(
                                  Long.parseUnsignedLong(row.getString("tx")), row.getLong("id")),
                              row.getObject("document", UUID.class)))
                  .list();
          return new Changes(
              lines.stream().map(Changed::document).distinct().toList(),
              lines.isEmpty() ? place : lines.getLast().place(),
              lines.size() == limit);
        });
  }

  private record Changed(FeedPlace place, UUID document) {}

  private List<TimelineEvent> read(String condition, UUID id) {
    return jdbi.withHandle(
        handle -> rows(handle.createQuery("select * from event " + condition).bind("id", id)));
  }

  private static List<TimelineEvent> rows(Query query) {
    return query
        .map(
            (row, context) ->
                new TimelineEvent(
                    new FeedPlace(Long.parseUnsignedLong(row.getString("tx")), row.getLong("id")),
                    Moment.of(row, "at"),
                    row.getString("organisation"),
                    Optional.ofNullable(row.getObject("document", UUID.class)),
                    Optional.ofNullable(row.getObject("received", UUID.class)),
                    row.getString("kind"),
                    row.getString("detail"),
                    row.getString("actor")))
        .list();
  }
}
