package gpcm.node.handover;

import gpcm.exchange.AlertText;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.CodedWork;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Ledger;
import gpcm.node.receiving.ReceivedDocuments;
import gpcm.node.store.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers what people confirmed of the coded entries of documents that were handed over, once
 * nothing of a document is open (GPC-SD-OC-04): all of it in one item, and all that counts then in
 * another whenever they decide anew. Thread-safe.
 */
final class CodedOffering {
  /** Whether there is something to offer. */
  static final String DUE = "coded_changed and handed_over is not null";

  private static final Logger LOG = LoggerFactory.getLogger(CodedOffering.class);
  private static final int TOGETHER = 20;

  private final Ledger ledger;
  private final HandOver handOver;
  private final CodedWork coded;
  private final ConfirmedForms forms;

  CodedOffering(Ledger ledger, HandOver handOver, CodedWork coded, ReceivedDocuments documents) {
    this.ledger = ledger;
    this.handOver = handOver;
    this.coded = coded;
    this.forms = new ConfirmedForms(documents);
  }

  private record Changed(UUID entry, UUID received, boolean counts) {}

  /**
   * Looks at some documents of an organisation.
   *
   * @return whether there may be more
   */
  boolean offer(String organisation) {
    List<UUID> changed =
        ledger
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select id from worklist_entry where organisation = :organisation and"
                                + " %s limit :limit".formatted(DUE))
                        .bind("organisation", organisation)
                        .bind("limit", TOGETHER)
                        .mapTo(UUID.class)
                        .list());
    changed.forEach(entry -> offer(organisation, entry));
    return changed.size() == TOGETHER;
  }

  private void offer(String organisation, UUID entry) {
    ledger
        .database()
        .jdbi()
        .useTransaction(
            handle -> {
              Offering.alone(handle);
              handle
                  .createQuery(
                      """
                      select id, received, state in ('to-do', 'to-file') as counts from worklist_entry
                      where id = :id and organisation = :organisation and coded_changed for no key update
                      """)
                  .bind("id", entry)
                  .bind("organisation", organisation)
                  .map(
                      (row, context) ->
                          new Changed(
                              row.getObject("id", UUID.class),
                              row.getObject("received", UUID.class),
                              row.getBoolean("counts")))
                  .findOne()
                  .ifPresent(found -> offer(handle, organisation, found));
            });
  }

  private void offer(Handle handle, String organisation, Changed document) {
    boolean before = supersede(handle, document.entry);
    if (document.counts) {
      List<CodedItem> confirmed = coded.confirmed().of(organisation, document.entry);
      boolean ready = coded.review().open(handle, document.entry) == 0 && !confirmed.isEmpty();
      // What was offered once may be in the record: what of it counts no more is to be known at
      // once, whatever is open now.
      if (before || ready) {
        write(handle, organisation, document, confirmed);
      }
    }
    handle
        .createUpdate("update worklist_entry set coded_changed = false where id = :id")
        .bind("id", document.entry)
        .execute();
  }

  /** Whether something was offered before. */
  private static boolean supersede(Handle handle, UUID entry) {
    handle
        .createUpdate(
            """
            update hand_over_item set state = 'superseded' where entry = :entry and kind = 'coded' and state in ('offered', 'refused')
            """)
        .bind("entry", entry)
        .execute();
    return handle
        .createQuery(
            "select exists (select from hand_over_item where entry = :entry and kind = 'coded')")
        .bind("entry", entry)
        .mapTo(Boolean.class)
        .one();
  }

  private void write(
      Handle handle, String organisation, Changed document, List<CodedItem> confirmed) {
    ConfirmedForms.Written written;
    try {
      written = forms.write(organisation, document.entry, confirmed);
    } catch (RuntimeException e) {
      LOG.error(
          "what was confirmed of document {} cannot be written for the record system",
          document.entry,
          e);
      ledger.tellOfReceived(
          organisation,
          document.received,
          new AlertText(
              "hand-over-coded/" + document.entry,
              "Confirmed coded entries could not be offered to the record system",
              "The document's message could not be read again.",
              "Enter what was confirmed into the record by hand."));
      return;
    }
    Instant now = ledger.clock().instant();
    UUID id = UUID.randomUUID();
    handle
        .createUpdate(
            """
            insert into hand_over_item (id, position, organisation, kind, entry, state, entries, offered_at, due_at, try_at)
            values (:id, nextval('hand_over_position'), :organisation, 'coded', :entry, 'offered', :entries, :now, :due, :now)
            """)
        .bind("id", id)
        .bind("organisation", organisation)
        .bind("entry", document.entry)
        .bind("entries", written.entries())
        .bind("now", Moment.column(now))
        .bind("due", Moment.column(now.plus(handOver.deadline(organisation))))
        .execute();
    file(handle, id, 0, "Confirmed entries in FHIR STU3", ConfirmedForms.STU3, written.stu3());
    file(handle, id, 1, "Confirmed entries in FHIR R4", ConfirmedForms.R4, written.r4());
  }

  private static void file(
      Handle handle, UUID item, int ordinal, String title, String contentType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    handle
        .createUpdate(
            """
            insert into hand_over_file (item, ordinal, title, content_type, sha256, size, text)
            values (:item, :ordinal, :title, :type, :sha256, :size, :text)
            """)
        .bind("item", item)
        .bind("ordinal", ordinal)
        .bind("title", title)
        .bind("type", contentType)
        .bind("sha256", ContentHash.of(bytes).hex())
        .bind("size", bytes.length)
        .bind("text", text)
        .execute();
  }
}
