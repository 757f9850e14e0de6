package gpcm.node.web;

import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditSearch;
import gpcm.node.audit.EntryExport;
import gpcm.node.audit.PublicCheckpoint;
import gpcm.node.audit.Witness;
import java.util.List;
import java.util.Optional;

/**
 * The audit log, as what is served writes and shows it.
 *
 * @param log to write
 * @param search to read
 * @param export to hand out
 * @param checkpoint what everybody may know of it
 * @param witness who cosigns the logs of others here; empty when nobody does
 * @param organisations ODS codes of all organisations of the node, which hear of what concerns it
 *     as a whole
 */
public record Audited(
    AuditLog log,
    AuditSearch search,
    EntryExport export,
    PublicCheckpoint checkpoint,
    Optional<Witness> witness,
    List<String> organisations) {
  /** Copies the codes. */
  public Audited {
    organisations = List.copyOf(organisations);
  }
}
