package gpcm.node.retention;

import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Removes contents of cases that are gone, when no other case names them. Many are looked up at
 * once, so that the tables are read once and need no index of hashes. Thread-safe.
 */
final class UnnamedContent {
  private static final int TOGETHER = 5_000;

  private static final String NEXT =
      """
      select sha256 from content_unnamed where sha256 > :after order by sha256 limit :most
      """;

  private static final String NAMED =
      """
      with next as (select unnest(:hashes) as hash)
      select hash from next join document on consultation_sha256 = hash
      union select hash from next join document on message_sha256 = hash
      union select hash from next join (select unnest(earlier_message_sha256) as sha256 from document
        where earlier_message_sha256 is not null) earlier on earlier.sha256 = hash
      union select hash from next join document_attachment on sha256 = hash
      union select hash from next join answer on sha256 = hash
      union select hash from next join received_message m on m.sha256 = hash where m.content_removed_at is null
      union select hash from next join worklist_attachment f on f.sha256 = hash join worklist_entry e on e.id = f.entry
        join received_message m on m.id = e.received where m.content_removed_at is null
      """;

  private final Ledger ledger;

  UnnamedContent(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Removes what can be. What was stored again within the last hour stays for the next time. */
  void remove() {
    String after = "";
    do {
      String from = after;
      after = ledger.database().jdbi().inTransaction(handle -> removeAfter(handle, from));
    } while (!after.isEmpty());
  }

  /** The last hash that was looked at; empty when it was the last of all. */
  private String removeAfter(Handle handle, String after) {
    if (Deletion.stopped(handle)) {
      return "";
    }
    List<String> hashes =
        handle
            .createQuery(NEXT)
            .bind("after", after)
            .bind("most", TOGETHER)
            .mapTo(String.class)
            .list();
    if (hashes.isEmpty()) {
      return "";
    }
    List<String> named =
        handle
            .createQuery(NAMED)
            .bindArray("hashes", String.class, hashes)
            .mapTo(String.class)
            .list();
    forget(handle, named);
    List<String> unnamed = hashes.stream().filter(hash -> !named.contains(hash)).toList();
    int removed = ledger.content().remove(handle, unnamed.stream().map(ContentHash::new).toList());
    List<String> gone =
        removed == 0 && unnamed.isEmpty()
            ? List.of()
            : handle
                .createQuery(
                    """
                    select sha256 from unnest(:hashes) as gone (sha256)
                    where not exists (select from stored_content c where c.sha256 = decode(gone.sha256, 'hex'))
                    """)
                .bindArray("hashes", String.class, unnamed)
                .mapTo(String.class)
                .list();
    handle
        .createUpdate(
            "insert into content_removed (sha256, removed_at) select unnest(:hashes), :now on"
                + " conflict (sha256) do update set removed_at = excluded.removed_at")
        .bindArray("hashes", String.class, gone)
        .bind("now", Moment.column(ledger.clock().instant()))
        .execute();
    forget(handle, gone);
    return hashes.size() == TOGETHER ? hashes.getLast() : "";
  }

  private static void forget(Handle handle, List<String> hashes) {
    handle
        .createUpdate("delete from content_unnamed where sha256 = any(:hashes)")
        .bindArray("hashes", String.class, hashes)
        .execute();
  }
}
