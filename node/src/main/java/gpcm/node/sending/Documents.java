package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads the documents this node sends. Thread-safe. */
final class Documents {

  List<DocumentFile> files(Handle handle, UUID document) {
    return handle
        .createQuery(
            "select * from document_attachment where document = :id order by is_report desc,"
                + " ordinal")
        .bind("id", document)
        .map(
            (row, context) ->
                new DocumentFile(
                    row.getString("file_name"),
                    row.getString("title"),
                    row.getString("content_type"),
                    new StoredContent(
                        new ContentHash(row.getString("sha256")), row.getLong("size")),
                    row.getBoolean("is_report")))
        .list();
  }

  /** An earlier submission: its document, and what it was made of. */
  record Submitted(UUID id, ContentHash fingerprint) {}

  Optional<Submitted> byIdempotencyKey(Handle handle, String organisation, String key) {
    return handle
        .createQuery(
            "select id, submission_sha256 from document"
                + " where organisation = :organisation and idempotency_key = :key")
        .bind("organisation", organisation)
        .bind("key", key)
        .map(
            (row, context) ->
                new Submitted(
                    row.getObject("id", UUID.class),
                    new ContentHash(row.getString("submission_sha256"))))
        .findOne();
  }

  /** A document of the organisation by its own id, that of its bundle. */
  Optional<OutboxDocument> byDocumentId(Handle handle, String organisation, UUID documentId) {
    return handle
        .createQuery(
            "select * from document where organisation = :organisation and document_id = :id"
                + " order by accepted_at limit 1")
        .bind("organisation", organisation)
        .bind("id", documentId.toString())
        .map(Documents::read)
        .findOne();
  }

  Optional<OutboxDocument> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from document where id = :id")
        .bind("id", id)
        .map(Documents::read)
        .findOne();
  }

  List<OutboxDocument> list(Handle handle, OutboxQuery query) {
    Query select = handle.createQuery(listing(query));
    query.organisation().ifPresent(organisation -> select.bind("organisation", organisation));
    return query.slice().newestFirst(query.slice().bind(select).map(Documents::read).list());
  }

  /**
   * The state stands in the text and not in a value, so that the planner sees whether the index of
   * the few that are not completed has them all.
   */
  static String listing(OutboxQuery query) {
    return "select * from document where true"
        + (query.organisation().isPresent() ? " and organisation = :organisation" : "")
        + query.state().map(state -> " and state = '" + state.text() + "'").orElse("")
        + query.slice().sql("accepted_at");
  }

  private static OutboxDocument read(ResultSet row, StatementContext context) throws SQLException {
    return new OutboxDocument(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        new DocumentHeading(
            row.getString("use_case"), row.getBoolean("confidential"), row.getString("subject")),
        new PatientLine(
            row.getString("patient_nhs_number"),
            row.getString("patient_name"),
            row.getObject("patient_birth_date", LocalDate.class),
            row.getString("registered_practice")),
        new EncounterVersion(
            row.getString("encounter_id"),
            row.getInt("version"),
            row.getObject("occurred_at", OffsetDateTime.class).toInstant()),
        new Addressee(
            row.getString("recipient"),
            row.getString("recipient_type"),
            Optional.ofNullable(row.getObject("copy_of", UUID.class))),
        new OutboxIdentifiers(
            Optional.ofNullable(row.getString("message_id")),
            Optional.ofNullable(row.getString("document_id")),
            Optional.ofNullable(row.getString("mesh_message_id"))),
        new DocumentProgress(
            DocumentState.of(row.getString("state")),
            new AcknowledgementCodes(
                Optional.ofNullable(row.getString("infrastructure_code")),
                Optional.ofNullable(row.getString("business_code"))),
            Optional.ofNullable(row.getString("failure")),
            row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
            row.getObject("updated_at", OffsetDateTime.class).toInstant()));
  }
}
