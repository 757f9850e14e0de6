package gpcm.bench.endtoend;

import gpcm.bench.CopiedRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a node's database with copies of what is in it, each with everything that belongs to it,
 * under names and at a time of its own.
 */
final class History implements AutoCloseable {
  private static final int BATCH = 20_000;

  private final Connection database;
  private final List<Copied> tables;
  private int copies;

  private History(Connection database, List<Copied> tables) {
    this.database = database;
    this.tables = tables;
  }

  /** Documents of the past: of exactly one completed document that is in the database now. */
  static History ofTheOnlyDocument(CountedDatabase database) throws SQLException {
    return of(database, PAST);
  }

  /**
   * Documents that are still to leave: of those that are in the database now, which wait for their
   * time or are held, with the alerts about these.
   */
  static History ofWhatHasNotLeft(CountedDatabase database) throws SQLException {
    return of(database, NOT_LEFT);
  }

  private static History of(CountedDatabase database, List<Copied> tables) throws SQLException {
    History history = new History(database.connect(Side.BOTH), tables);
    // The rows of the copies refer to one another as those of the original do; checking each would
    // take an hour.
    history.run("set session_replication_role = replica");
    history.run("set synchronous_commit = off");
    for (Copied table : tables) {
      history.run("create temporary table first_%1$s as select * from %1$s".formatted(table.name));
    }
    return history;
  }

  /**
   * A table and what differs in its copies.
   *
   * @param columns the value of a column of copy {@code n} of row {@code o}
   */
  private record Copied(String name, Map<String, String> columns) {
    static Copied of(String name, String... columns) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i += 2) {
        values.put(columns[i], columns[i + 1]);
      }
      return new Copied(name, values);
    }
  }

  private static String id(String column) {
    return "md5(o." + column + " || ' ' || n)::uuid";
  }

  private static String name(String column) {
    return "md5(o." + column + " || ' ' || n)";
  }

  private static String earlier(String column) {
    return "o." + column + " - n * interval '37 seconds'";
  }

  private static final List<Copied> PAST =
      List.of(
          Copied.of(
              "document",
              "id",
              id("id"),
              "encounter_id",
              name("encounter_id"),
              "idempotency_key",
              name("idempotency_key"),
              "message_id",
              name("message_id"),
              "document_id",
              name("document_id"),
              "mesh_message_id",
              name("mesh_message_id"),
              "accepted_at",
              earlier("accepted_at"),
              "updated_at",
              earlier("updated_at")),
          Copied.of("document_attachment", "document", id("document")),
          Copied.of("document_listed", "document", id("document")),
          Copied.of(
              "received_message",
              "id",
              id("id"),
              "mesh_message_id",
              name("mesh_message_id"),
              "message_id",
              name("message_id"),
              "document_id",
              name("document_id"),
              "received_at",
              earlier("received_at")),
          Copied.of("message_seen", "message_id", name("message_id"), "received", id("received")),
          Copied.of(
              "document_seen", "document_id", name("document_id"), "received", id("received")),
          Copied.of(
              "worklist_entry",
              "id",
              id("id"),
              "received",
              id("received"),
              "encounter_id",
              name("encounter_id"),
              "message_id",
              name("message_id"),
              "document_id",
              name("document_id"),
              "composition_id",
              name("composition_id"),
              "received_at",
              earlier("received_at")),
          Copied.of("worklist_attachment", "entry", id("entry")),
          Copied.of(
              "answer",
              "id",
              id("id"),
              "received",
              id("received"),
              "message_id",
              name("message_id"),
              "mesh_message_id",
              name("mesh_message_id"),
              "created_at",
              earlier("created_at")),
          Copied.of(
              "event",
              "document",
              id("document"),
              "received",
              id("received"),
              "at",
              earlier("at")));

  // So little earlier that the last of a million still has its time before it.
  private static String justBefore(String column) {
    return "o." + column + " - n * interval '10 milliseconds'";
  }

  private static final List<Copied> NOT_LEFT =
      List.of(
          Copied.of(
              "document",
              "id",
              id("id"),
              "encounter_id",
              name("encounter_id"),
              "accepted_at",
              justBefore("accepted_at"),
              "updated_at",
              justBefore("updated_at"),
              "due_at",
              justBefore("due_at"),
              "waits_until",
              justBefore("waits_until"),
              "held_since",
              justBefore("held_since")),
          Copied.of("document_attachment", "document", id("document")),
          Copied.of("document_listed", "document", id("document")),
          Copied.of("document_look_up", "document", id("document")),
          Copied.of(
              "alert",
              "document",
              id("document"),
              "problem",
              "split_part(o.problem, '/', 1) || '/' || " + id("document"),
              "raised_at",
              justBefore("raised_at"),
              "last_at",
              justBefore("last_at")),
          Copied.of("event", "document", id("document"), "at", justBefore("at")));

  /** Adds copies until there are so many of each row. */
  void fillUpTo(int wanted) throws SQLException {
    while (copies < wanted) {
      int last = Math.min(wanted, copies + BATCH);
      for (Copied table : tables) {
        run(copies(table, copies + 1, last));
      }
      run(contents(copies + 1, last));
      copies = last;
      System.err.printf("\r%,d of %,d copies ", copies, wanted);
    }
    System.err.println();
    run("vacuum analyze");
  }

  private String copies(Copied table, int first, int last) throws SQLException {
    return CopiedRows.insert(
        database,
        table.name,
        table.columns,
        "generate_series(%d, %d) n, first_%s o".formatted(first, last, table.name));
  }

  // As many names and chunks as the documents would have, but small ones: of 60 KB each they would
  // not fit a test machine.
  private static String contents(int first, int last) {
    return """
    with named as (
      insert into stored_content (sha256, size)
      select sha256(text::bytea), length(text) from (select 'content ' || n as text from generate_series(%d, %d) n) contents
      returning id, sha256),
    texts as (select 'content ' || n as text from generate_series(%d, %d) n)
    insert into content_chunk (content, n, bytes)
    select named.id, 0, text::bytea from texts join named on named.sha256 = sha256(text::bytea)
    """
        .formatted(3 * first - 2, 3 * last, 3 * first - 2, 3 * last);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
