package gpcm.node.receiving;

import gpcm.message.CanonicalId;
import gpcm.node.content.ContentHash;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ReadColumns;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.RowSet;
import gpcm.node.ledger.ToRead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Looks up what an organisation has received before, for many messages in one statement.
 * Thread-safe.
 */
final class Earlier {
  private static final String QUERY =
      """
      with given as (
        select * from json_to_recordset(:rows::json) as r (received uuid, organisation text, position bigint, message_id text,
          document_id text, target text, nhs_number text))
      select g.received,
        same_message.received as message_in, m.sha256 as message_sha256, same_document.received as document_in,
        d.sha256 as document_sha256,
        e.id as entry, e.state = 'void' as entry_void, e.received as entry_in, e.sender_ods as entry_sender, e.replaced_by as entry_replaced_by,
        o.sender as entry_mailbox,
        g.target is not null and e.id is null and (
          exists (select from arrival a where a.organisation = g.organisation and a.position < g.position)
          or exists (select from received_message b where b.organisation = g.organisation and b.state = 'stored'
            and b.position < g.position)) as earlier_unread
      from given g
      left join message_seen same_message
        on same_message.organisation = g.organisation and same_message.message_id = g.message_id and same_message.received <> g.received
      left join received_message m on m.id = same_message.received
      left join document_seen same_document
        on same_document.organisation = g.organisation and same_document.document_id = g.document_id
        and same_document.received <> g.received
      left join received_message d on d.id = same_document.received
      left join lateral (
        select w.* from (
          select by_document.* from worklist_entry by_document where by_document.organisation = g.organisation
            and by_document.document_id = any (string_to_array(g.target, E'\\n'))
          union all
          select by_composition.* from worklist_entry by_composition where by_composition.organisation = g.organisation
            and by_composition.composition_id = any (string_to_array(g.target, E'\\n'))) w
        where w.patient_nhs_number = g.nhs_number
        order by w.received_at desc limit 1) e on true
      left join received_message o on o.id = e.received
      """;

  private final Ledger ledger;

  Earlier(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A message that was received before.
   *
   * @param received this node's id of it
   * @param content its bytes
   */
  record Received(UUID received, ContentHash content) {}

  /**
   * The worklist entry that a document says it replaces.
   *
   * @param received the message it came in
   * @param senderOds ODS code of the organisation it came from
   * @param mailbox the mailbox it came from; empty when MESH named none
   * @param replacedBy what has taken its place already
   * @param isVoid whether it counts no more
   */
  record Original(
      UUID entry,
      UUID received,
      String senderOds,
      String mailbox,
      Optional<UUID> replacedBy,
      boolean isVoid) {
    ReadColumns.Original standing() {
      return new ReadColumns.Original(entry, replacedBy, isVoid);
    }
  }

  /**
   * What was here before a message.
   *
   * @param sameMessage a message with its MessageHeader.id
   * @param sameDocument a message with its document's id
   * @param original what it replaces, about the same patient
   * @param earlierUnread whether something that arrived before it is still to be read
   */
  record Before(
      Optional<Received> sameMessage,
      Optional<Received> sameDocument,
      Optional<Original> original,
      boolean earlierUnread) {
    Before withoutOriginal() {
      return new Before(sameMessage, sameDocument, Optional.empty(), earlierUnread);
    }
  }

  /** What to look up for one message. */
  record Question(
      ToRead message,
      Optional<String> messageId,
      Optional<String> documentId,
      List<String> targets,
      String nhsNumber) {}

  Map<UUID, Before> of(List<Question> questions) {
    RowSet rows = new RowSet();
    for (Question question : questions) {
      rows.add(
          new Row()
              .put("received", question.message().message().id())
              .put("organisation", question.message().organisation())
              .put("position", question.message().position())
              .putAny("message_id", question.messageId().map(CanonicalId::of))
              .putAny("document_id", question.documentId().map(CanonicalId::of))
              .putAny(
                  "target",
                  question.targets().isEmpty()
                      ? null
                      : question.targets().stream()
                          .map(CanonicalId::of)
                          .collect(Collectors.joining("\n")))
              .put("nhs_number", question.nhsNumber()));
    }
    Map<UUID, Before> before = new HashMap<>();
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createQuery(QUERY)
                    .bind("rows", rows.json())
                    .map(
                        (row, context) ->
                            Map.entry(row.getObject("received", UUID.class), read(row)))
                    .forEach(each -> before.put(each.getKey(), each.getValue())));
    return before;
  }

  private static Before read(ResultSet row) throws SQLException {
    return new Before(
        received(row, "message_in", "message_sha256"),
        received(row, "document_in", "document_sha256"),
        original(row),
        row.getBoolean("earlier_unread"));
  }

  private static Optional<Received> received(ResultSet row, String id, String hash)
      throws SQLException {
    UUID found = row.getObject(id, UUID.class);
    return found == null
        ? Optional.empty()
        : Optional.of(new Received(found, new ContentHash(row.getString(hash))));
  }

  private static Optional<Original> original(ResultSet row) throws SQLException {
    UUID entry = row.getObject("entry", UUID.class);
    return entry == null
        ? Optional.empty()
        : Optional.of(
            new Original(
                entry,
                row.getObject("entry_in", UUID.class),
                row.getString("entry_sender"),
                row.getString("entry_mailbox"),
                Optional.ofNullable(row.getObject("entry_replaced_by", UUID.class)),
                row.getBoolean("entry_void")));
  }
}
