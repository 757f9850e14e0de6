package gpcm.node.ledger;

import gpcm.exchange.Acknowledgement;
import gpcm.exchange.Acknowledgements;
import gpcm.exchange.Deadline;
import gpcm.exchange.Deliverability;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.exchange.DocumentSubject;
import gpcm.exchange.HoldKind;
import gpcm.exchange.MeshStanding;
import gpcm.exchange.OutgoingDocument;
import gpcm.exchange.Posting;
import gpcm.exchange.Watch;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The documents on their way, as rows. */
final class DocumentCases {
  private static final TableWrite MOVED =
      new TableWrite(
          "document",
          """
          update document d set state = r.state, posting = r.posting, posts = r.posts, earlier_posts = r.earlier_posts, infrastructure_code = r.infrastructure_code,
            business_code = r.business_code, answers_doubtful = r.answers_doubtful, failure = r.failure, failures = r.failures, due_at = r.due_at, updated_at = r.updated_at,
            earlier_mesh_ids = case when r.superseded or r.mesh_message_id <> d.mesh_message_id
              then array_append(d.earlier_mesh_ids, d.mesh_message_id) else d.earlier_mesh_ids end,
            mesh_message_id = case when r.superseded then null else coalesce(r.mesh_message_id, d.mesh_message_id) end,
            pair_name = coalesce(r.pair_name, d.pair_name),
            upload = case when r.superseded or r.posting in ('taken', 'handed-over') then null else d.upload end,
            lease_owner = case r.lease when 'keep' then d.lease_owner when 'take' then r.owner when 'leave' then d.lease_owner end,
            leased_at = case r.lease when 'take' then clock_timestamp() when 'free' then null when 'revoke' then null else d.leased_at end,
            fence = d.fence + case when r.lease in ('take', 'revoke') then 1 else 0 end,
            hold_kind = case when r.state = 'held' then coalesce(r.hold_kind, d.hold_kind) end,
            held_since = case when r.state = 'held' then coalesce(d.held_since, r.updated_at) end,
            state_since = case when r.state = d.state or (r.state = 'built' and d.state = 'accepted') then d.state_since else r.updated_at end,
            waits_until = coalesce(r.waits_until, d.waits_until),
            tell_at = r.tell_at, told = r.told, mesh_standing = r.mesh_standing, ask_mesh_at = r.ask_mesh_at,
            mesh_asked_at = coalesce(r.mesh_asked_at, d.mesh_asked_at), renew = r.state = 'built' and coalesce(r.renew, d.renew),
            earlier_message_ids = case when r.message_id <> d.message_id then array_append(d.earlier_message_ids, d.message_id)
              else d.earlier_message_ids end,
            earlier_message_sha256 = case when r.message_sha256 <> d.message_sha256
              then array_append(d.earlier_message_sha256, d.message_sha256) else d.earlier_message_sha256 end,
            looked_up_at = coalesce(r.looked_up_at, case when d.unchecked and r.superseded then coalesce(d.looked_up_at, d.accepted_at)
              else d.looked_up_at end),
            unchecked = coalesce(r.unchecked, d.unchecked),
            message_id = coalesce(r.message_id, d.message_id), document_id = coalesce(r.document_id, d.document_id),
            subject = coalesce(r.subject, d.subject), address = coalesce(r.address, d.address),
            message_sha256 = coalesce(r.message_sha256, d.message_sha256), message_size = coalesce(r.message_size, d.message_size)
          from json_to_recordset(:document::json) as r (id uuid, state text, posting text, posts integer, earlier_posts integer, infrastructure_code text,
            business_code text, answers_doubtful boolean, failure text, failures integer, due_at timestamptz, updated_at timestamptz, mesh_message_id text,
            superseded boolean, pair_name text, hold_kind text, waits_until timestamptz, looked_up_at timestamptz, unchecked boolean, lease text, owner text, message_id text, document_id text, subject text, address text,
            message_sha256 text, message_size bigint, tell_at timestamptz, told boolean, mesh_standing text, ask_mesh_at timestamptz,
            mesh_asked_at timestamptz, renew boolean)
          where d.id = r.id
          """);

  private DocumentCases() {}

