package gpcm.node.web;

import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditSearch;
import gpcm.node.audit.EntryExport;
import gpcm.node.audit.PublicCheckpoint;
import java.util.List;

/**
 * The audit log, as what is served writes and shows it.
 *
 * @param log to write
 * @param search to read
 * @param export to hand out
 * @param checkpoint what everybody may know of it
 * @param organisations ODS codes of all organisations of the node, which hear of what concerns it
 *     as a whole
 */
public record Audited(
    AuditLog log,
    AuditSearch search,
    EntryExport export,
    PublicCheckpoint checkpoint,
    List<String> organisations) {
  /** Copies the codes. */
  public Audited {
    organisations = List.copyOf(organisations);
  }
}
