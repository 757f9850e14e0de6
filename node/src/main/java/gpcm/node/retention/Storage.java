package gpcm.node.retention;

import gpcm.node.store.Database;
import gpcm.node.store.Moment;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a database takes, what of it is due to be deleted, and whether anything is deleted at all:
 * for a command on the machine of a node. Thread-safe.
 */
public final class Storage {
  /** So many are counted; what is more is told as more. */
  public static final int COUNTED = 100_000;

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Of {@code database}. */
  public Storage(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /**
   * Bytes on the disk, indexes included.
   *
   * @param database all of it
   * @param contents messages and attachments
   * @param timeline what happened to documents
   * @param auditLog who saw and did what
   */
  public record Sizes(long database, long contents, long timeline, long auditLog) {}

  /**
   * What would be deleted now.
   *
   * @param sent documents that were sent, up to {@link #COUNTED}
   * @param received messages that were received, likewise
   * @param contents received documents whose bytes would go alone, likewise
   */
  public record Due(String organisation, int sent, int received, int contents) {}

  /** How much there is. */
  public Sizes sizes() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select pg_database_size(current_database()) as database, pg_total_relation_size('content_chunk') as contents,
                      (select coalesce(sum(pg_total_relation_size(inhrelid)), 0) from pg_inherits where inhparent = 'event'::regclass) as timeline,
                      (select coalesce(sum(pg_total_relation_size(inhrelid)), 0) from pg_inherits
                        where inhparent in ('audit_entry'::regclass, 'audit_personal'::regclass))
                        + pg_total_relation_size('audit_leaf') + pg_total_relation_size('audit_patient') as audit_log
                    """)
                .map(
                    (row, context) ->
                        new Sizes(
                            row.getLong("database"),
                            row.getLong("contents"),
                            row.getLong("timeline"),
                            row.getLong("audit_log")))
                .one());
  }

  /** What is due at each organisation. */
  public List<Due> due() {
    return jdbi.inTransaction(
        handle ->
            handle
                .createQuery("select organisation from mailbox order by organisation")
                .mapTo(String.class)
                .list()
                .stream()
                .map(
                    organisation ->
                        new Due(
                            organisation,
                            due(handle, organisation, Kind.SENT),
                            due(handle, organisation, Kind.RECEIVED),
                            due(handle, organisation, Kind.CONTENT)))
                .toList());
  }

  private int due(Handle handle, String organisation, Kind kind) {
    return Deletion.due(handle, organisation, kind, COUNTED, clock.instant(), List.of()).size();
  }

  /** From now on nothing is deleted, by whichever node; whoever said so first stays named. */
  public void stop(Handle handle, String by, String reason) {
    handle
        .createUpdate(
            "insert into destruction_stopped (since, by, reason) values (:now, :by, :reason) on"
                + " conflict do nothing")
        .bind("now", Moment.column(clock.instant()))
        .bind("by", by)
        .bind("reason", reason)
        .execute();
  }

  /** What is due is deleted again. */
  public void allow(Handle handle) {
    handle.execute("delete from destruction_stopped");
  }
}