  /** What a case's columns say, for select lists. */
  static final String COLUMNS =
      "d.id, d.organisation, d.state, d.posting, d.posts, d.infrastructure_code, d.business_code,"
          + " d.failure, d.failures, d.due_at, d.fence, d.patient_name, d.patient_nhs_number,"
          + " d.version, d.recipient, d.registered_practice, d.confidential, d.answers_doubtful,"
          + " d.replaces_document_id, d.lease_owner, d.tell_at, d.told, d.mesh_standing,"
          + " d.ask_mesh_at, d.earlier_posts";

  /** A document as it stands, its row held until the transaction ends. */
  static final class Held {
    final String organisation;
    final long fence;
    Map<Deadline, Duration> deadlines = Map.of();
    OutgoingDocument document;
    Optional<UUID> copyOf = Optional.empty();
    private final Columns columns = new Columns();
    private boolean changed;
    private String lease = "leave";

    Held(String organisation, long fence, OutgoingDocument document) {
      this.organisation = organisation;
      this.fence = fence;
      this.document = document;
    }

    /** What comes with a fact besides the case itself. */
    private static final class Columns {
      String meshMessageId;
      boolean superseded;
      String pair;
      HoldKind hold;
      Instant waitsUntil;
      Instant askedAt;
      Optional<Boolean> unchecked = Optional.empty();
      boolean asked;
      Optional<Boolean> renew = Optional.empty();
      BuiltColumns built;
    }

    void move(OutgoingDocument next, DocumentFact fact, BuiltColumns builtOrNull, Instant now) {
      switch (fact) {
        case DocumentFact.Taken(String id) -> columns.meshMessageId = id;
        case DocumentFact.HandedOver(String pair) -> columns.pair = pair;
        // Another copy is to go out: what MESH calls the earlier one is no longer this one's name.
        case DocumentFact.Resent resent when !next.equals(document) -> {
          columns.superseded = true;
          columns.renew = Optional.of(true);
          // That it went without a check was said of the copy before.
          columns.unchecked = Optional.of(false);
          columns.waitsUntil = next.due().orElseThrow();
        }
        case DocumentFact.Tracked tracked -> columns.asked = !next.equals(document);
        case DocumentFact.Checked(Deliverability found) -> checked(found);
        case DocumentFact.Hastened hastened
            when document.state() == DocumentState.UNCONFIRMED || !next.equals(document) ->
            columns.waitsUntil = now;
        case DocumentFact.Stopped stopped -> columns.hold = HoldKind.PERSON;
        // The patience for it counts from when it goes on, and not from what is long over.
        case DocumentFact.Confirmed confirmed when !next.equals(document) ->
            columns.waitsUntil = next.due().orElseThrow();
        case DocumentFact.Released released when !next.equals(document) -> {
          columns.waitsUntil = next.due().orElseThrow();
          columns.unchecked = Optional.of(released.unchecked());
        }
        default -> {}
      }
      changed = true;
      document = next;
      if (builtOrNull != null) {
        columns.built = builtOrNull;
        columns.renew = Optional.of(false);
      }
    }

    private void checked(Deliverability found) {
      switch (found) {
        case Deliverability.Deliverable(String words, Instant askedAt) -> columns.askedAt = askedAt;
        case Deliverability.NeedsPerson needs -> columns.hold = needs.kind();
        case Deliverability.NotKnownYet later -> {}
        case Deliverability.MustNot never -> {}
      }
    }

    /** Whoever works on it now comes too late. */
    void revoke() {
      lease = "revoke";
      changed = true;
    }

    void free() {
      lease = "free";
      changed = true;
    }

    void take() {
      lease = "take";
      changed = true;
    }

    Lease lease() {
      return new Lease(document.id(), lease.equals("take") ? fence + 1 : fence);
    }
  }

