package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.exchange.HoldKind;
import gpcm.exchange.MeshStanding;
import gpcm.exchange.OutgoingDocument;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.people.Ownership;
import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads the documents this node sends. Thread-safe. */
final class Documents {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private static final String ROW =
      "select d.*, " + Restriction.ofSent("d") + " as restricted_patient from document d ";

  List<DocumentFile> files(Handle handle, UUID document) {
    return handle
        .createQuery(
            "select * from document_attachment where document = :id order by is_report desc,"
                + " ordinal")
        .bind("id", document)
        .map(Documents::file)
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

  /** The latest report of an encounter that stands, and what it was made of. */
  Optional<Submitted> latest(Handle handle, String organisation, String encounterId) {
    return handle
        .createQuery(
            "select id, submission_sha256 from document where organisation = :organisation and"
                + " encounter_id = :encounter and stands order by version desc limit 1")
        .bind("organisation", organisation)
        .bind("encounter", encounterId)
        .map(
            (row, context) ->
                new Submitted(
                    row.getObject("id", UUID.class),
                    new ContentHash(row.getString("submission_sha256"))))
        .findOne();
  }

  /** Those of them whose copy for the practice may have left. */
  Set<UUID> withCopyGone(Handle handle, List<OutboxDocument> all) {
    return handle
        .createQuery(
            "select distinct copy_of from document where copy_of = any (:ids) and posts > 0")
        .bindArray("ids", UUID.class, all.stream().map(OutboxDocument::id).toList())
        .mapTo(UUID.class)
        .set();
  }

  /** Their copies for the practice that are made and have not been handed to MESH. */
  Set<UUID> copiesOnTheirWay(Handle handle, List<OutboxDocument> all) {
    return handle
        .createQuery("select id from document where copy_of = any (:ids) and state = 'built'")
        .bindArray("ids", UUID.class, all.stream().map(OutboxDocument::id).toList())
        .mapTo(UUID.class)
        .set();
  }

  /**
   * Those of them whose consultation was deleted after they were handed in (GPCM-SD-CS-077). One
   * that was recorded anew since then is another document.
   */
  Set<UUID> deleted(Handle handle, List<OutboxDocument> all) {
    return handle
        .createQuery(
            """
            select d.id from document d where d.id = any (:ids) and (
              exists (select from sending_follow_up f where f.organisation = d.organisation and f.encounter_id = d.encounter_id
                and f.opened_at >= d.accepted_at)
              or exists (select from document original where original.id = d.copy_of and original.state = 'withdrawn'
                and original.failure = :deleted))
            """)
        .bindArray("ids", UUID.class, all.stream().map(OutboxDocument::id).toList())
        .bind("deleted", OutgoingDocument.CONSULTATION_DELETED)
        .mapTo(UUID.class)
        .set();
  }

  /** MESH's ids of the copies of a document that have left last, the latest one first. */
  List<String> meshIds(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select each.mesh from document d cross join lateral
              unnest(array_append(d.earlier_mesh_ids, d.mesh_message_id)) with ordinality as each (mesh, place)
            where d.id = :id and each.mesh is not null order by each.place desc limit 3
            """)
        .bind("id", id)
        .mapTo(String.class)
        .list();
  }

  /**
   * All that somebody may see of what was handed in about an encounter, copies left out, the
   * earliest version first.
   */
  List<OutboxDocument> ofEncounter(Handle handle, OutboxView view, String encounterId) {
    return seen(
            handle,
            view,
            ROW
                + "where d.encounter_id = :encounter and d.copy_of is null"
                + view.sql("d")
                + " order by d.version, d.accepted_at, d.id")
        .bind("encounter", encounterId)
        .map(Documents::read)
        .list();
  }

  /** A document of the organisation by its own id, that of its bundle, or by this node's. */
  Optional<OutboxDocument> called(Handle handle, String organisation, String id) {
    return handle
        .createQuery(
            ROW
                + "where d.organisation = :organisation and d.copy_of is null and (d.document_id ="
                + " :id or d.id = cast(:node as uuid)) order by d.accepted_at limit 1")
        .bind("organisation", organisation)
        .bind("id", id.toLowerCase(Locale.ROOT))
        .bind("node", UUID_FORM.matcher(id).matches() ? id : null)
        .map(Documents::read)
        .findOne();
  }

  Optional<OutboxDocument> find(Handle handle, UUID id) {
    return handle
        .createQuery(ROW + "where d.id = :id")
        .bind("id", id)
        .map(Documents::read)
        .findOne();
  }

  /** As {@link #find(Handle, UUID)}, unless it is none of what somebody may see. */
  Optional<OutboxDocument> find(Handle handle, OutboxView view, UUID id) {
    return seen(handle, view, ROW + "where d.id = :id" + view.sql("d"))
        .bind("id", id)
        .map(Documents::read)
        .findOne();
  }

  /** Which of these documents are among what somebody may see. */
  Set<UUID> among(Handle handle, OutboxView view, List<UUID> ids) {
    return seen(handle, view, "select d.id from document d where d.id = any (:ids)" + view.sql("d"))
        .bindArray("ids", UUID.class, ids)
        .mapTo(UUID.class)
        .set();
  }

  /** Those of {@code ids} that somebody may see, which nobody changes before the end. */
  List<OutboxDocument> lock(Handle handle, OutboxView view, List<UUID> ids) {
    return those(handle, view, ids, " order by d.id for update");
  }

  /** Those of {@code ids} that somebody may see. */
  List<OutboxDocument> those(Handle handle, OutboxView view, List<UUID> ids) {
    return those(handle, view, ids, " order by d.accepted_at desc, d.id desc");
  }

  private static List<OutboxDocument> those(
      Handle handle, OutboxView view, List<UUID> ids, String end) {
    return seen(handle, view, ROW + "where d.id = any (:ids)" + view.sql("d") + end)
        .bindArray("ids", UUID.class, ids)
        .map(Documents::read)
        .list();
  }

  /** The document that one of its copies is called so by MESH. */
  Optional<OutboxDocument> ofMesh(Handle handle, OutboxView view, String meshId) {
    return seen(
            handle,
            view,
            ROW
                + "where (d.mesh_message_id = :mesh or d.earlier_mesh_ids"
                + " @> array[cast(:mesh as text)])"
                + view.sql("d")
                + " order by d.accepted_at desc, d.id limit 1")
        .bind("mesh", meshId)
        .map(Documents::read)
        .findOne();
  }

  /** The bytes of a document's message, once it is built. */
  Optional<StoredContent> message(Handle handle, OutboxView view, UUID id) {
    return seen(
            handle,
            view,
            "select d.message_sha256, d.message_size from document d where d.id = :id and"
                + " d.message_sha256 is not null"
                + view.sql("d"))
        .bind("id", id)
        .map(
            (row, context) ->
                new StoredContent(
                    new ContentHash(row.getString("message_sha256")), row.getLong("message_size")))
        .findOne();
  }

  /** As {@link #files(Handle, UUID)}, unless it is none of what somebody may see. */
  List<DocumentFile> files(Handle handle, OutboxView view, UUID document) {
    return seen(
            handle,
            view,
            "select f.* from document_attachment f join document d on d.id = f.document where"
                + " d.id = :id"
                + view.sql("d")
                + " order by f.is_report desc, f.ordinal")
        .bind("id", document)
        .map(Documents::file)
        .list();
  }

  /** A query whose condition is the view's, with the values that condition asks for. */
  private static Query seen(Handle handle, OutboxView view, String sql) {
    Query select = handle.createQuery(sql).bind("organisation", view.organisation());
    view.author().ifPresent(author -> select.bind("author", author));
    return select;
  }

  private static DocumentFile file(ResultSet row, StatementContext context) throws SQLException {
    return new DocumentFile(
        row.getInt("ordinal"),
        row.getString("file_name"),
        row.getString("title"),
        row.getString("content_type"),
        new StoredContent(new ContentHash(row.getString("sha256")), row.getLong("size")),
        row.getBoolean("is_report"));
  }

  List<OutboxDocument> list(Handle handle, OutboxQuery query) {
    Query select = handle.createQuery(listing(query));
    query.organisation().ifPresent(organisation -> select.bind("organisation", organisation));
    query.author().ifPresent(author -> select.bind("author", author));
    return query.slice().newestFirst(query.slice().bind(select).map(Documents::read).list());
  }

  /**
   * The state stands in the text and not in a value, so that the planner sees whether the index of
   * the few that are not completed has them all.
   */
  static String listing(OutboxQuery query) {
    return ROW + "where true" + filter(query) + query.slice().sql("accepted_at");
  }

  private static String filter(OutboxQuery query) {
    return (query.organisation().isPresent() ? " and organisation = :organisation" : "")
        + (query.author().isPresent() ? " and " + Ownership.sql("d") : "")
        + query.state().map(state -> " and state = '" + state.text() + "'").orElse("");
  }

  private static Optional<DocumentProgress.Hold> hold(ResultSet row) throws SQLException {
    String kind = row.getString("hold_kind");
    return kind == null
        ? Optional.empty()
        : Optional.of(new DocumentProgress.Hold(HoldKind.of(kind), Moment.of(row, "held_since")));
  }

  private static Optional<DocumentProgress.AskedMesh> mesh(ResultSet row) throws SQLException {
    String standing = row.getString("mesh_standing");
    Optional<Instant> at = Moment.perhaps(row, "mesh_asked_at");
    return standing == null || at.isEmpty() || MeshStanding.of(standing) == MeshStanding.NOT_ASKED
        ? Optional.empty()
        : Optional.of(new DocumentProgress.AskedMesh(MeshStanding.of(standing), at.get()));
  }

  static OutboxDocument read(ResultSet row, StatementContext context) throws SQLException {
    return new OutboxDocument(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        new DocumentHeading(
            row.getString("use_case"),
            row.getBoolean("confidential"),
            row.getBoolean("restricted_patient"),
            row.getString("subject")),
        new PatientLine(
            row.getString("patient_nhs_number"),
            row.getString("patient_name"),
            row.getObject("patient_birth_date", LocalDate.class),
            row.getString("registered_practice")),
        new EncounterVersion(
            row.getString("encounter_id"),
            row.getInt("version"),
            Moment.of(row, "occurred_at"),
            Optional.ofNullable(row.getString("replaces_document_id")),
            !row.getBoolean("stands") && row.getObject("copy_of") == null),
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
                Optional.ofNullable(row.getString("business_code")),
                row.getBoolean("answers_doubtful")),
            Optional.ofNullable(row.getString("failure")),
            row.getInt("posts") > 0,
            Moment.perhaps(row, "waits_until"),
            hold(row),
            mesh(row),
            Moment.of(row, "accepted_at"),
            Moment.of(row, "updated_at")));
  }
}
