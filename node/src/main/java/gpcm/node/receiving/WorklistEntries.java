package gpcm.node.receiving;

import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The worklist's tables. Thread-safe. */
final class WorklistEntries {
  private static final String ENTRIES =
      "select e.*, " + Restriction.sql("e") + " as restricted_patient from worklist_entry e";

  Optional<WorklistEntry> find(Handle handle, UUID id) {
    return handle
        .createQuery(ENTRIES + " where e.id = :id")
        .bind("id", id)
        .map(WorklistEntries::read)
        .findOne();
  }

  Optional<WorklistEntry> find(Handle handle, String organisation, UUID id) {
    return Optional.ofNullable(all(handle, organisation, List.of(id)).get(id));
  }

  Map<UUID, WorklistEntry> all(Handle handle, String organisation, Collection<UUID> ids) {
    return handle
        .createQuery(ENTRIES + " where e.id = any(:ids) and e.organisation = :organisation")
        .bindArray("ids", UUID.class, ids)
        .bind("organisation", organisation)
        .map(WorklistEntries::read)
        .collect(Collectors.toMap(WorklistEntry::id, Function.identity()));
  }

  Map<UUID, List<WorklistFile>> filesOfAll(
      Handle handle, String organisation, Collection<UUID> ids) {
    Map<UUID, List<WorklistFile>> all = new HashMap<>();
    handle
        .createQuery(
            "select f.* from worklist_attachment f join worklist_entry e on e.id = f.entry where"
                + " e.id = any(:ids) and e.organisation = :organisation order by f.entry,"
                + " f.ordinal")
        .bindArray("ids", UUID.class, ids)
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                Map.entry(row.getObject("entry", UUID.class), WorklistEntries.file(row, context)))
        .forEach(
            each ->
                all.computeIfAbsent(each.getKey(), entry -> new ArrayList<>())
                    .add(each.getValue()));
    return all;
  }

  List<WorklistFile> files(Handle handle, String organisation, UUID entry) {
    return filesOfAll(handle, organisation, List.of(entry)).getOrDefault(entry, List.of());
  }

  private static WorklistFile file(ResultSet row, StatementContext context) throws SQLException {
    return new WorklistFile(
        row.getInt("ordinal"),
        row.getString("title"),
        row.getString("content_type"),
        new StoredContent(new ContentHash(row.getString("sha256")), row.getLong("size")));
  }

  List<WorklistEntry> list(Handle handle, WorklistQuery query) {
    Query select = handle.createQuery(listing(query));
    query.organisation().ifPresent(organisation -> select.bind("organisation", organisation));
    return query.slice().newestFirst(query.slice().bind(select).map(WorklistEntries::read).list());
  }

  static String listing(WorklistQuery query) {
    return ENTRIES
        + " where true"
        + (query.organisation().isPresent() ? " and organisation = :organisation" : "")
        + (query.includeReplaced() ? "" : " and state <> 'replaced'")
        + query.slice().sql("received_at");
  }

  /**
   * How many there are in all; empty when more than {@code most}, which nobody wants to wait for.
   */
  OptionalLong count(Handle handle, WorklistQuery query, long most) {
    Query select =
        handle
            .createQuery(
                "select count(*) from (select from worklist_entry where true"
                    + (query.organisation().isPresent() ? " and organisation = :organisation" : "")
                    + (query.includeReplaced() ? "" : " and state <> 'replaced'")
                    + " limit :most) counted")
            .bind("most", most + 1);
    query.organisation().ifPresent(organisation -> select.bind("organisation", organisation));
    long count = select.mapTo(Long.class).one();
    return count > most ? OptionalLong.empty() : OptionalLong.of(count);
  }

  List<WorklistFile> files(Handle handle, UUID entry) {
    return handle
        .createQuery("select * from worklist_attachment where entry = :entry order by ordinal")
        .bind("entry", entry)
        .map(WorklistEntries::file)
        .list();
  }

  int countSince(Handle handle, String organisation, Instant then, int most) {
    return handle
        .createQuery(
            """
            select count(*) from (select from worklist_entry where organisation = :organisation and received_at > :then
              limit :most) as counted
            """)
        .bind("organisation", organisation)
        .bind("then", Moment.column(then))
        .bind("most", most)
        .mapTo(Integer.class)
        .one();
  }

  /** What is not shown of the message that a confidential entry came in. */
  Concealed concealed(Handle handle, WorklistEntry entry) {
    return Concealed.words(
        handle
            .createQuery(
                """
                select e.sender_ods from worklist_entry e where e.id = :id and e.confidential
                union select m.sender from worklist_entry e join received_message m on m.id = e.received
                  where e.id = :id and e.confidential
                union select a.address from worklist_entry e join answer a on a.received = e.received
                  where e.id = :id and e.confidential
                """)
            .bind("id", entry.id())
            .mapTo(String.class)
            .list());
  }

  // What an earlier version of this program filed of a confidential document is shown no more than
  // what is filed now.
  private static WorklistEntry read(ResultSet row, StatementContext context) throws SQLException {
    int version = row.getInt("version");
    OptionalInt versionIfAny = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
    String warnings = row.getString("warnings");
    boolean confidential = row.getBoolean("confidential");
    Concealed concealed =
        Concealed.words(confidential ? List.of(row.getString("sender_ods")) : List.of());
    StatedPatient patient =
        new StatedPatient(
            row.getString("patient_nhs_number"),
            row.getString("patient_name"),
            row.getString("patient_listed"),
            row.getString("patient_birth_date"));
    String useCase = row.getString("use_case");
    String title = concealed.in(row.getString("title"));
    return new WorklistEntry(
        row.getObject("id", UUID.class),
        row.getObject("received", UUID.class),
        row.getString("organisation"),
        new EntryHeading(
            useCase,
            row.getString("recipient_type"),
            confidential
                ? EntryHeading.withoutOrganisation(useCase, title, patient, versionIfAny)
                : row.getString("subject"),
            title,
            versionIfAny,
            confidential),
        patient,
        confidential
            ? new Sender("", "")
            : new Sender(row.getString("sender_ods"), row.getString("sender_name")),
        new EntryIdentifiers(
            row.getString("encounter_id"),
            row.getString("message_id"),
            row.getString("document_id"),
            Optional.ofNullable(row.getString("replaces_document_id"))),
        new EntryStanding(
            WorklistEntry.State.of(row.getString("state")),
            Optional.ofNullable(row.getObject("replaced_by", UUID.class)),
            warnings.isEmpty() ? List.of() : concealed.in(List.of(warnings.split("\n"))),
            row.getBoolean("restricted_patient")),
        Moment.of(row, "received_at"));
  }

  StoredContent message(Handle handle, WorklistEntry entry) {
    return handle
        .createQuery(
            "select sha256, size from received_message where id = :received and organisation ="
                + " :organisation")
        .bind("received", entry.received())
        .bind("organisation", entry.organisation())
        .map(
            (row, context) ->
                new StoredContent(new ContentHash(row.getString("sha256")), row.getLong("size")))
        .one();
  }

  Optional<ReceivedMessage> received(Handle handle, String organisation, String name) {
    return handle
        .createQuery(
            """
            select m.id, m.sha256, m.size, m.restricted, e.id as entry from received_message m left join worklist_entry e on e.received = m.id
            where m.organisation = :organisation and (m.mesh_message_id = :name or m.id = :id)
            """)
        .bind("organisation", organisation)
        .bind("name", name)
        .bindByType("id", id(name).orElse(null), UUID.class)
        .map(
            (row, context) ->
                new ReceivedMessage(
                    row.getObject("id", UUID.class),
                    Optional.ofNullable(row.getObject("entry", UUID.class)),
                    new StoredContent(
                        new ContentHash(row.getString("sha256")), row.getLong("size")),
                    row.getBoolean("restricted")))
        .findFirst();
  }

  private static Optional<UUID> id(String name) {
    try {
      return Optional.of(UUID.fromString(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