  /**
   * Which of these are copies that are not to leave any more, and why: their original does not as
   * it is, or its consultation was deleted. The originals stay so until the transaction ends.
   */
  static Map<UUID, DocumentFact.OriginalStopped> stoppedOriginals(
      Handle handle, Collection<UUID> ids) {
    Map<UUID, DocumentFact.OriginalStopped> stopped = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select c.id, o.state, exists (select from sending_follow_up f where f.organisation = c.organisation
                and f.encounter_id = c.encounter_id and f.opened_at >= c.accepted_at) as deleted
            from document c join document o on o.organisation = c.organisation and o.id = c.copy_of
            where c.id = any (:ids) order by o.id for share of o
            """)
        .bindArray("ids", UUID.class, List.copyOf(ids))
        .map(
            (row, context) ->
                Map.entry(
                    row.getObject("id", UUID.class),
                    why(DocumentState.of(row.getString("state")), row.getBoolean("deleted"))))
        .forEach(each -> each.getValue().ifPresent(why -> stopped.put(each.getKey(), why)));
    return stopped;
  }

  private static Optional<DocumentFact.OriginalStopped> why(
      DocumentState original, boolean deleted) {
    if (deleted) {
      return Optional.of(new DocumentFact.OriginalStopped(OutgoingDocument.CONSULTATION_DELETED));
    }
    return original.stopsCopies()
        ? Optional.of(DocumentFact.OriginalStopped.because(original))
        : Optional.empty();
  }

  // What becomes of a document can be what becomes of its original, or of what it replaces. All are
  // locked at once: whoever holds one and then waits for another waits for somebody who waits for
  // the first.
  private static final String WITH_THOSE_BEHIND =
      """
      d.id = any (cast(:ids as uuid[])
        || array(select c.copy_of from document c where c.id = any (:ids) and c.copy_of is not null)
        || array(select o.id from document n join document o on o.organisation = n.organisation
            and o.document_id = n.replaces_document_id and o.recipient = n.recipient where n.id = any (:ids)))
      """;

  /** As {@link #lock}, with the copies of them that are made and have not left. */
  static Map<UUID, Held> lockWithCopies(Handle handle, Collection<UUID> ids) {
    Map<UUID, Held> held = new LinkedHashMap<>();
    handle
        .createQuery(
            "select "
                + COLUMNS
                + """
                , d.copy_of
                from document d where %s
                  or d.copy_of = any (:ids) and d.state = 'built' and d.posting = 'none'
                order by d.id for update
                """
                    .formatted(WITH_THOSE_BEHIND))
        .bindArray("ids", UUID.class, List.copyOf(ids))
        .map(
            (row, context) -> {
              Held one = held(row);
              one.copyOf = Optional.ofNullable(row.getObject("copy_of", UUID.class));
              return one;
            })
        .forEach(each -> held.put(each.document.id(), each));
    return withDeadlines(handle, held);
  }

  /** These, and the documents that what becomes of them can be of too, rows held. */
  static Map<UUID, Held> lock(Handle handle, Collection<UUID> ids) {
    Map<UUID, Held> held = new LinkedHashMap<>();
    handle
        .createQuery(
            "select "
                + COLUMNS
                + " from document d where "
                + WITH_THOSE_BEHIND
                + " order by d.id for update")
        .bindArray("ids", UUID.class, List.copyOf(ids))
        .map((row, context) -> held(row))
        .forEach(each -> held.put(each.document.id(), each));
    return withDeadlines(handle, held);
  }

  // By a statement of its own: what was set while these were waited for counts.
  private static Map<UUID, Held> withDeadlines(Handle handle, Map<UUID, Held> held) {
    if (held.isEmpty()) {
      return held;
    }
    Map<String, Map<Deadline, Duration>> own =
        handle
            .createQuery(
                "select organisation, seconds from sending_deadlines where organisation = any"
                    + " (:organisations)")
            .bindArray(
                "organisations",
                String.class,
                held.values().stream().map(each -> each.organisation).distinct().toList())
            .map(
                (row, context) ->
                    Map.entry(
                        row.getString("organisation"), OwnDeadlines.of(row.getString("seconds"))))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    held.values().forEach(each -> each.deadlines = own.getOrDefault(each.organisation, Map.of()));
    return held;
  }

  /** Whether something else of the encounter has come in the place of document {@code d}. */
  private static final String OVERTAKEN =
      """
      (d.copy_of is null and not d.stands or exists (select from document later where later.stands
        and later.organisation = d.organisation and later.encounter_id = d.encounter_id and later.version > d.version))
      """;

  /** Which of these something else of their encounter has come in the place of. */
  static Set<UUID> overtaken(Handle handle, Collection<UUID> ids) {
    return handle
        .createQuery("select d.id from document d where d.id = any (:ids) and " + OVERTAKEN)
        .bindArray("ids", UUID.class, List.copyOf(ids))
        .mapTo(UUID.class)
        .set();
  }

  static Held held(ResultSet row) throws SQLException {
    return new Held(row.getString("organisation"), row.getLong("fence"), read(row));
  }

  static OutgoingDocument read(ResultSet row) throws SQLException {
    return new OutgoingDocument(
        row.getObject("id", UUID.class),
        DocumentState.of(row.getString("state")),
        Posting.of(row.getString("posting")),
        row.getInt("posts"),
        row.getInt("earlier_posts"),
        new Acknowledgements(
            acknowledgement(row.getString("infrastructure_code")),
            acknowledgement(row.getString("business_code")),
            row.getBoolean("answers_doubtful")),
        Optional.ofNullable(row.getString("failure")),
        row.getInt("failures"),
        Moment.perhaps(row, "due_at"),
        new Watch(
            Moment.perhaps(row, "tell_at"),
            row.getBoolean("told"),
            Optional.ofNullable(row.getString("mesh_standing"))
                .map(MeshStanding::of)
                .orElse(MeshStanding.NOT_ASKED),
            Moment.perhaps(row, "ask_mesh_at")),
        new DocumentSubject(
            row.getString("patient_name")
                + ", NHS number "
                + row.getString("patient_nhs_number")
                + ", version "
                + row.getInt("version"),
            row.getString("recipient"),
            row.getBoolean("confidential"),
            Optional.ofNullable(row.getString("replaces_document_id")),
            !row.getString("recipient").equals(row.getString("registered_practice"))));
  }

  private static Optional<Acknowledgement> acknowledgement(String codeOrNull) {
    return Optional.ofNullable(codeOrNull).map(AcknowledgementCode::kept);
  }

  static void write(SetWrite write, Collection<Held> all, Instant now, String node) {
    for (Held held : all) {
      if (!held.changed) {
        continue;
      }
      OutgoingDocument document = held.document;
      Row row =
          new Row()
              .put("id", document.id())
              .put("state", document.state().text())
              .put("posting", document.posting().text())
              .put("posts", document.posts())
              .put("earlier_posts", document.earlier())
              .put("answers_doubtful", document.acknowledgements().doubtful())
              .putAny("failure", document.failure())
              .put("failures", document.failures())
              .putAny("due_at", document.due())
              .put("updated_at", now)
              .putAny("mesh_message_id", held.columns.meshMessageId)
              .put("superseded", held.columns.superseded)
              .putAny("pair_name", held.columns.pair)
              .putAny("hold_kind", Optional.ofNullable(held.columns.hold).map(HoldKind::text))
              .putAny("waits_until", Optional.ofNullable(held.columns.waitsUntil))
              .putAny("looked_up_at", Optional.ofNullable(held.columns.askedAt))
              .putAny("unchecked", held.columns.unchecked)
              .putAny("tell_at", document.watch().tell())
              .put("told", document.watch().told())
              .put("mesh_standing", document.watch().standing().text())
              .putAny("ask_mesh_at", document.watch().ask())
              .putAny("mesh_asked_at", held.columns.asked ? Optional.of(now) : Optional.empty())
              .putAny("renew", held.columns.renew)
              .put("lease", held.lease)
              .put("owner", node);
      document
          .acknowledgements()
          .infrastructure()
          .ifPresent(given -> row.put("infrastructure_code", given.code()));
      document
          .acknowledgements()
          .business()
          .ifPresent(given -> row.put("business_code", given.code()));
      if (held.columns.built != null) {
        row.put("message_id", held.columns.built.messageId())
            .put("document_id", held.columns.built.documentId())
            .put("subject", held.columns.built.subject())
            .put("address", held.columns.built.address())
            .put("message_sha256", held.columns.built.content().hash().hex())
            .put("message_size", held.columns.built.content().size());
      }
      write.add(MOVED, row);
    }
  }

  /** The documents that these were to replace at the same recipient, rows held. */
  static Map<UUID, List<Held>> lockReplaced(Handle handle, Collection<UUID> replacements) {
    Map<UUID, List<Held>> replaced = new LinkedHashMap<>();
    handle
        .createQuery(
            "select "
                + COLUMNS
                + """
                , replacement.id as replacement
                from document replacement join document d on d.organisation = replacement.organisation
                  and d.document_id = replacement.replaces_document_id and d.recipient = replacement.recipient
                where replacement.id = any (:ids) order by d.id for update of d
                """)
        .bindArray("ids", UUID.class, List.copyOf(replacements))
        .map((row, context) -> Map.entry(row.getObject("replacement", UUID.class), held(row)))
        .forEach(
            each ->
                replaced
                    .computeIfAbsent(each.getKey(), unused -> new java.util.ArrayList<>())
                    .add(each.getValue()));
    return replaced;
  }
}
