package gpcm.node.audit;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.EntryException;
import gpcm.audit.entry.PersonalPart;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEntry(UUID id, byte[] bytes, Optional<PersonalPart> personal, OptionalLong index) {
  static StoredEntry of(ResultSet row, StatementContext context) throws SQLException {
    byte[] body = row.getBytes("body");
    Long index = row.getObject("idx", Long.class);
    return new StoredEntry(
        row.getObject("entry_id", UUID.class),
        row.getBytes("entry"),
        body == null ? Optional.empty() : Optional.of(new PersonalPart(row.getBytes("salt"), body)),
        index == null ? OptionalLong.empty() : OptionalLong.of(index));
  }

  /**
   * What it says.
   *
   * @throws LogDamagedException when it was changed in the database, or a later version wrote it
   */
  AuditEntry read() {
    try {
      return AuditEntry.read(bytes, personal);
    } catch (EntryException e) {
      throw new LogDamagedException(
          "the entry %s cannot be read: %s. Export the log as a whole and check it with gpcm audit verify, which names every entry that was changed"
              .formatted(id, e.getMessage()));
    }
  }
}
