package gpcm.node.mailbox;

import gpcm.node.store.Content;
import gpcm.node.store.ContentHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * A row of the outbox: the message and how far posting it has got (waiting, posting, sent, failed).
 */
record OutgoingMessageRow(OutgoingMessage message, String state, Optional<String> meshMessageId) {

  static Optional<OutgoingMessageRow> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from outgoing_message where id = :id")
        .bind("id", id)
        .map(OutgoingMessageRow::of)
        .findOne();
  }

  static OutgoingMessageRow of(ResultSet row, StatementContext context) throws SQLException {
    return new OutgoingMessageRow(
        read(row), row.getString("state"), Optional.ofNullable(row.getString("mesh_message_id")));
  }

  private static OutgoingMessage read(ResultSet row) throws SQLException {
    return new OutgoingMessage(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        Optional.ofNullable(row.getObject("document", UUID.class)),
        Optional.ofNullable(row.getObject("received", UUID.class)),
        Optional.ofNullable(row.getString("response_code")),
        row.getString("message_id"),
        row.getString("address"),
        row.getString("workflow_id"),
        row.getString("subject"),
        new Content(new ContentHash(row.getString("sha256")), row.getLong("size")),
        row.getInt("attempts"));
  }

  boolean isDone() {
    return state.equals("sent") || isFailed();
  }

  boolean isFailed() {
    return state.equals("failed");
  }

  boolean isPosting() {
    return state.equals("posting");
  }
}
