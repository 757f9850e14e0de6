package gpcm.node.working;

import gpcm.node.store.Database;
import gpcm.node.store.Keyset;
import gpcm.node.store.Plan;
import gpcm.node.store.Slice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A practice with 2,000 documents, beside another practice's. */
final class ManyDocuments {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final String PRACTICE = "A99902";
  static final UUID CLERK = UUID.randomUUID();
  static final UUID TEAM = UUID.randomUUID();
  static final Viewer VIEWER = new Viewer(PRACTICE, Optional.of(CLERK));

  private final Database database;
  private final WorkLists lists;

  ManyDocuments(Database database) {
    this.database = database;
    this.lists = new WorkLists(database.jdbi(), () -> NOW);
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  "insert into person (id, issuer, subject, name, created_at) values (?, 'x', ?,"
                      + " 'A. Clerk', now())",
                  CLERK,
                  CLERK.toString());
              handle.execute(
                  "insert into team (id, organisation, name) values (?, 'A99902', 'Letters')",
                  TEAM);
              handle.execute("insert into team_member values (?, ?)", TEAM, CLERK);
              handle.execute(
                  """
                  insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient,
                    workflow_id, subject, local_id, status_code, status_description, linked_message_id, sha256, size,
                    state, position, received_at)
                  select md5('received-' || n)::uuid, case when n % 2 = 0 then 'A99902' else 'A99901' end, n, 'DATA', '',
                    '', '', '', '', '', '', '', '', 0, 'filed', n, timestamptz '2026-06-01T00:00:00Z' - n * interval '1 hour'
                  from generate_series(1, 4000) n
                  """);
              handle.execute(
                  """
                  insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title,
                    version, confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name,
                    encounter_id, message_id, document_id, composition_id, warnings, received_at, work, due_at, patient_search,
                    owner_person, owner_team, urgent, attachments, done_at, outcome)
                  select md5('entry-' || n)::uuid, organisation, id, 'to-do', 'consultation-summary', case when n % 3 = 0 then 'FI' else 'FA' end,
                    'Report', 'Report', 1, n % 50 = 0, to_char(9990000000 + n % 100, 'FM9999999999'), 'Testpatient' || n % 7 || ', Alpha', '1957-01-' || to_char(1 + n % 20, 'FM00'),
                    'A9990' || n % 4, case when n % 50 = 0 then '' else 'Hub ' || n % 4 end, '', 'message-' || n, 'document-' || n, '',
                    case when n % 11 = 0 then 'look' else '' end, received_at, work,
                    received_at + interval '3 days', 'testpatient' || n % 7 || ' alpha',
                    case when work = 'in-progress' then ?::uuid end, case when work = 'assigned' then ?::uuid end, n % 13 = 0, n % 3,
                    case when work = 'done' then received_at end, case when work = 'done' then 'coded-only' end
                  from (select *, position as n, (array['new', 'assigned', 'in-progress', 'in-review', 'waiting', 'done', 'replaced',
                    'needs-matching', 'rejected', 'null-and-void'])[1 + (position / 2) % 10] as work from received_message) m
                  """,
                  CLERK, TEAM);
              handle.execute(
                  "insert into message_seen (organisation, message_id, received) select"
                      + " organisation, 'message-' || position, id from received_message");
            });
  }

  WorkLists lists() {
    return lists;
  }

  void execute(String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  /** The id of the document that was filed as this one, {@code document-n}. */
  UUID entry(int n) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select id from worklist_entry where document_id = :id")
                    .bind("id", "document-" + n)
                    .mapTo(UUID.class)
                    .one());
  }

  /** A list as it is read part by part. */
  List<WorkRow> rows(ListView view, ListFilter filter, ListSort sort) {
    List<WorkRow> all = new ArrayList<>();
    Slice slice = Slice.newest(97);
    while (true) {
      List<WorkRow> part = lists.rows(new ListQuery(VIEWER, view, filter, sort, slice));
      if (part.isEmpty()) {
        return all;
      }
      all.addAll(part);
      slice = Slice.after(new Keyset(part.getLast().receivedAt(), part.getLast().id()), 97);
    }
  }

  /** How the database reads a list. */
  static String plan(Handle handle, ListQuery query) {
    Searched searched = Searched.of(handle, query);
    return Plan.of(
            handle,
            WorkLists.sql(query, searched),
            select -> {
              WorkLists.bind(select, query, searched, NOW);
              return select
                  .bind("limit", 26)
                  .bind("today", LocalDate.parse("2026-06-01"))
                  .bind("person", CLERK);
            })
        .root()
        .toString();
  }
}
