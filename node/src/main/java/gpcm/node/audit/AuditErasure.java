package gpcm.node.audit;

import gpcm.audit.entry.AuditEntry;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Erases what entries say about persons, when its time is over. The entries stay and verify. Which
 * those are, and whether a legal hold stops it, is for the caller to know. Thread-safe.
 */
public final class AuditErasure {
  private final AuditLog log;

  /** Writes what it did to {@code log}. */
  public AuditErasure(AuditLog log) {
    this.log = log;
  }

  /**
   * Erases in the caller's transaction.
   *
   * @param entries the ids of the entries
   * @param about the entry that says who erased, and why
   * @return how many had a personal part
   */
  public int erase(Handle handle, Collection<UUID> entries, AuditEntry about) {
    List<UUID> ids = List.copyOf(entries);
    handle
        .createUpdate("delete from audit_patient where entry_id = any(:ids)")
        .bind("ids", Columns.of("uuid", ids))
        .execute();
    int erased =
        handle
            .createUpdate("delete from audit_personal where entry_id = any(:ids)")
            .bind("ids", Columns.of("uuid", ids))
            .execute();
    log.write(handle, List.of(about));
    return erased;
  }
}
