package gpcm.node;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.consultation.Document;
import gpcm.node.audit.AuditLog;
import gpcm.node.store.Along;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * What is said in the audit log of a document that a program hands to the node in its own process:
 * who it was is not known, so it was the node.
 */
record SubmissionTrail(AuditLog log) implements BiFunction<Document, UUID, Along> {
  @Override
  public Along apply(Document document, UUID id) {
    String organisation = document.organisation().odsCode().value();
    AuditEntry entry =
        log.entry(organisation, Action.SUBMITTED, Actor.node(log.place().node(), organisation))
            .with(Data.ofCase(id))
            .about(
                Patient.stated(
                    document.patient().nhsNumber().value(),
                    document.patient().name().inReadingOrder()));
    return handle -> log.write(handle, List.of(entry));
  }
}
