package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
      where c.damaged is not null and encode(c.sha256, 'hex') <> all (:ofNobody) and not exists (select from alert a
        where a.problem = 'damaged-content/' || encode(c.sha256, 'hex') and (a.resolved_at is null or a.resolved_at > c.damaged))
      order by c.id limit :limit
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

  void tell() {
    for (String hash : untold()) {
      List<Lost> lost = Lost.with(ledger, hash);
      if (lost.isEmpty()) {
        ofNobody.add(hash);
      } else {
        // Of what one organisation is told of, no other one is told later.
        ledger.database().jdbi().useTransaction(unused -> tell(hash, lost));
      }
    }
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(MENDED)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .execute());
  }

  private void tell(String hash, List<Lost> lost) {
    Set<String> told = new HashSet<>();
    for (Lost each : lost) {
      if (told.add(each.organisation())) {
        tell(hash, each, lost);
      }
    }
  }

  private void tell(String hash, Lost first, List<Lost> all) {
    List<String> words =
        all.stream()
            .filter(each -> each.organisation().equals(first.organisation()))
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
    first
        .document()
        .ifPresentOrElse(
            id -> ledger.tellOfDocument(first.organisation(), id, text),
            () ->
                ledger.tellOfReceived(first.organisation(), first.received().orElseThrow(), text));
  }

  private List<String> untold() {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(UNTOLD)
                    .bindArray("ofNobody", String.class, List.copyOf(ofNobody))
                    .bind("limit", AT_ONCE)
                    .mapTo(String.class)
                    .list());
  }
}
