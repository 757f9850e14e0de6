package gpcm.node.receiving;

import gpcm.node.journal.Timeline;
import gpcm.node.store.Content;
import gpcm.node.store.ContentHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The worklist's tables. Thread-safe. */
final class WorklistEntries {

  void add(Handle handle, WorklistEntry entry, String compositionId, List<WorklistFile> files) {
    handle
        .createUpdate(
            """
            insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title, version,
              confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name, encounter_id, message_id,
              document_id, composition_id, replaces_document_id, warnings, received_at)
            values (:id, :organisation, :received, :state, :useCase, :recipientType, :subject, :title, :version,
              :confidential, :nhsNumber, :name, :birthDate, :senderOds, :senderName, :encounter, :messageId,
              :documentId, :compositionId, :replaces, :warnings, :receivedAt)
            """)
        .bind("id", entry.id())
        .bind("organisation", entry.organisation())
        .bind("received", entry.received())
        .bind("state", entry.state().text())
        .bind("useCase", entry.useCase())
        .bind("recipientType", entry.recipientType())
        .bind("subject", entry.heading().subject())
        .bind("title", entry.heading().title())
        .bindByType(
            "version",
            entry.heading().version().isPresent() ? entry.heading().version().getAsInt() : null,
            Integer.class)
        .bind("confidential", entry.heading().confidential())
        .bind("nhsNumber", entry.patient().nhsNumber())
        .bind("name", entry.patient().name())
        .bind("birthDate", entry.patient().birthDate())
        .bind("senderOds", entry.sender().odsCode())
        .bind("senderName", entry.sender().name())
        .bind("encounter", entry.identifiers().encounterId())
        .bind("messageId", entry.identifiers().messageId())
        .bind("documentId", entry.identifiers().documentId())
        .bind("compositionId", compositionId)
        .bindByType("replaces", entry.identifiers().replacesDocumentId().orElse(null), String.class)
        .bind("warnings", String.join("\n", entry.warnings()))
        .bind("receivedAt", Timeline.stored(entry.receivedAt()))
        .execute();
    for (WorklistFile file : files) {
      handle
          .createUpdate(
              "insert into worklist_attachment (entry, ordinal, title, content_type, sha256, size)"
                  + " values (:entry, :ordinal, :title, :contentType, :sha256, :size)")
          .bind("entry", entry.id())
          .bind("ordinal", file.ordinal())
          .bind("title", file.title())
          .bind("contentType", file.contentType())
          .bind("sha256", file.content().hash().hex())
          .bind("size", file.content().size())
          .execute();
    }
  }

  /** The entry of the document that another document names as the one it replaces, its row held. */
  Optional<WorklistEntry> lockReplaced(Handle handle, String organisation, String target) {
    return handle
        .createQuery(
            "select * from worklist_entry where organisation = :organisation"
                + " and (document_id = :target or composition_id = :target)"
                + " order by received_at desc limit 1 for update")
        .bind("organisation", organisation)
        .bind("target", target)
        .map(WorklistEntries::read)
        .findOne();
  }

  /** Adds a warning for whoever looks at the entry. */
  void warn(Handle handle, UUID id, String warning) {
    handle
        .createUpdate(
            "update worklist_entry set warnings = concat_ws(E'\\n', nullif(warnings, ''),"
                + " :warning) where id = :id")
        .bind("warning", warning)
        .bind("id", id)
        .execute();
  }

  void replaced(Handle handle, UUID id, UUID by) {
    handle
        .createUpdate(
            "update worklist_entry set state = 'replaced', replaced_by = :by where id = :id")
        .bind("by", by)
        .bind("id", id)
        .execute();
  }

  Optional<WorklistEntry> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from worklist_entry where id = :id")
        .bind("id", id)
        .map(WorklistEntries::read)
        .findOne();
  }

  List<WorklistEntry> list(Handle handle, WorklistQuery query) {
    Query select = handle.createQuery(listing(query));
    query.organisation().ifPresent(organisation -> select.bind("organisation", organisation));
    return query.slice().newestFirst(query.slice().bind(select).map(WorklistEntries::read).list());
  }

  static String listing(WorklistQuery query) {
    return "select * from worklist_entry where true"
        + (query.organisation().isPresent() ? " and organisation = :organisation" : "")
        + (query.includeReplaced() ? "" : " and state <> 'replaced'")
        + query.slice().sql("received_at");
  }

  List<WorklistFile> files(Handle handle, UUID entry) {
    return handle
        .createQuery("select * from worklist_attachment where entry = :entry order by ordinal")
        .bind("entry", entry)
        .map(
            (row, context) ->
                new WorklistFile(
                    row.getInt("ordinal"),
                    row.getString("title"),
                    row.getString("content_type"),
                    new Content(new ContentHash(row.getString("sha256")), row.getLong("size"))))
        .list();
  }

  private static WorklistEntry read(ResultSet row, StatementContext context) throws SQLException {
    int version = row.getInt("version");
    OptionalInt versionIfAny = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
    String warnings = row.getString("warnings");
    return new WorklistEntry(
        row.getObject("id", UUID.class),
        row.getObject("received", UUID.class),
        row.getString("organisation"),
        WorklistEntry.State.of(row.getString("state")),
        row.getString("use_case"),
        row.getString("recipient_type"),
        new EntryHeading(
            row.getString("subject"),
            row.getString("title"),
            versionIfAny,
            row.getBoolean("confidential")),
        new StatedPatient(
            row.getString("patient_nhs_number"),
            row.getString("patient_name"),
            row.getString("patient_birth_date")),
        new Sender(row.getString("sender_ods"), row.getString("sender_name")),
        new EntryIdentifiers(
            row.getString("encounter_id"),
            row.getString("message_id"),
            row.getString("document_id"),
            Optional.ofNullable(row.getString("replaces_document_id"))),
        Optional.ofNullable(row.getObject("replaced_by", UUID.class)),
        warnings.isEmpty() ? List.of() : List.of(warnings.split("\n")),
        row.getObject("received_at", OffsetDateTime.class).toInstant());
  }
}
