package gpcm.node;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.node.audit.AuditLog;
import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import gpcm.node.confirming.Confirmations;
import gpcm.node.ledger.Ledger;
import gpcm.node.people.Directory;
import java.util.List;
import java.util.UUID;

/** Ends what no second person has confirmed in time, and says so in the audit log. */
final class UnconfirmedRequests {
  private final Confirmations confirmations;
  private final AuditLog log;

  UnconfirmedRequests(Ledger ledger, Directory directory, AuditLog log) {
    this.confirmations =
        new Confirmations(ledger.database().jdbi(), ledger.clock(), directory.sessions());
    this.log = log;
  }

  void end() {
    log.doing(confirmations::end, ended -> ended.stream().map(this::entry).toList());
  }

  private AuditEntry entry(Confirmation ended) {
    List<UUID> items =
        ended.items().stream()
            .filter(item -> item.kind() != AskedItem.Kind.BULK)
            .map(AskedItem::id)
            .toList();
    String what = ended.action().permission().text() + ", " + ended.id();
    return log.entry(
            ended.organisation(),
            Action.SECOND_ENDED,
            Actor.node(log.place().node(), ended.organisation()))
        .forOperations()
        .with(Data.ofList(items, items.size()))
        .changing(what + " waiting", what + " ended");
  }
}
