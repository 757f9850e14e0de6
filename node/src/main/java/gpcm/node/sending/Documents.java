package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.message.RecipientType;
import gpcm.node.journal.Timeline;
import gpcm.node.store.Content;
import gpcm.node.store.ContentHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of documents this node sends. Every change stamps the time. Thread-safe. */
final class Documents {
  private final InstantSource clock;

  Documents(InstantSource clock) {
    this.clock = clock;
  }

  /** Stores a new document in state accepted; false when the idempotency key was used before. */
  boolean add(
      Handle handle,
      UUID id,
      Document submitted,
      Content source,
      Optional<String> idempotencyKey,
      ContentHash fingerprint) {
    Patient patient = submitted.patient();
    return handle
            .createUpdate(
                """
                insert into document (id, organisation, use_case, state, encounter_id, version, confidential,
                  patient_nhs_number, patient_name, patient_birth_date, registered_practice, occurred_at, subject,
                  consultation_sha256, replaces_document_id, idempotency_key, submission_sha256,
                  recipient, recipient_type, accepted_at, updated_at)
                values (:id, :organisation, :useCase, 'accepted', :encounter, :version, :confidential,
                  :nhsNumber, :name, :birthDate, :practice, :occurredAt, '',
                  :source, :replaces, :key, :fingerprint,
                  :recipient, :recipientType, :now, :now)
                on conflict (organisation, idempotency_key) do nothing
                """)
            .bind("id", id)
            .bind("organisation", submitted.organisation().odsCode().value())
            .bind("useCase", submitted.useCase())
            .bind("encounter", submitted.encounterId())
            .bind("version", submitted.version())
            .bind("confidential", submitted.confidential())
            .bind("nhsNumber", patient.nhsNumber().value())
            .bind("name", patient.name().inReadingOrder())
            .bind("birthDate", patient.birthDate())
            .bind("practice", people(submitted.registeredPractice()))
            .bind("recipient", people(submitted.sendTo().orElse(submitted.registeredPractice())))
            .bind("recipientType", RecipientType.FOR_ACTION.code())
            .bind("occurredAt", Timeline.stored(submitted.occurredAt()))
            .bind("source", source.hash().hex())
            .bindByType(
                "replaces", submitted.replaces().map(UUID::toString).orElse(null), String.class)
            .bindByType("key", idempotencyKey.orElse(null), String.class)
            .bind("fingerprint", fingerprint.hex())
            .bind("now", now())
            .execute()
        == 1;
  }

  private static String people(Organisation organisation) {
    return organisation.name() + " (" + organisation.odsCode().value() + ")";
  }

  /** Adds the copy of a document for the registered practice, in state accepted. */
  void addCopy(Handle handle, UUID id, UUID original) {
    handle
        .createUpdate(
            """
            insert into document (id, organisation, use_case, state, encounter_id, version, confidential,
              patient_nhs_number, patient_name, patient_birth_date, registered_practice, occurred_at, subject,
              consultation_sha256, replaces_document_id, submission_sha256, recipient, recipient_type, copy_of,
              accepted_at, updated_at)
            select :id, organisation, use_case, 'accepted', encounter_id, version, confidential,
              patient_nhs_number, patient_name, patient_birth_date, registered_practice, occurred_at, subject,
              consultation_sha256, replaces_document_id, submission_sha256, registered_practice, :type, id,
              :now, :now
            from document where id = :original
            """)
        .bind("id", id)
        .bind("type", RecipientType.FOR_INFORMATION.code())
        .bind("now", now())
        .bind("original", original)
        .execute();
  }

