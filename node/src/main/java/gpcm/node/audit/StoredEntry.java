package gpcm.node.audit;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.EntryException;
import gpcm.audit.entry.PersonalPart;
import gpcm.audit.tree.Hash;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * An entry as it stands in the database.
 *
 * @param id its id
 * @param bytes what is sealed
 * @param personal what belongs to it and has not been erased
 * @param index its place in the tree, once it is sealed
 * @param leaf what was sealed of it then
 * @param at when it was written
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEntry(
    UUID id,
    byte[] bytes,
    Optional<PersonalPart> personal,
    OptionalLong index,
    Optional<byte[]> leaf,
    Instant at) {
  static StoredEntry of(ResultSet row, StatementContext context) throws SQLException {
    byte[] body = row.getBytes("body");
    Long index = row.getObject("idx", Long.class);
    return new StoredEntry(
        row.getObject("entry_id", UUID.class),
        row.getBytes("entry"),
        body == null ? Optional.empty() : Optional.of(new PersonalPart(row.getBytes("salt"), body)),
        index == null ? OptionalLong.empty() : OptionalLong.of(index),
        Optional.ofNullable(row.getBytes("leaf")),
        Moment.of(row, "at"));
  }

  /**
   * What it says.
   *
   * @throws LogDamagedException when it was changed in the database, or a later version wrote it
   */
  AuditEntry read() {
    try {
      if (isOtherThanSealed()) {
        throw damaged("it does not fit its leaf");
      }
      return AuditEntry.read(bytes, personal);
    } catch (EntryException e) {
      throw damaged(e.getMessage());
    }
  }

  private LogDamagedException damaged(String why) {
    return new LogDamagedException(
        "the entry %s cannot be read: %s. Export the log as a whole and check it with gpcm audit verify, which names every entry that was changed"
            .formatted(id, why));
  }

  private boolean isOtherThanSealed() {
    return leaf.filter(written -> !Arrays.equals(written, Hash.ofLeaf(bytes).bytes())).isPresent();
  }

  /** What it says, or why that cannot be shown. */
  FoundEntry found() {
    try {
      return new FoundEntry(id, at, Optional.of(read()), "");
    } catch (LogDamagedException e) {
      return new FoundEntry(id, at, Optional.empty(), fault());
    }
  }

  /** Why it cannot be shown, for whoever looks for it among others. */
  String fault() {
    return isOfALaterVersion()
        ? "Written by a later version of this program, which can show it"
        : "Changed since it was written, so what it says is not shown";
  }

  // Its bytes are what was sealed, and no personal part is in the way of reading them.
  private boolean isOfALaterVersion() {
    if (leaf.isEmpty() || isOtherThanSealed()) {
      return false;
    }
    try {
      AuditEntry withoutPersonalPart = AuditEntry.read(bytes, Optional.empty());
      return !withoutPersonalPart.id().equals(id);
    } catch (EntryException e) {
      return true;
    }
  }
}
