package gpcm.node.audit;

import gpcm.audit.entry.AuditEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Finds entries of one organisation. Thread-safe. */
public final class AuditSearch {
  private static final int AT_A_TIME = 1000;

  private static final String ROWS =
      """
      select e.entry_id, e.entry, e.at, p.salt, p.body, l.idx, l.leaf
      from audit_entry e left join audit_personal p using (entry_id)
        left join lateral (select idx, leaf from audit_leaf a where a.entry_id = e.entry_id limit 1) l on true
      """;

  private final Jdbi jdbi;
  private final AuditLog log;

  /** Reads through {@code jdbi}. */
  public AuditSearch(Jdbi jdbi, AuditLog log) {
    this.jdbi = jdbi;
    this.log = log;
  }

  /**
   * The entries that a query asks for, newest first. Who shows them writes an entry about that
   * first.
   *
   * @throws RuntimeException when one was changed in the database, naming it
   */
  public List<AuditEntry> find(AuditQuery asked) {
    return jdbi.withHandle(
        handle ->
            newestFirst(handle, "", asked).map(StoredEntry::of).map(StoredEntry::read).list());
  }

  /** The same for people to look at: one that was changed stands among the others, as changed. */
  public List<FoundEntry> look(AuditQuery asked) {
    return jdbi.withHandle(
        handle ->
            newestFirst(handle, "", asked).map(StoredEntry::of).map(StoredEntry::found).list());
  }

  /** The statement of {@link #find}, or what the database says about it. */
  Query newestFirst(Handle handle, String explain, AuditQuery asked) {
    Condition condition = condition(asked);
    Query query =
        handle.createQuery(
            explain
                + ROWS
                + "where "
                + condition.sql()
                + asked.before().map(id -> " and e.entry_id < :before").orElse("")
                + " order by e.entry_id desc limit :limit");
    asked.before().ifPresent(before -> query.bind("before", before));
    return condition.bind(query).bind("limit", asked.limit());
  }

  /** What is done with an entry. */
  @FunctionalInterface
  interface Each {
    void take(StoredEntry entry) throws IOException;
  }

  /**
   * Goes through all entries that a query means, oldest first, whatever its limit. Page by page:
   * holds some entries at a time, and no connection while they are dealt with.
   */
  void each(AuditQuery asked, Each each) throws IOException {
    Optional<UUID> after = Optional.empty();
    List<StoredEntry> page;
    do {
      page = page(asked, after);
      for (StoredEntry entry : page) {
        each.take(entry);
        after = Optional.of(entry.id());
      }
    } while (page.size() == AT_A_TIME);
  }

  private List<StoredEntry> page(AuditQuery asked, Optional<UUID> after) {
    Condition condition = condition(asked);
    String sql =
        ROWS
            + "where "
            + condition.sql()
            + after.map(id -> " and e.entry_id > :after").orElse("")
            + " order by e.entry_id limit :limit";
    return jdbi.withHandle(
        handle -> {
          Query query = handle.createQuery(sql);
          after.ifPresent(id -> query.bind("after", id));
          return condition.bind(query).bind("limit", AT_A_TIME).map(StoredEntry::of).list();
        });
  }

  Condition condition(AuditQuery asked) {
    return new Condition(asked, log);
  }
}
