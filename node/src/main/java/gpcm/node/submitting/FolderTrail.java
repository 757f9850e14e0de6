package gpcm.node.submitting;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.consultation.Document;
import gpcm.node.audit.AuditLog;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.store.Along;
import java.util.List;
import java.util.UUID;

/**
 * What the audit log is told of what came through an organisation's sending folder.
 *
 * @param organisation its ODS code
 */
record FolderTrail(AuditLog log, String organisation) {
  /** Who it was, as the log and timelines have it. */
  static final String NAME = "sending folder";

  Along submitted(UUID id, Document document) {
    return along(
        entry(Action.SUBMITTED)
            .with(Data.ofCase(id).restricted(document.confidential()))
            .about(
                Patient.stated(
                    document.patient().nhsNumber().value(),
                    document.patient().name().inReadingOrder())));
  }

  Along confirmed(OutboxDocument document) {
    return along(about(Action.CONFIRMED, document));
  }

  Along deleted(OutboxDocument document) {
    return along(about(Action.WITHDRAWN, document));
  }

  private AuditEntry about(Action action, OutboxDocument document) {
    return entry(action)
        .forOperations()
        .with(Data.ofCase(document.id()).restricted(document.confidential()))
        .about(Patient.stated(document.patient().nhsNumber(), document.patient().name()));
  }

  private AuditEntry entry(Action action) {
    return log.entry(
        organisation, action, Actor.machine(NAME, List.of("document.submit"), organisation));
  }

  private Along along(AuditEntry entry) {
    return handle -> log.write(handle, List.of(entry));
  }
}
