package gpcm.node.mailbox;

import gpcm.node.journal.Timeline;
import gpcm.node.store.Content;
import gpcm.node.store.ContentHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of messages taken from mailboxes. Thread-safe. */
public final class ReceivedMessages {
  private final InstantSource clock;

  /** Stamps with {@code clock}. */
  public ReceivedMessages(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Remembers in which order the mailbox lists its messages. Whoever is listed here and not
   * processed is waited for by the replacements behind it.
   *
   * @param ids all that waits in the mailbox, oldest first, or its first page
   * @param complete whether that is all, so that what was listed before and never taken is gone
   * @return those of them that were never stored here; the others only wait to be acknowledged
   */
  Set<String> listed(Handle handle, String organisation, List<String> ids, boolean complete) {
    Set<String> unknown =
        handle
            .createQuery(
                """
                with unknown as (
                  select listed.id, listed.place from unnest(:ids) with ordinality as listed (id, place)
                  where not exists (select from received_message r
                    where r.organisation = :organisation and r.mesh_message_id = listed.id)),
                remembered as (
                  insert into arrival (organisation, mesh_message_id)
                  select :organisation, id from unknown order by place
                  on conflict do nothing)
                select id from unknown
                """)
            .bind("organisation", organisation)
            .bindArray("ids", String.class, ids)
            .mapTo(String.class)
            .set();
    if (complete) {
      handle
          .createUpdate(
              """
              delete from arrival
              where organisation = :organisation and mesh_message_id <> all (:ids)
                and not exists (select from received_message r
                  where r.organisation = arrival.organisation and r.mesh_message_id = arrival.mesh_message_id)
              """)
          .bind("organisation", organisation)
          .bindArray("ids", String.class, ids)
          .execute();
    }
    return unknown;
  }

  /** Whether something that the same mailbox listed before this message is not processed yet. */
  public boolean hasEarlier(Handle handle, ReceivedMessage message) {
    return handle
        .createQuery(
            """
            select exists (select from arrival earlier join arrival mine using (organisation)
              where mine.organisation = :organisation and mine.mesh_message_id = :id and earlier.position < mine.position)
            """)
        .bind("organisation", message.organisation())
        .bind("id", message.meshMessageId())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Stores a message unless this mailbox has had it before.
   *
   * @return false when it was stored already: MESH gives a message again until it is acknowledged
   */
  boolean add(Handle handle, ReceivedMessage message) {
    return handle
            .createUpdate(
                """
                insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id,
                  subject, local_id, status_code, status_description, linked_message_id, sha256, size, outcome, received_at)
                values (:id, :organisation, :meshId, :type, :sender, :recipient, :workflowId,
                  :subject, :localId, :statusCode, :statusDescription, :linked, :sha256, :size, 'stored', :now)
                on conflict (organisation, mesh_message_id) do nothing
                """)
            .bind("id", message.id())
            .bind("organisation", message.organisation())
            .bind("meshId", message.meshMessageId())
            .bind("type", message.report() ? "REPORT" : "DATA")
            .bind("sender", message.sender())
            .bind("recipient", message.recipient())
            .bind("workflowId", message.workflowId())
            .bind("subject", message.subject())
            .bind("localId", message.localId())
            .bind("statusCode", message.statusCode())
            .bind("statusDescription", message.statusDescription())
            .bind("linked", message.linkedMessageId())
            .bind("sha256", message.content().hash().hex())
            .bind("size", message.content().size())
            .bind("now", Timeline.stored(message.receivedAt()))
            .execute()
        == 1;
  }

  /**
   * Takes up a message for processing, holding its row until the transaction ends.
   *
   * @return empty when it has been processed already
   */
  public Optional<ReceivedMessage> take(Handle handle, UUID id) {
    return handle
        .createQuery(
            "select * from received_message where id = :id and outcome = 'stored' for update")
        .bind("id", id)
        .map(ReceivedMessages::read)
        .findOne();
  }

  /** The message with this id, processed or not. */
  public Optional<ReceivedMessage> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from received_message where id = :id")
        .bind("id", id)
        .map(ReceivedMessages::read)
        .findOne();
  }

  /** Records what became of a message: the end of its processing. */
  public void processed(
      Handle handle,
      UUID id,
      String outcome,
      Optional<String> messageId,
      Optional<String> documentId,
      Optional<String> senderReference) {
    handle
        .createUpdate(
            """
            with processed as (
              update received_message set outcome = :outcome, message_id = :messageId, document_id = :documentId,
                sender_reference = :reference, processed_at = :now
              where id = :id returning organisation, mesh_message_id)
            delete from arrival using processed
            where arrival.organisation = processed.organisation and arrival.mesh_message_id = processed.mesh_message_id
            """)
        .bind("outcome", outcome)
        .bindByType("messageId", messageId.orElse(null), String.class)
        .bindByType("documentId", documentId.orElse(null), String.class)
        .bindByType("reference", senderReference.orElse(null), String.class)
        .bind("now", Timeline.stored(clock.instant()))
        .bind("id", id)
        .execute();
  }

  private static ReceivedMessage read(ResultSet row, StatementContext context) throws SQLException {
    return new ReceivedMessage(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        row.getString("mesh_message_id"),
        row.getString("message_type").equals("REPORT"),
        row.getString("sender"),
        row.getString("recipient"),
        row.getString("workflow_id"),
        row.getString("subject"),
        row.getString("local_id"),
        row.getString("status_code"),
        row.getString("status_description"),
        row.getString("linked_message_id"),
        new Content(new ContentHash(row.getString("sha256")), row.getLong("size")),
        instant(row, "received_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
