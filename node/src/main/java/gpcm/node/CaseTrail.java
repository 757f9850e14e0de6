package gpcm.node;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Outcome;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.CaseActions;
import gpcm.node.ledger.Happenings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What a node does with documents by itself, in the audit log: by one statement for all of a
 * transaction. What people do to them stands there by the request. Thread-safe.
 */
final class CaseTrail implements Happenings {
  private final AuditLog log;

  CaseTrail(AuditLog log) {
    this.log = log;
  }

  @Override
  public void write(Handle handle, List<Happened> all, List<Image> images) {
    log.write(
        handle,
        Stream.concat(
                all.stream().flatMap(one -> entry(one).stream()), images.stream().map(this::entry))
            .toList());
  }

  // Its title may name the patient, so it stands where it can be erased.
  private AuditEntry entry(Image image) {
    Data data = Data.ofCase(image.received()).ofAttachment(image.number(), image.sha256());
    return log.entry(
            image.organisation(),
            Action.IMAGE_FILED,
            Actor.node(log.place().node(), image.organisation()))
        .with(data.restricted(image.confidential()))
        .because(image.name());
  }

  // Whose mailbox an answer came from is not said: of a confidential document nobody is told.
  private Optional<AuditEntry> entry(Happened one) {
    return CaseActions.of(one.event().kind())
        .map(
            action ->
                log.entry(
                        one.organisation(),
                        action,
                        Actor.node(log.place().node(), one.organisation()))
                    .with(Data.ofCase(one.id()))
                    .ended(new Outcome(Outcome.Kind.DONE, Optional.of(one.event().kind()))));
  }
}
