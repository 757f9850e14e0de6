package gpcm.node.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.TimeOrderedId;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Which entries a query means, in SQL; {@code e} is audit_entry. The organisation is always part of
 * it. Where a list goes on, and how long it is, is not.
 */
final class Condition {
  private final AuditQuery asked;
  private final Optional<byte[]> patientKey;
  private final StringBuilder sql = new StringBuilder("e.org = :org");

  Condition(AuditQuery asked, AuditLog log) {
    this.asked = asked;
    this.patientKey = asked.patient().map(number -> log.patientKey(asked.organisation(), number));
    asked.actor().ifPresent(actor -> sql.append(" and e.actor = :actor"));
    asked.caseId().ifPresent(id -> sql.append(" and e.case_id = :case"));
    patientKey.ifPresent(
        key ->
            sql.append(
                " and e.entry_id in (select entry_id from audit_patient where patient_key ="
                    + " :patient)"));
    if (!asked.actions().isEmpty()) {
      sql.append(" and e.action = any(:actions)");
    }
    asked.from().ifPresent(from -> sql.append(" and e.entry_id >= :from"));
    asked.until().ifPresent(until -> sql.append(" and e.entry_id < :until"));
  }

  String sql() {
    return sql.toString();
  }

  Query bind(Query query) {
    query.bind("org", asked.organisation());
    asked.actor().ifPresent(actor -> query.bind("actor", actor));
    asked.caseId().ifPresent(id -> query.bind("case", id));
    patientKey.ifPresent(key -> query.bind("patient", key));
    if (!asked.actions().isEmpty()) {
      query.bind(
          "actions", Columns.of("text", asked.actions().stream().map(Action::code).toList()));
    }
    asked.from().ifPresent(from -> query.bind("from", TimeOrderedId.lowest(from)));
    asked.until().ifPresent(until -> query.bind("until", TimeOrderedId.lowest(until)));
    return query;
  }
}
