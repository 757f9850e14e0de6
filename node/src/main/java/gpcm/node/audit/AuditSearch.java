package gpcm.node.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.PersonalPart;
import gpcm.audit.entry.TimeOrderedId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Finds entries of one organisation, newest first. Thread-safe. */
public final class AuditSearch {
  private final Jdbi jdbi;
  private final AuditLog log;

  /** Reads through {@code jdbi}. */
  public AuditSearch(Jdbi jdbi, AuditLog log) {
    this.jdbi = jdbi;
    this.log = log;
  }

  /** The entries that a query asks for. Who shows them writes an entry about that first. */
  public List<AuditEntry> find(AuditQuery asked) {
    StringBuilder sql =
        new StringBuilder(
            """
            select e.entry, p.salt, p.body from audit_entry e left join audit_personal p using (entry_id)
            where e.org = :org
            """);
    asked.actor().ifPresent(actor -> sql.append(" and e.actor = :actor"));
    asked.caseId().ifPresent(id -> sql.append(" and e.case_id = :case"));
    asked
        .patient()
        .ifPresent(
            number ->
                sql.append(
                    " and e.entry_id in (select entry_id from audit_patient where patient_key ="
                        + " :patient)"));
    if (!asked.actions().isEmpty()) {
      sql.append(" and e.action = any(:actions)");
    }
    asked.from().ifPresent(from -> sql.append(" and e.entry_id >= :from"));
    asked.until().ifPresent(until -> sql.append(" and e.entry_id < :until"));
    asked.before().ifPresent(before -> sql.append(" and e.entry_id < :before"));
    sql.append(" order by e.entry_id desc limit :limit");
    return jdbi.withHandle(
        handle -> bind(handle.createQuery(sql.toString()), asked).map(AuditSearch::entry).list());
  }

  private Query bind(Query query, AuditQuery asked) {
    query.bind("org", asked.organisation()).bind("limit", asked.limit());
    asked.actor().ifPresent(actor -> query.bind("actor", actor));
    asked.caseId().ifPresent(id -> query.bind("case", id));
    asked
        .patient()
        .ifPresent(number -> query.bind("patient", log.patientKey(asked.organisation(), number)));
    if (!asked.actions().isEmpty()) {
      query.bind(
          "actions", Columns.of("text", asked.actions().stream().map(Action::code).toList()));
    }
    asked.from().ifPresent(from -> query.bind("from", TimeOrderedId.lowest(from)));
    asked.until().ifPresent(until -> query.bind("until", TimeOrderedId.lowest(until)));
    asked.before().ifPresent(before -> query.bind("before", before));
    return query;
  }

  private static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
    byte[] body = row.getBytes("body");
    return AuditEntry.read(
        row.getBytes("entry"),
        body == null
            ? Optional.empty()
            : Optional.of(new PersonalPart(row.getBytes("salt"), body)));
  }
}
