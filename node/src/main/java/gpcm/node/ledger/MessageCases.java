package gpcm.node.ledger;

import gpcm.exchange.IncomingMessage;
import gpcm.exchange.IncomingState;
import gpcm.node.ledger.StepResult.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The received messages, as rows. */
final class MessageCases {
  private static final TableWrite MOVED =
      new TableWrite(
          "received",
          """
          update received_message m set state = r.state, message_id = r.message_id, document_id = r.document_id,
            sender_reference = r.sender_reference, failures = r.failures, due_at = r.due_at, lease_owner = null, leased_at = null,
            restricted = m.restricted or r.restricted, response_code = r.response_code, answers = r.answers, not_checked = coalesce(r.not_checked, ''),
            processed_at = case when r.state = 'stored' then null else r.at end
          from json_to_recordset(:received::json) as r (id uuid, state text, message_id text, document_id text, sender_reference text,
            failures integer, due_at timestamptz, at timestamptz, restricted boolean, response_code text, answers uuid,
            not_checked text)
          where m.id = r.id
          """);

  // A row that this very message wrote in an earlier attempt is its own.
  private static final String GUARD =
      """
      with given as (
        select * from json_to_recordset(:given::json) as r (id uuid, fence bigint, organisation text, message_id text, document_id text,
          original uuid, replaced_by uuid, is_void boolean)),
      mine as (
        select m.id from received_message m join given on given.id = m.id and given.fence = m.fence
        where m.state = 'stored' order by m.id for update of m),
      messages as (
        insert into message_seen (organisation, message_id, received)
        select organisation, message_id, id from given where message_id is not null and id in (select id from mine)
        on conflict (organisation, message_id) do update set received = excluded.received
          where message_seen.received = excluded.received
        returning received),
      documents as (
        insert into document_seen (organisation, document_id, received)
        select organisation, document_id, id from given where document_id is not null and id in (select id from mine)
        on conflict (organisation, document_id) do update set received = excluded.received
          where document_seen.received = excluded.received
        returning received),
      originals as (
        select e.id, e.replaced_by, e.state = 'void' as is_void from worklist_entry e where e.id in (select original from given) order by e.id for update)
      select given.id from given
      where given.id in (select id from mine)
        and (given.message_id is null or given.id in (select received from messages))
        and (given.document_id is null or given.id in (select received from documents))
        and (given.original is null or exists (select from originals o
          where o.id = given.original and o.replaced_by is not distinct from given.replaced_by and o.is_void = given.is_void))
      """;

  private MessageCases() {}

  /** Of these results the ones that still hold; their rows are held until the transaction ends. */
  static Set<UUID> guard(Handle handle, Collection<Change.OfMessage> all) {
    Set<Object> claimed = new HashSet<>();
    RowSet rows = new RowSet();
    for (Change.OfMessage change : all) {
      ReadColumns columns = change.columns();
      Row row =
          new Row()
              .put("id", change.lease().id())
              .put("fence", change.lease().fence())
              .put("organisation", change.organisation());
      boolean first = true;
      if (columns.firstOfItsKind()) {
        // Of two copies in one batch the later one waits and is then found to be a copy.
        first =
            columns
                .messageId()
                .map(id -> claimed.add(List.of("message", change.organisation(), id)))
                .orElse(true);
        first &=
            columns
                .documentId()
                .map(id -> claimed.add(List.of("document", change.organisation(), id)))
                .orElse(true);
        row.putAny("message_id", columns.messageId()).putAny("document_id", columns.documentId());
      }
      first &= columns.original().map(ReadColumns.Original::entry).map(claimed::add).orElse(true);
      columns
          .original()
          .ifPresent(
              original ->
                  row.put("original", original.entry())
                      .putAny("replaced_by", original.replacedBy())
                      .put("is_void", original.isVoid()));
      if (first) {
        rows.add(row);
      }
    }
    return handle.createQuery(GUARD).bind("given", rows.json()).mapTo(UUID.class).set();
  }

  static void write(SetWrite write, Collection<Change.OfMessage> all, Instant now) {
    for (Change.OfMessage change : all) {
      IncomingMessage next = change.transition().next();
      Row row =
          new Row()
              .put("id", next.id())
              .put("state", next.state().text())
              .put("failures", next.failures())
              .putAny("due_at", next.due())
              .put("restricted", next.restricted())
              .put("at", now);
      if (next.state() != IncomingState.STORED) {
        row.putAny("message_id", change.columns().messageId())
            .putAny("document_id", change.columns().documentId())
            .putAny("sender_reference", change.columns().senderReference())
            .putAny("response_code", change.columns().response().map(ReadColumns.Response::code))
            .putAny("answers", change.columns().response().flatMap(ReadColumns.Response::document))
            .put("not_checked", lines(change.columns().notChecked()));
      }
      write.add(MOVED, row);
    }
  }

  // A requirement's id has no blank in it.
  private static String lines(List<ReadColumns.NotChecked> all) {
    return all.stream()
        .map(each -> each.requirement() + " " + each.reason())
        .distinct()
        .collect(Collectors.joining("\n"));
  }
}
