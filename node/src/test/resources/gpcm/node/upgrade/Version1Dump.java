package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.TimelineEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;

/** Writes down all that is in a node's database, as SQL and as its API tells it. */
record Version1Dump(Node node, Path dataFolder, Path mesh, Api api, ObjectNode keys) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The node's HTTP API. */
  interface Api {
    JsonNode get(String path) throws Exception;
  }

  /** Parents first. */
  private static final Map<String, String> TABLES = tables();

  private static Map<String, String> tables() {
    Map<String, String> order = new LinkedHashMap<>();
    order.put("content", "sha256");
    order.put("document", "accepted_at, id");
    order.put("document_attachment", "document, ordinal");
    order.put("received_message", "received_at, id");
    order.put("outgoing_message", "created_at, id");
    order.put("message_seen", "organisation, message_id");
    order.put("document_seen", "organisation, document_id");
    order.put("finding", "received, ordinal");
    order.put("worklist_entry", "received_at, id");
    order.put("worklist_attachment", "entry, ordinal");
    order.put("event", "id");
    order.put("alert", "id");
    order.put("arrival", "position");
    order.put("scheduled_tasks", "task_name, task_instance");
    order.put("flyway_schema_history", "installed_rank");
    return order;
  }

  void write(Handle frozen, Instant at) throws Exception {
    // Nothing more is taken up, and what runs comes to its end.
    frozen.execute("lock table scheduled_tasks in access exclusive mode");
    frozen.execute("set local time zone 'UTC'");
    String sql = settled(frozen);
    JsonNode expected = expected(frozen, at);
    assertThat(dumped(frozen)).isEqualTo(sql);
    Path target =
        Path.of(System.getProperty("project.root"), "node/src/test/resources/gpcm/node/upgrade");
    Files.createDirectories(target);
    Files.write(
        target.resolve("expected.json"),
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(expected));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(target.resolve("version-1.zip")))) {
      zip.setLevel(9);
      add(zip, "database.sql", sql.getBytes(StandardCharsets.UTF_8));
      addAll(zip, "content", dataFolder.resolve("content"));
      addAll(zip, "mesh", mesh);
    }
  }

  private static void addAll(ZipOutputStream zip, String name, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      add(
          zip,
          name + "/" + folder.relativize(file).toString().replace('\\', '/'),
          Files.readAllBytes(file));
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static String settled(Handle frozen) throws Exception {
    String before = "";
    String now = dumped(frozen);
    while (!now.equals(before)) {
      Thread.sleep(5000);
      before = now;
      now = dumped(frozen);
    }
    return now;
  }

  private static String dumped(Handle handle) throws IOException {
    List<String> there =
        handle
            .createQuery(
                "select table_name from information_schema.tables where table_schema = 'public'")
            .mapTo(String.class)
            .list();
    assertThat(there).containsExactlyInAnyOrderElementsOf(TABLES.keySet());
    StringBuilder sql = new StringBuilder();
    for (String migration :
        List.of(
            "V1__scheduled_tasks_and_content",
            "V2__sending_and_receiving",
            "V3__submission",
            "V4__recipients",
            "V5__messages_through_folders",
            "V6__order_of_arrival_and_due_tasks")) {
      try (InputStream in =
          Node.class.getResourceAsStream("/gpcm/node/store/migration/" + migration + ".sql")) {
        sql.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      }
    }
    sql.append(
        """
        create table flyway_schema_history (
          installed_rank int not null constraint flyway_schema_history_pk primary key,
          version varchar(50),
          description varchar(200) not null,
          type varchar(20) not null,
          script varchar(1000) not null,
          checksum int,
          installed_by varchar(100) not null,
          installed_on timestamp not null default now(),
          execution_time int not null,
          success boolean not null
        );
        create index flyway_schema_history_s_idx on flyway_schema_history (success);
        """);
    TABLES.forEach((table, order) -> rows(handle, table, order, sql));
    Map.of("event", "id", "alert", "id", "arrival", "position").entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            identity ->
                sql.append(
                    "select setval(pg_get_serial_sequence('%1$s', '%2$s'), (select max(%2$s) from %1$s));\n"
                        .formatted(identity.getKey(), identity.getValue())));
    return sql.toString();
  }

  // All rows in one statement: rows of one table may refer to each other.
  private static void rows(Handle handle, String table, String order, StringBuilder sql) {
    List<String> columns =
        handle
            .createQuery(
                "select column_name from information_schema.columns where table_schema = 'public'"
                    + " and table_name = :table order by ordinal_position")
            .bind("table", table)
            .mapTo(String.class)
            .list();
    List<String> rows =
        handle
            .createQuery(
                "select %s from %s order by %s"
                    .formatted(
                        String.join(", ", columns.stream().map(name -> name + "::text").toList()),
                        table,
                        order))
            .map((row, context) -> literals(row, columns.size()))
            .list();
    assertThat(rows).as(table).isNotEmpty();
    sql.append(
        "\ninsert into %s (%s) overriding system value values\n"
            .formatted(table, String.join(", ", columns)));
    sql.append(String.join(",\n", rows)).append(";\n");
  }

  private static String literals(ResultSet row, int columns) throws SQLException {
    List<String> literals = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      String value = row.getString(i);
      literals.add(value == null ? "null" : "'" + value.replace("'", "''") + "'");
    }
    return "(" + String.join(", ", literals) + ")";
  }

  private JsonNode expected(Handle frozen, Instant at) throws Exception {
    ObjectNode all = MAPPER.createObjectNode();
    all.put("at", at.toString());
    ObjectNode rows = all.putObject("rows");
    for (String table : TABLES.keySet()) {
      rows.put(
          table, frozen.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
    }
    all.set("idempotencyKeys", keys);
    ArrayNode documents = all.putArray("documents");
    for (JsonNode each : api.get("/api/v1/documents?limit=1000").path("documents")) {
      documents.add(api.get("/api/v1/documents/" + each.path("id").asText()));
    }
    ArrayNode entries = all.putArray("entries");
    for (JsonNode each : api.get("/api/v1/worklist?replaced=true&limit=1000").path("entries")) {
      entries.add(api.get("/api/v1/worklist/" + each.path("id").asText()));
    }
    all.set("alerts", api.get("/api/v1/alerts").path("alerts"));
    all.set(
        "resolvedAlerts",
        objects(
            frozen,
            "select id, organisation, problem, title, resolved_by from alert where resolved_at is"
                + " not null order by id"));
    all.set(
        "outgoingMessages",
        objects(
            frozen,
            "select message_id, organisation, document, received, response_code, state, attempts,"
                + " sha256 from outgoing_message order by created_at, id"));
    all.set(
        "receivedMessages",
        objects(
            frozen,
            "select id, organisation, mesh_message_id, message_type, outcome, message_id, sha256,"
                + " size from received_message order by received_at, id"));
    all.set(
        "contents",
        objects(frozen, "select sha256, size, bytes is null as file from content order by sha256"));
    ArrayNode events = all.putArray("events");
    for (TimelineEvent event : node.timeline().after(0, 100_000)) {
      ObjectNode json = events.addObject();
      json.put("at", event.at().toString()).put("organisation", event.organisation());
      event.document().ifPresent(id -> json.put("document", id.toString()));
      event.received().ifPresent(id -> json.put("received", id.toString()));
      json.put("kind", event.kind()).put("detail", event.detail());
    }
    assertThat(events.size()).isEqualTo(rows.path("event").asInt());
    return all;
  }

  private static ArrayNode objects(Handle handle, String sql) {
    ArrayNode array = MAPPER.createArrayNode();
    handle
        .createQuery(sql)
        .mapToMap()
        .forEach(
            row -> {
              ObjectNode object = array.addObject();
              row.forEach(
                  (name, value) -> {
                    switch (value) {
                      case null -> {}
                      case Number number -> object.put(name, number.longValue());
                      case Boolean truth -> object.put(name, truth);
                      default -> object.put(name, value.toString());
                    }
                  });
            });
    return array;
  }
}
