package gpcm.bench;

import gpcm.node.ledger.EventMonths;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;

/**
 * What went over MESH with the documents of {@link ManySent} and {@link ManyReceived}: each
 * document that came, the answers to both, what the timelines say of them, and that somebody opened
 * what came. Each row is a copy of one that a real exchange left.
 */
final class ManyMessages {
  private static final int AT_A_TIME = 50_000;
  private static final int MONTHS = 13;

  private static final String NUMBERS =
      """
      (select n, 'A' || 10000 + n % :organisations as org, now() - n * (interval '365 days' / :documents) as at
      from generate_series(cast(:first as bigint), :last) n) numbers,
      """;

  private static final String CAME =
      NUMBERS
          + """
          (select r.* from received_message r join worklist_entry e on e.received = r.id where e.id = :entry) o
          """;

  // Nineteen in twenty were completed, as they stand in ManySent.
  private static final String ANSWERED =
      NUMBERS
          + """
          (select * from received_message where answers = :sent) o where n / :organisations % 20 > 0
          """;

  private static final String GIVEN =
      NUMBERS
          + """
          (select a.* from answer a join worklist_entry e on e.received = a.received where e.id = :entry) o
          """;

  private static final String OF_SENT =
      NUMBERS
          + """
          (select * from event where document = :sent) o where n / :organisations % 20 > 0 or o.received is null
          """;

  private static final String OF_RECEIVED =
      NUMBERS
          + """
          (select v.* from event v join worklist_entry e on e.received = v.received where e.id = :entry and v.document is null) o
          """;

  private static final String OPENED =
      NUMBERS
          + """
          (select * from audit_entry where case_id = :entry and action = 'document-opened' limit 1) o where n % 3 > 0
          """;

  private final Handle handle;
  private final UUID sent;
  private final UUID entry;
  private final int documents;
  private final int organisations;

  private ManyMessages(Handle handle, UUID sent, UUID entry, int documents, int organisations) {
    this.handle = handle;
    this.sent = sent;
    this.entry = entry;
    this.documents = documents;
    this.organisations = organisations;
  }

  /**
   * Adds them for so many documents.
   *
   * @param sent the document whose copies were sent; it is answered
   * @param entry the worklist entry of a document that came, was answered and was opened by
   *     somebody
   */
  static void fill(Jdbi jdbi, UUID sent, UUID entry, int documents, int organisations)
      throws SQLException {
    Instant now = Instant.now();
    for (int back = MONTHS; back > 0; back--) {
      prepareMonth(
          jdbi, now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).minusMonths(back));
    }
    jdbi.useHandle(
        handle -> new ManyMessages(handle, sent, entry, documents, organisations).fill());
  }

  // As the months of a node that has run for a year.
  private static void prepareMonth(Jdbi jdbi, LocalDate month) {
    new EventMonths(jdbi).prepare(month.atStartOfDay(ZoneOffset.UTC).toInstant());
    jdbi.useHandle(
        handle -> handle.execute("select audit_prepare_month(cast(? as date))", month.toString()));
  }

  private void fill() throws SQLException {
    handle.execute("set session_replication_role = replica");
    handle.execute("set synchronous_commit = off");
    copy(
        "received_message",
        columns(
            "id",
            "md5('received-' || n)::uuid",
            "mesh_message_id",
            "md5('came by MESH ' || n)",
            "message_id",
            "'message-' || n",
            "document_id",
            "'document-' || n",
            "sender_reference",
            "md5('conversation ' || n)",
            "received_at",
            "at",
            "processed_at",
            "at"),
        CAME);
    copy(
        "received_message",
        columns(
            "id",
            copied("id"),
            "mesh_message_id",
            named("mesh_message_id"),
            "message_id",
            named("message_id"),
            "answers",
            "md5('sent-' || n)::uuid",
            "linked_message_id",
            "case when o.linked_message_id <> '' then md5('at MESH ' || n) else '' end",
            "sender_reference",
            named("sender_reference"),
            "received_at",
            "at + interval '10 minutes'",
            "processed_at",
            "at + interval '10 minutes'"),
        ANSWERED);
    copy(
        "answer",
        columns(
            "id",
            copied("id"),
            "received",
            "md5('received-' || n)::uuid",
            "message_id",
            named("message_id"),
            "mesh_message_id",
            named("mesh_message_id"),
            "created_at",
            "at"),
        GIVEN);
    copy(
        "event",
        columns(
            "document",
            "md5('sent-' || n)::uuid",
            "received",
            copied("received"),
            "at",
            "numbers.at"),
        OF_SENT);
    copy(
        "event",
        columns("received", "md5('received-' || n)::uuid", "at", "numbers.at"),
        OF_RECEIVED);
    copy(
        "audit_entry",
        columns(
            "entry_id",
            "(left(audit_lowest_id(numbers.at + interval '2 hours')::text, 24) || lpad(to_hex(n),"
                + " 12, '0'))::uuid",
            "xid",
            "pg_current_xact_id()",
            "org",
            "numbers.org",
            "at",
            "numbers.at + interval '2 hours'",
            "case_id",
            "md5('entry-' || n)::uuid"),
        OPENED);
    hours();
    handle.execute("set session_replication_role = default");
    handle.execute("set synchronous_commit = on");
    handle.execute("vacuum analyze");
  }

  private void copy(String table, Map<String, String> columns, String from) throws SQLException {
    Map<String, String> all = new LinkedHashMap<>(columns);
    all.putIfAbsent("organisation", "numbers.org");
    String insert = CopiedRows.insert(handle.getConnection(), table, all, from);
    for (int first = 0; first < documents; first += AT_A_TIME) {
      Update update =
          handle
              .createUpdate(insert)
              .bind("organisations", organisations)
              .bind("documents", documents)
              .bind("first", first)
              .bind("last", Math.min(documents, first + AT_A_TIME) - 1)
              .bind("sent", sent)
              .bind("entry", entry);
      update.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
      update.execute();
    }
  }

  // What the node counts hour by hour; it looks eight days back by itself.
  private void hours() {
    handle
        .createUpdate(
            """
            insert into message_hour (hour, organisation, sent, received)
            select date_trunc('hour', now(), 'UTC') - h * interval '1 hour', 'A' || 10000 + o, 5, 15
            from generate_series(0, 839) h, generate_series(0, :organisations - 1) o on conflict do nothing
            """)
        .bind("organisations", organisations)
        .execute();
    handle
        .createUpdate(
            """
            insert into code_hour (hour, organisation, code, given, messages)
            select date_trunc('hour', now(), 'UTC') - h * interval '1 hour', 'A' || 10000 + o, code, given, 5
            from generate_series(0, 839) h, generate_series(0, :organisations - 1) o, unnest(array['20013', '30001', '30002', '10008']) code,
              unnest(array[true, false]) given on conflict do nothing
            """)
        .bind("organisations", organisations)
        .execute();
    handle.execute(
        """
        insert into queue_hour (hour, queue, deepest, oldest_seconds)
        select date_trunc('hour', now(), 'UTC') - h * interval '1 hour', queue, h, h
        from generate_series(1, 839) h, (select distinct queue from queue_hour) queues on conflict do nothing
        """);
  }

  private static String copied(String column) {
    return "md5(o." + column + " || ' ' || n)::uuid";
  }

  private static String named(String column) {
    return "md5(o." + column + " || ' ' || n)";
  }

  private static Map<String, String> columns(String... namesAndValues) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      columns.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return columns;
  }
}
