package gpcm.node.audit;

import gpcm.audit.entry.PersonalPart;
import gpcm.audit.export.ExportFacts;
import gpcm.audit.export.ExportWriter;
import gpcm.audit.export.ExportedEntry;
import gpcm.audit.export.ExportedLeaf;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.tree.Hash;
import gpcm.node.store.Moment;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Writes the log to files that {@code gpcm audit verify} checks: as one moment saw it, up to the
 * newest checkpoint, however large it is. Thread-safe.
 */
public final class AuditExport {
  private static final int AT_A_TIME = 1000;

  private static final String ENTRIES =
      """
      select l.idx - :first as idx, e.entry_id, e.entry, e.org, e.at, e.action, e.actor, e.case_id, p.salt, p.body
      from audit_leaf l join audit_entry e using (entry_id) left join audit_personal p using (entry_id)
      where l.idx >= :first and l.idx < :size
      """;

  private static final String LEAVES =
      """
      select idx - :first as idx, entry_id, leaf from audit_leaf where idx >= :first and idx < :size order by idx
      """;

  /** Each with what witnesses have signed of it: signature lines follow each other. */
  private static final String CHECKPOINTS =
      """
      select note || coalesce((select string_agg(line, '' order by witness) from audit_cosignature c where c.size = k.size), '') as note
      from audit_checkpoint k where (size > :first or :first = 0) and size <= :size order by size
      """;

  private final Jdbi jdbi;

  /** Reads through {@code jdbi}. */
  public AuditExport(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Writes the whole log.
   *
   * @param path a file ending in .zip, or a folder; nothing that is there is overwritten
   * @return how many entries are in it
   */
  public long writeTo(Path path) {
    return writeTo(path, Part.ALL, count -> {});
  }

  /** As {@link #writeTo(Path)}; {@code progress} hears after each entry how many are written. */
  public long writeTo(Path path, LongConsumer progress) {
    return writeTo(path, Part.ALL, progress);
  }

  /**
   * Writes the entries that a query means, whatever its limit. All leaves and checkpoints are with
   * them, which prove that these are entries of the log and say nothing of the others but their ids
   * and times.
   *
   * @param search what finds the entries
   * @return how many entries are in it
   */
  public long writeTo(Path path, AuditSearch search, AuditQuery which, LongConsumer progress) {
    Condition condition = search.condition(which);
    return writeTo(path, new Part(false, " and " + condition.sql(), condition::bind), progress);
  }

  /** Which entries, by what follows the size in the statement. */
  private record Part(boolean complete, String sql, UnaryOperator<Query> bind) {
    static final Part ALL = new Part(true, "", UnaryOperator.identity());
  }

  private long writeTo(Path path, Part part, LongConsumer progress) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ, handle -> write(handle, path, part, progress));
  }

  private static long write(Handle handle, Path path, Part part, LongConsumer progress) {
    handle.execute("set transaction read only");
    long[] written = {0};
    List<LogRows.Origin> origins = LogRows.origins(handle);
    try (ExportWriter out = ExportWriter.to(path)) {
      if (origins.isEmpty()) {
        write(handle, out, new LogRows.Origin("none", 0, Long.MAX_VALUE), part, () -> {});
      }
      for (LogRows.Origin origin : origins.reversed()) {
        if (!origin.equals(origins.getLast())) {
          out.before();
        }
        write(handle, out, origin, part, () -> progress.accept(++written[0]));
      }
    }
    return written[0];
  }

  private static void write(
      Handle handle, ExportWriter out, LogRows.Origin origin, Part part, Runnable progress) {
    List<VerifierKey> keys =
        handle
            .createQuery("select verifier from audit_key where first_leaf = :first order by id")
            .bind("first", origin.first())
            .mapTo(String.class)
            .map(VerifierKey::parse)
            .list();
    long size =
        handle
            .createQuery(
                "select coalesce(max(size), :first) from audit_checkpoint where size >= :first and"
                    + " size <= :end")
            .bind("first", origin.first())
            .bind("end", origin.end())
            .mapTo(Long.class)
            .one();
    out.about(new ExportFacts(origin.name(), size - origin.first(), part.complete()), keys);
    try (ResultIterator<ExportedEntry> entries =
        part.bind()
            .apply(large(handle, ENTRIES + part.sql() + " order by l.idx", origin, size))
            .map(AuditExport::entry)
            .map(
                entry -> {
                  progress.run();
                  return entry;
                })
            .iterator()) {
      out.entries(entries);
    }
    try (ResultIterator<ExportedLeaf> leaves =
        large(handle, LEAVES, origin, size)
            .map(
                (row, context) ->
                    new ExportedLeaf(
                        row.getLong("idx"),
                        row.getObject("entry_id", UUID.class),
                        Hash.of(row.getBytes("leaf"))))
            .iterator()) {
      out.leaves(leaves);
    }
    try (ResultIterator<SignedNote> notes =
        large(handle, CHECKPOINTS, origin, size)
            .mapTo(String.class)
            .map(SignedNote::parse)
            .iterator()) {
      out.checkpoints(notes);
    }
  }

  private static Query large(Handle handle, String sql, LogRows.Origin origin, long size) {
    return handle
        .createQuery(sql)
        .setFetchSize(AT_A_TIME)
        .bind("first", origin.first())
        .bind("size", size);
  }

  private static ExportedEntry entry(ResultSet row, StatementContext context) throws SQLException {
    byte[] body = row.getBytes("body");
    return new ExportedEntry(
        row.getLong("idx"),
        row.getObject("entry_id", UUID.class),
        row.getBytes("entry"),
        row.getString("org"),
        Moment.of(row, "at"),
        row.getString("action"),
        row.getString("actor"),
        Optional.ofNullable(row.getObject("case_id", UUID.class)),
        body == null
            ? Optional.empty()
            : Optional.of(new PersonalPart(row.getBytes("salt"), body)));
  }
}
