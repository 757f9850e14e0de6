package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells people of content that somebody found damaged: whoever read it, or the scrub. Says what is
 * lost with it, once for each organisation, and mends the alert when the content is whole again.
 * Thread-safe.
 */
final class DamagedContentAlerts {
  private static final String PROBLEM = "damaged-content/";
  private static final int AT_ONCE = 100;
  private static final int NAMED = 10;

  private static final String UNTOLD =
      """
      select encode(c.sha256, 'hex') as hash from stored_content c
      where c.damaged is not null and not exists (select from alert a
        where a.problem = 'damaged-content/' || encode(c.sha256, 'hex') and (a.resolved_at is null or a.resolved_at > c.damaged))
      order by c.id limit :limit
      """;

  private static final String LOST =
      """
      select organisation, document, received, what from (
        select d.organisation, d.id as document, null::uuid as received, 'what was handed in for document ' || d.id as what
          from document d where d.consultation_sha256 = :hash
        union all
        select d.organisation, d.id, null, 'the message of document ' || d.id from document d where d.message_sha256 = :hash
        union all
        select d.organisation, d.id, null, 'the file "' || f.title || '" of document ' || d.id
          from document_attachment f join document d on d.id = f.document where f.sha256 = :hash
        union all
        select m.organisation, null, m.id, 'received MESH message ' || m.mesh_message_id || ' from mailbox ' || m.sender
          from received_message m where m.sha256 = :hash
        union all
        select e.organisation, null, e.received, 'the file "' || f.title || '" of worklist entry ' || e.id
          from worklist_attachment f join worklist_entry e on e.id = f.entry where f.sha256 = :hash
        union all
        select a.organisation, null, a.received, 'the answer ' || a.code || ' to mailbox ' || a.address from answer a where a.sha256 = :hash
      ) as lost order by organisation, what limit 1000
      """;

  private static final String MENDED =
      """
      update alert a set resolved_at = :now, resolved_by = 'mended by itself'
      where a.resolved_at is null and a.problem like 'damaged-content/%'
        and not exists (select from stored_content c
          where c.sha256 = decode(substr(a.problem, length('damaged-content/') + 1), 'hex') and c.damaged is not null)
      """;

  private final Ledger ledger;
  // What nobody names any more cannot be told to anybody; it is not looked up again.
  private final Set<String> ofNobody = ConcurrentHashMap.newKeySet();

  DamagedContentAlerts(Ledger ledger) {
    this.ledger = ledger;
  }

  private record Lost(
      String organisation, Optional<UUID> document, Optional<UUID> received, String what) {}

  void tell() {
    for (String hash : untold()) {
      if (ofNobody.contains(hash)) {
        continue;
      }
      List<Lost> lost = lost(hash);
      if (lost.isEmpty()) {
        ofNobody.add(hash);
      }
      Set<String> told = new HashSet<>();
      for (Lost each : lost) {
        if (told.add(each.organisation)) {
          tell(hash, each, lost);
        }
      }
    }
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(MENDED)
                    .bind("now", OffsetDateTime.ofInstant(ledger.clock().instant(), ZoneOffset.UTC))
                    .execute());
  }

  private void tell(String hash, Lost first, List<Lost> all) {
    List<String> words =
        all.stream()
            .filter(each -> each.organisation.equals(first.organisation))
            .map(Lost::what)
            .distinct()
            .toList();
    String named =
        words.stream().limit(NAMED).collect(Collectors.joining("; "))
            + (words.size() > NAMED ? "; and " + (words.size() - NAMED) + " more" : "");
    AlertText text =
        new AlertText(
            PROBLEM + hash,
            "Kept content is damaged",
            "The content with SHA-256 %s is not what was stored. Lost with it: %s. It is neither shown nor sent."
                .formatted(hash, named),
            "Restore the database from a backup, or hand the same file in or have it sent again:"
                + " storing the same bytes mends it. Let the people who run this node look after"
                + " the database's disk.");
    first.document.ifPresentOrElse(
        id -> ledger.tellOfDocument(first.organisation, id, text),
        () -> ledger.tellOfReceived(first.organisation, first.received.orElseThrow(), text));
  }

  private List<String> untold() {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle -> handle.createQuery(UNTOLD).bind("limit", AT_ONCE).mapTo(String.class).list());
  }

  private List<Lost> lost(String hash) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(LOST)
                    .bind("hash", hash)
                    .map(
                        (row, context) ->
                            new Lost(
                                row.getString("organisation"),
                                Optional.ofNullable(row.getObject("document", UUID.class)),
                                Optional.ofNullable(row.getObject("received", UUID.class)),
                                row.getString("what")))
                    .list());
  }
}
