package gpcm.node.mailbox;

import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import gpcm.node.content.ContentHash;
import gpcm.node.content.PreparedContent;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The table of what has arrived in the mailboxes. Remembers in which order each lists its messages:
 * whoever is listed and not read is waited for by the replacements behind it. Thread-safe.
 */
final class Arrivals {
  // What was listed before and is neither here nor listed any more is gone: nothing waits for it.
  private static final String STORE =
      """
      with given as (
        select * from json_to_recordset(:messages::json) as r (id uuid, organisation text, mesh_message_id text, message_type text,
          sender text, recipient text, workflow_id text, subject text, local_id text, status_code text, status_description text,
          linked_message_id text, sha256 text, size bigint, position bigint, received_at timestamptz)),
      stored as (
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject, local_id,
          status_code, status_description, linked_message_id, sha256, size, state, position, received_at, due_at)
        select id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject, local_id,
          status_code, status_description, linked_message_id, sha256, size, 'stored', position, received_at, received_at from given
        on conflict (organisation, mesh_message_id) do nothing
        returning id, organisation, mesh_message_id),
      told as (
        insert into event (at, organisation, received, kind, detail, actor)
        select given.received_at, stored.organisation, stored.id, 'received',
          'MESH message ' || given.mesh_message_id || ', workflow ' || given.workflow_id || ', from '
            || case given.sender when '' then 'MESH' else given.sender end || ', ' || given.size || ' bytes, stored',
          'peer:' || case given.sender when '' then 'MESH' else given.sender end
        from stored join given using (id)),
      waiting as (
        insert into arrival (organisation, mesh_message_id, position, listed_at)
        select organisation, mesh_message_id, position, at
        from json_to_recordset(:waiting::json) as w (organisation text, mesh_message_id text, position bigint, at timestamptz)
        on conflict do nothing),
      fetched as (
        delete from arrival a using given where a.organisation = given.organisation and a.mesh_message_id = given.mesh_message_id)
      select id from stored
      """;

  private final Ledger ledger;

  Arrivals(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A message that is listed and was never stored here, with its place in the order of arrival. */
  record Listed(String meshMessageId, long position) {}

  /**
   * Of what a mailbox lists, oldest first, the messages that were never stored here.
   *
   * @param complete whether that is all that the mailbox lists
   */
  List<Listed> unknown(String organisation, List<String> ids, boolean complete) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        with listed as (
                          select id, place from unnest(:ids) with ordinality as l (id, place)),
                        gone as (
                          delete from arrival where :complete and organisation = :organisation and mesh_message_id <> all (:ids)),
                        unknown as (
                          select l.id, l.place from listed l where not exists (select from received_message r
                            where r.organisation = :organisation and r.mesh_message_id = l.id) order by l.place)
                        select unknown.id, coalesce(a.position, nextval('arrival_position')) as position
                        from unknown left join arrival a on a.organisation = :organisation and a.mesh_message_id = unknown.id
                        order by unknown.place
                        """)
                    .bind("organisation", organisation)
                    .bind("complete", complete)
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> new Listed(row.getString("id"), row.getLong("position")))
                    .list());
  }

  /** A message that was fetched. */
  record Fetched(Listed listed, MessageHeaders headers, Body body) {}

  /** The bytes of a fetched message. */
  sealed interface Body {
    StoredContent content();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Small(byte[] bytes, StoredContent content) implements Body {
      static Small of(byte[] bytes) {
        return new Small(bytes, new StoredContent(ContentHash.of(bytes), bytes.length));
      }
    }

    record Large(PreparedContent upload) implements Body {
      @Override
      public StoredContent content() {
        return upload.content();
      }
    }
  }

  /**
   * Stores messages, flushed to the disk when this returns: only then may MESH forget them.
   *
   * @param waiting what is listed and not fetched yet
   */
  void store(String organisation, List<Fetched> fetched, Collection<Listed> waiting) {
    Instant now = ledger.clock().instant();
    RowSet messages = new RowSet();
    List<byte[]> bytes = new ArrayList<>();
    List<PreparedContent> uploads = new ArrayList<>();
    for (Fetched each : fetched) {
      messages.add(row(organisation, each, now));
      switch (each.body()) {
        case Body.Small small -> bytes.add(small.bytes());
        case Body.Large large -> uploads.add(large.upload());
      }
    }
    RowSet listed = new RowSet();
    waiting.forEach(
        each ->
            listed.add(
                new Row()
                    .put("organisation", organisation)
                    .put("mesh_message_id", each.meshMessageId())
                    .put("position", each.position())
                    .put("at", now)));
    ledger.awaitPermission();
    Set<UUID> stored =
        ledger
            .database()
            .jdbi()
            .inTransaction(
                handle -> {
                  ledger.content().putAll(handle, bytes);
                  uploads.forEach(upload -> ledger.content().adopt(handle, upload));
                  return handle
                      .createQuery(STORE)
                      .bind("messages", messages.json())
                      .bind("waiting", listed.json())
                      .mapTo(UUID.class)
                      .set();
                });
    assert stored.size() <= fetched.size();
  }

  private static Row row(String organisation, Fetched fetched, Instant now) {
    MessageHeaders headers = fetched.headers();
    return new Row()
        .put("id", UUID.randomUUID())
        .put("organisation", organisation)
        .put("mesh_message_id", fetched.listed().meshMessageId())
        .put("message_type", headers.messageType() == MessageType.REPORT ? "REPORT" : "DATA")
        .put("sender", headers.from().orElse(""))
        .put("recipient", headers.to().orElse(""))
        .put("workflow_id", headers.workflowId().orElse(""))
        .put("subject", headers.subject().orElse(""))
        .put("local_id", headers.localId().orElse(""))
        .put("status_code", headers.statusCode().orElse(""))
        .put("status_description", headers.statusDescription().orElse(""))
        .put("linked_message_id", headers.linkedMessageId().orElse(""))
        .put("sha256", fetched.body().content().hash().hex())
        .put("size", fetched.body().content().size())
        .put("position", fetched.listed().position())
        .put("received_at", now);
  }
}
