package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.audit.tree.Hash;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The statements of the sealer. */
final class LogRows {
  /** Held by the one node that seals. */
  private static final long LOCK = 0x6770636d_61756474L;

  private static final String OLDEST_UNSEALED =
      """
      select min(at) from audit_entry e
      where not exists (select from audit_leaf l where l.entry_id = e.entry_id) and entry_id >= audit_lowest_id(:since)
      """;

  private LogRows() {}

  static boolean lock(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_lock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  static void unlock(Handle handle) {
    handle
        .createQuery("select pg_advisory_unlock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Waits until whoever seals just now has ended, and keeps others from it until the transaction
   * ends.
   */
  static void waitForLock(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(?)", LOCK);
  }

  /**
   * Where the log begins that is sealed now: 0, unless it was begun anew. Places of leaves and
   * sizes in the tables are counted over all logs, and those of a tree from here.
   */
  static long firstLeaf(Handle handle) {
    return handle
        .createQuery(
            "select coalesce((select first_leaf from audit_key order by id desc limit 1), 0)")
        .mapTo(Long.class)
        .one();
  }

  /** Names the cluster for as long as its transaction ids go on: not over dump and restore. */
  static String cluster(Handle handle) {
    return handle
        .createQuery("select system_identifier::text from pg_control_system()")
        .mapTo(String.class)
        .one();
  }

  /** The newest checkpoint of the log that is sealed now, of a size of its own. */
  static Optional<LastCheckpoint> lastCheckpoint(Handle handle) {
    return handle
        .createQuery(
            """
            select note, compact, upto_xid::text as xid, upto_id, cluster, size - :first as size, root from audit_checkpoint
            where size > :first or :first = 0 order by size desc limit 1
            """)
        .bind("first", firstLeaf(handle))
        .map(LogRows::checkpoint)
        .findOne();
  }

  private static LastCheckpoint checkpoint(ResultSet row, StatementContext context)
      throws SQLException {
    SignedNote note;
    Checkpoint checkpoint;
    try {
      note = SignedNote.parse(row.getString("note"));
      checkpoint = Checkpoint.parse(note.text());
    } catch (IllegalArgumentException e) {
      throw new LogDamagedException("the last checkpoint is none: " + e.getMessage());
    }
    if (checkpoint.size() != row.getLong("size")
        || !Arrays.equals(checkpoint.root().bytes(), row.getBytes("root"))) {
      throw new LogDamagedException(
          "the row of the last checkpoint says another size or root than what was signed");
    }
    return new LastCheckpoint(
        checkpoint,
        note,
        row.getBytes("compact"),
        new SealedUpTo(row.getString("xid"), row.getObject("upto_id", UUID.class)),
        row.getString("cluster"));
  }

  /** The leaves from an index on, with their indexes. */
  record Leaf(long index, UUID entryId, Hash hash) {}

  static List<Leaf> leavesFrom(Handle handle, long index, int limit) {
    return handle
        .createQuery(
            "select idx, entry_id, leaf from audit_leaf where idx >= :index order by idx limit"
                + " :limit")
        .bind("index", index)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Leaf(
                    row.getLong("idx"),
                    row.getObject("entry_id", UUID.class),
                    hash(row.getLong("idx"), row.getBytes("leaf"))))
        .list();
  }

  private static Hash hash(long index, byte[] bytes) {
    try {
      return Hash.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new LogDamagedException("leaf %d was changed: %s".formatted(index, e.getMessage()));
    }
  }

  static Optional<SealedUpTo> placeOf(Handle handle, UUID entry) {
    return handle
        .createQuery("select xid::text as xid, entry_id from audit_entry where entry_id = :id")
        .bind("id", entry)
        .map(
            (row, context) ->
                new SealedUpTo(row.getString("xid"), row.getObject("entry_id", UUID.class)))
        .findOne();
  }

  /**
   * The next entries behind the oldest transaction that still runs. Nothing can still appear there,
   * so what is sealed is dense and never looked at again. The leaf is asked for in a way that the
   * planner cannot turn into reading all leaves.
   */
  static List<Unsealed> next(Handle handle, SealedUpTo after, int limit) {
    return handle
        .createQuery(
            """
            select xid::text as xid, entry_id, entry from audit_entry e
            where (e.xid, e.entry_id) > (cast(:xid as xid8), :id) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
              and (select l.idx from audit_leaf l where l.entry_id = e.entry_id) is null
            order by e.xid, e.entry_id limit :limit
            """)
        .bind("xid", after.xid())
        .bind("id", after.id())
        .bind("limit", limit)
        .map(LogRows::unsealed)
        .list();
  }

  /** Whether the last checkpoint is of this size and nothing that could be sealed follows. */
  static boolean isAsLeft(Handle handle, long size, SealedUpTo upTo) {
    return handle
        .createQuery(
            """
            select coalesce((select max(size) from audit_checkpoint), -1) = :size and not exists (
              select from audit_entry e
              where (e.xid, e.entry_id) > (cast(:xid as xid8), :id) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                and (select l.idx from audit_leaf l where l.entry_id = e.entry_id) is null)
            """)
        .bind("size", size)
        .bind("xid", upTo.xid())
        .bind("id", upTo.id())
        .mapTo(Boolean.class)
        .one();
  }

  /** All that is not sealed, whatever transactions it came by; in the order of its ids. */
  static List<Unsealed> allUnsealed(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            select xid::text as xid, entry_id, entry from audit_entry e
            where not exists (select from audit_leaf l where l.entry_id = e.entry_id)
            order by entry_id limit :limit
            """)
        .bind("limit", limit)
        .map(LogRows::unsealed)
        .list();
  }

  private static Unsealed unsealed(ResultSet row, StatementContext context) throws SQLException {
    return new Unsealed(
        new SealedUpTo(row.getString("xid"), row.getObject("entry_id", UUID.class)),
        Hash.ofLeaf(row.getBytes("entry")));
  }

  static void stopWriters(Handle handle) {
    handle.execute("select audit_stop_writers()");
  }

  /** Whatever is written from now on comes behind it, also by transactions that run already. */
  static SealedUpTo oldestThatRuns(Handle handle) {
    String xid =
        handle
            .createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
            .mapTo(String.class)
            .one();
    return new SealedUpTo(xid, new UUID(0, 0));
  }

  static void insertLeaves(Handle handle, long from, List<Unsealed> entries) {
    handle
        .createUpdate(
            "insert into audit_leaf (idx, entry_id, leaf) select * from unnest(:indexes, :ids,"
                + " :leaves)")
        .bind(
            "indexes",
            Columns.of("bigint", LongStream.range(from, from + entries.size()).boxed().toList()))
        .bind("ids", Columns.of("uuid", entries.stream().map(Unsealed::id).toList()))
        .bind(
            "leaves",
            Columns.of("bytea", entries.stream().map(each -> each.leaf().bytes()).toList()))
        .execute();
  }

  static void insertCheckpoint(Handle handle, long first, LastCheckpoint made, Instant now) {
    handle
        .createUpdate(
            """
            insert into audit_checkpoint (size, root, compact, note, made_at, upto_xid, upto_id, cluster)
            values (:size, :root, :compact, :note, :now, cast(:xid as xid8), :id, :cluster)
            """)
        .bind("size", first + made.checkpoint().size())
        .bind("root", made.checkpoint().root().bytes())
        .bind("compact", made.compact())
        .bind("note", made.note().written())
        .bind("now", Moment.column(now))
        .bind("xid", made.upTo().xid())
        .bind("id", made.upTo().id())
        .bind("cluster", made.cluster())
        .execute();
  }

  /** The public key that the log is signed with now. */
  static Optional<String> newestKey(Handle handle) {
    return handle
        .createQuery("select verifier from audit_key order by id desc limit 1")
        .mapTo(String.class)
        .findOne();
  }

  /** A log of this database: where it begins and ends among all leaves, and how it is called. */
  record Origin(String name, long first, long end) {}

  /** All logs of this database, the oldest first; the last one has no end. */
  static List<Origin> origins(Handle handle) {
    return handle
        .createQuery(
            """
            select origin, first_leaf, coalesce(lead(first_leaf) over (order by first_leaf), %d) as until
            from (select distinct origin, first_leaf from audit_key) as o order by first_leaf
            """
                .formatted(Long.MAX_VALUE))
        .map(
            (row, context) ->
                new Origin(
                    row.getString("origin"), row.getLong("first_leaf"), row.getLong("until")))
        .list();
  }

  /** An entry, sealed or not. */
  static Unsealed entry(Handle handle, UUID id) {
    return handle
        .createQuery(
            "select xid::text as xid, entry_id, entry from audit_entry where entry_id = :id")
        .bind("id", id)
        .map(LogRows::unsealed)
        .one();
  }

  /** The root that was signed for a size, counted over all logs. */
  static Optional<Hash> rootOf(Handle handle, long size) {
    return handle
        .createQuery("select root from audit_checkpoint where size = :size")
        .bind("size", size)
        .mapTo(byte[].class)
        .findOne()
        .map(Hash::of);
  }

  static long leaves(Handle handle) {
    return handle
        .createQuery("select coalesce(max(idx) + 1, 0) from audit_leaf")
        .mapTo(Long.class)
        .one();
  }

  /** How old the oldest entry is that is not sealed, of those of the last day. */
  static OptionalLong secondsUnsealed(Handle handle, Instant now) {
    Optional<OffsetDateTime> oldest =
        handle
            .createQuery(OLDEST_UNSEALED)
            .bind("since", Moment.column(now.minus(Duration.ofDays(1))))
            .mapTo(OffsetDateTime.class)
            .findOne();
    return oldest
        .map(at -> OptionalLong.of(Duration.between(at.toInstant(), now).toSeconds()))
        .orElseGet(OptionalLong::empty);
  }
}