  void addFile(Handle handle, UUID document, int ordinal, DocumentFile file) {
    handle
        .createUpdate(
            """
            insert into document_attachment (document, ordinal, file_name, title, content_type, sha256, size, is_report)
            values (:document, :ordinal, :fileName, :title, :contentType, :sha256, :size, :report)
            """)
        .bind("document", document)
        .bind("ordinal", ordinal)
        .bind("fileName", file.fileName())
        .bind("title", file.title())
        .bind("contentType", file.contentType())
        .bind("sha256", file.content().hash().hex())
        .bind("size", file.content().size())
        .bind("report", file.report())
        .execute();
  }

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
                    new Content(new ContentHash(row.getString("sha256")), row.getLong("size")),
                    row.getBoolean("is_report")))
        .list();
  }

  /** The consultation as it was handed in. */
  ContentHash source(Handle handle, UUID document) {
    return handle
        .createQuery("select consultation_sha256 from document where id = :id")
        .bind("id", document)
        .mapTo(String.class)
        .map(ContentHash::new)
        .one();
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

  /** The document, its row held until the transaction ends. */
  Optional<OutboxDocument> lock(Handle handle, UUID id) {
    return handle
        .createQuery("select * from document where id = :id for update")
        .bind("id", id)
        .map(Documents::read)
        .findOne();
  }

  /** The document that went out as this message, its row held until the transaction ends. */
  Optional<OutboxDocument> lockByMessageId(Handle handle, String organisation, String messageId) {
    return handle
        .createQuery(
            "select * from document where organisation = :organisation and message_id = :id for"
                + " update")
        .bind("organisation", organisation)
        .bind("id", messageId)
        .map(Documents::read)
        .findOne();
  }

  /** The documents sent about an encounter (SenderReference), rows held, newest version first. */
  List<OutboxDocument> lockByEncounter(Handle handle, String organisation, String encounterId) {
    return handle
        .createQuery(
            "select * from document where organisation = :organisation and encounter_id = :id"
                + " and message_id is not null order by version desc, accepted_at desc for update")
        .bind("organisation", organisation)
        .bind("id", encounterId)
        .map(Documents::read)
        .list();
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

  /** Documents whose acknowledgement is late at {@code now}, rows held, a batch at a time. */
  List<OutboxDocument> lockOverdue(Handle handle, Instant now, int limit) {
    return handle
        .createQuery(
            "select * from document where deadline < :now order by deadline limit :limit for update"
                + " skip locked")
        .bind("now", Timeline.stored(now))
        .bind("limit", limit)
        .map(Documents::read)
        .list();
  }

  /** Whether the document replaces another that is still on its way to MESH. */
  boolean replacesOneNotSent(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select exists (select from document mine join document replaced
              on replaced.organisation = mine.organisation and replaced.document_id = mine.replaces_document_id
              where mine.id = :id and replaced.state = 'built')
            """)
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  void built(Handle handle, UUID id, BuiltMessage built) {
    handle
        .createUpdate(
            "update document set state = 'built', message_id = :messageId, document_id ="
                + " :documentId, subject = :subject, message_sha256 = :sha256, message_size ="
                + " :size, updated_at = :now where id = :id")
        .bind("messageId", built.messageId())
        .bind("documentId", built.documentId())
        .bind("subject", built.subject())
        .bind("sha256", built.content().hash().hex())
        .bind("size", built.content().size())
        .bind("now", now())
        .bind("id", id)
        .execute();
  }

  /**
   * It has left.
   *
   * @param deadline when a person is told that no acknowledgement has come; empty leaves it as it
   *     is
   */
  void sent(
      Handle handle,
      UUID id,
      Optional<String> meshMessageId,
      DocumentState state,
      Optional<Instant> deadline) {
    handle
        .createUpdate(
            """
            update document set mesh_message_id = coalesce(:mesh, mesh_message_id), state = :state,
              deadline = coalesce(:deadline, deadline), updated_at = :now
            where id = :id
            """)
        .bindByType("mesh", meshMessageId.orElse(null), String.class)
        .bind("state", state.text())
        .bindByType("deadline", deadline.map(Timeline::stored).orElse(null), OffsetDateTime.class)
        .bind("now", now())
        .bind("id", id)
        .execute();
  }

  /**
   * Moves it to another state.
   *
   * @param failure why it failed or was rejected; empty leaves what is there
   * @param deadline when a person is told that the next acknowledgement is late; empty when none is
   *     awaited
   */
  void state(
      Handle handle,
      UUID id,
      DocumentState state,
      Optional<String> failure,
      Optional<Instant> deadline) {
    handle
        .createUpdate(
            """
            update document set state = :state, failure = coalesce(:failure, failure), deadline = :deadline,
              updated_at = :now
            where id = :id
            """)
        .bind("state", state.text())
        .bindByType("failure", failure.orElse(null), String.class)
        .bindByType("deadline", deadline.map(Timeline::stored).orElse(null), OffsetDateTime.class)
        .bind("now", now())
        .bind("id", id)
        .execute();
  }

  void acknowledgements(Handle handle, UUID id, Acknowledgements acknowledgements) {
    handle
        .createUpdate(
            "update document set infrastructure_code = :infrastructure, business_code = :business"
                + " where id = :id")
        .bindByType(
            "infrastructure",
            acknowledgements.infrastructure().map(Answer::code).orElse(null),
            String.class)
        .bindByType(
            "business", acknowledgements.business().map(Answer::code).orElse(null), String.class)
        .bind("id", id)
        .execute();
  }

  /**
   * Marks what a document was to replace at the same recipient as void.
   *
   * @return the documents so marked
   */
  List<UUID> voidReplaced(Handle handle, UUID replacement) {
    return handle
        .createQuery(
            """
            update document set state = 'void', deadline = null, updated_at = :now
            from document replacement
            where replacement.id = :id and document.organisation = replacement.organisation
              and document.document_id = replacement.replaces_document_id
              and document.recipient = replacement.recipient
            returning document.id
            """)
        .bind("now", now())
        .bind("id", replacement)
        .mapTo(UUID.class)
        .list();
  }

  private OffsetDateTime now() {
    return Timeline.stored(clock.instant());
  }

  private static OutboxDocument read(ResultSet row, StatementContext context) throws SQLException {
    return new OutboxDocument(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        row.getString("use_case"),
        DocumentState.of(row.getString("state")),
        row.getBoolean("confidential"),
        row.getString("subject"),
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
        new AcknowledgementCodes(
            Optional.ofNullable(row.getString("infrastructure_code")),
            Optional.ofNullable(row.getString("business_code"))),
        Optional.ofNullable(row.getString("failure")),
        row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
