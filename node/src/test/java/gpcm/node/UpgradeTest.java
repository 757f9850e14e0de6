package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.mesh.Secret;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database of version 1 under this build: everything that was in it is still there, and what had
 * not come to its end goes on. Nothing here knows today's tables but the two of history.
 */
@ExtendWith(DatabaseExtension.class)
class UpgradeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** States out of which a document of the dump moves once its node works again. */
  private static final Set<String> ON_THE_WAY = Set.of("accepted", "built", "sent");

  /** Messages of a supplier: the first was filed and its answers wait, two are not processed. */
  private static final List<String> NOT_ANSWERED =
      List.of("not answered yet", "stored", "stored, replaces the one before");

  /** MESH does not know this patient. */
  private static final String NOWHERE = "9990000050";

  @TempDir static Path folder;
  private static DatabaseSettings database;
  private static JsonNode expected;
  private static Resubmission resubmission;
  private static UpgradedNetwork network;

  @BeforeAll
  static void upgrade(DatabaseSettings settings) throws Exception {
    database = settings;
    expected = Version1Database.expected();
    Version1Database.loadInto(url(), user(), password());
    resubmission = Resubmission.read();
    network =
        new UpgradedNetwork(
            folder, "  url: %s\n  user: %s\n  password: %s".formatted(url(), user(), password()));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(unfinished()).isEmpty());
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  /** What has not come to its end yet. */
  private static List<String> unfinished() throws Exception {
    List<String> unfinished = new ArrayList<>();
    for (JsonNode document : network.all("/api/v1/documents?limit=10", "documents")) {
      if (ON_THE_WAY.contains(document.path("state").asText())) {
        unfinished.add(document.toString());
      }
    }
    for (String subject : NOT_ANSWERED) {
      if (answersTo(subject).size() < 2) {
        unfinished.add("answers to the message '" + subject + "'");
      }
    }
    network.all("/api/v1/alerts", "alerts").stream()
        .filter(UpgradeTest::passing)
        .forEach(alert -> unfinished.add(alert.toString()));
    return unfinished;
  }

  @Test
  void everyDocumentIsThereWithItsFilesAndItsTimeline() throws Exception {
    Set<String> listed =
        network.all("/api/v1/documents?limit=10", "documents").stream()
            .map(document -> document.path("id").asText())
            .collect(Collectors.toSet());
    for (JsonNode before : expected.path("documents")) {
      String id = before.path("id").asText();
      assertThat(listed).contains(id);
      JsonNode now = network.get("/api/v1/documents/" + id);
      assertSame(before, now, ON_THE_WAY.contains(before.path("state").asText()));
      assertTimeline(before, now);
      assertFiles(before.path("files"), now.path("files"));
    }
  }

  @Test
  void everyWorklistEntryIsThereWithItsFilesAndItsTimeline() throws Exception {
    Set<String> listed =
        network.all("/api/v1/worklist?replaced=true&limit=10", "entries").stream()
            .map(entry -> entry.path("id").asText())
            .collect(Collectors.toSet());
    for (JsonNode before : expected.path("entries")) {
      String id = before.path("id").asText();
      assertThat(listed).contains(id);
      JsonNode now = network.get("/api/v1/worklist/" + id);
      assertSame(before, now, false);
      assertTimeline(before, now);
      assertFiles(
          before.path("documents"), now.has("files") ? now.path("files") : now.path("documents"));
      assertThat(now.path("work").path("state").asText())
          .isEqualTo(
              switch (now.path("state").asText()) {
                case "to-do", "to-file" -> "new";
                case "not-known-here" -> "rejected";
                case "void" -> "null-and-void";
                default -> now.path("state").asText();
              });
      assertThat(now.path("work").path("task").asBoolean())
          .isEqualTo(now.path("state").asText().equals("to-do"));
    }
  }

  @Test
  void everyOpenAlertIsOpenUnlessItsCauseHasPassedAndNoneIsNewButOfWhatFailedSince()
      throws Exception {
    List<JsonNode> now = network.all("/api/v1/alerts", "alerts");
    List<JsonNode> before = elements(expected.path("alerts"));
    for (JsonNode alert : before) {
      if (!passing(alert)) {
        assertThat(now).anySatisfy(other -> assertSame(alert, other, false));
      }
    }
    Set<String> failedSince =
        elements(expected.path("documents")).stream()
            .filter(document -> document.path("state").asText().equals("sent"))
            .filter(UpgradeTest::nowhere)
            .map(document -> document.path("id").asText())
            .collect(Collectors.toSet());
    assertThat(failedSince).hasSize(1);
    Set<String> known =
        before.stream().map(alert -> alert.path("title").asText()).collect(Collectors.toSet());
    assertThat(now)
        .allMatch(
            alert ->
                known.contains(alert.path("title").asText())
                    || failedSince.contains(alert.path("document").asText()));
  }

  @Test
  void everyAlertIsAsUrgentAsOneThatIsRaisedNow() throws Exception {
    Set<String> alerts = rows("select problem, severity from alert");
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              int end = alert.lastIndexOf('|');
              assertThat(alert.substring(end + 1))
                  .as(alert)
                  .isEqualTo(String.valueOf(AlertSeverity.of(alert.substring(0, end)).row()));
            });
  }

  @Test
  void everyEventAndEveryReceivedMessageIsThere() throws Exception {
    Set<String> events =
        rows(
            "select to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), organisation,"
                + " document, received, kind, detail from event");
    for (JsonNode event : expected.path("events")) {
      assertThat(events)
          .contains(
              String.join(
                  "|",
                  micros(event.path("at").asText()),
                  event.path("organisation").asText(),
                  event.path("document").asText("null"),
                  event.path("received").asText("null"),
                  event.path("kind").asText(),
                  event.path("detail").asText()));
    }
    Set<String> messages =
        rows("select id, organisation, mesh_message_id, sha256, size from received_message");
    for (JsonNode message : expected.path("receivedMessages")) {
      assertThat(messages)
          .contains(
              String.join(
                  "|",
                  message.path("id").asText(),
                  message.path("organisation").asText(),
                  message.path("mesh_message_id").asText(),
                  message.path("sha256").asText(),
                  message.path("size").asText()));
    }
  }

  @Test
  void everyContentIsThereWhetherItWasARowOrAFile() throws Exception {
    for (JsonNode content : expected.path("contents")) {
      String hash = content.path("sha256").asText();
      byte[] bytes = network.node().content().read(new gpcm.node.content.ContentHash(hash));
      assertThat(bytes).as(hash).hasSize(content.path("size").asInt());
      assertThat(sha256(bytes)).isEqualTo(hash);
    }
  }

  @Test
  void whatWasOnItsWayIsSentAndAnswered() throws Exception {
    List<JsonNode> onTheWay =
        elements(expected.path("documents")).stream()
            .filter(document -> ON_THE_WAY.contains(document.path("state").asText()))
            .toList();
    assertThat(onTheWay)
        .extracting(document -> document.path("state").asText())
        .containsAll(ON_THE_WAY);
    for (JsonNode before : onTheWay) {
      JsonNode now = network.get("/api/v1/documents/" + before.path("id").asText());
      assertThat(now.path("state").asText())
          .as("%s, %s before", now, before.path("state"))
          .isEqualTo(nowhere(before) ? "failed" : "completed");
    }
  }

  /** Also the copy of a document that was not built yet, and both of a replacement. */
  @Test
  void everyDocumentIsInTheWorklistOnce() throws Exception {
    Map<String, Long> entries =
        network.all("/api/v1/worklist?replaced=true&limit=10", "entries").stream()
            .collect(
                Collectors.groupingBy(
                    entry ->
                        entry.path("organisation").asText() + entry.path("documentId").asText(),
                    Collectors.counting()));
    assertThat(entries.values()).containsOnly(1L);
    for (JsonNode document : network.all("/api/v1/documents?limit=10", "documents")) {
      if (document.path("state").asText().equals("completed")
          && !document.path("recipient").asText().contains("A99903")) {
        String recipient = document.path("recipient").asText().replaceFirst(".*\\((.*)\\)$", "$1");
        assertThat(entries).containsKey(recipient + document.path("documentId").asText());
      }
    }
  }

  @Test
  void answersThatWaitedAndAnswersToMessagesThatWereStoredArrive() throws Exception {
    for (String subject : NOT_ANSWERED) {
      assertThat(answersTo(subject)).as(subject).containsExactlyInAnyOrder("20013", "30001");
    }
  }

  /** The codes in the supplier's mailbox that answer its message with this subject. */
  private static List<String> answersTo(String subject) throws Exception {
    Set<String> messages =
        network.all("/api/v1/worklist?replaced=true&limit=10", "entries").stream()
            .filter(entry -> entry.path("subject").asText().equals(subject))
            .map(entry -> entry.path("messageId").asText())
            .collect(Collectors.toSet());
    return network.answersToSupplier().stream()
        .filter(answer -> messages.contains(answer.respondsTo().orElse("")))
        .map(answer -> answer.codeText().orElse(""))
        .toList();
  }

  @Test
  void aReplacementThatWaitedTakesThePlaceOfItsOriginal() throws Exception {
    List<JsonNode> entries = network.all("/api/v1/worklist?replaced=true&limit=10", "entries");
    for (JsonNode entry : entries) {
      for (JsonNode replacement : entries) {
        if (replacement
            .path("replacesDocumentId")
            .asText("none")
            .equals(entry.path("documentId").asText())) {
          assertThat(entry.path("state").asText()).isEqualTo("replaced");
        }
      }
    }
    assertThat(entries)
        .filteredOn(entry -> entry.path("subject").asText().equals("stored"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.path("state").asText()).isEqualTo("replaced"));
  }

  @Test
  void anIdempotencyKeyIsStillKnown() throws Exception {
    HttpResponse<byte[]> again = resubmission.submit("");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(MAPPER.readTree(again.body()).path("id").asText()).isEqualTo(resubmission.id());

    HttpResponse<byte[]> other = resubmission.submit(" ");
    assertThat(other.statusCode()).isBetween(400, 499);
  }

  /** A submission of the old node that used an idempotency key, read from its own tables. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Resubmission(String id, String consultation, String fileName, byte[] file) {
    static final String KEY = "the-first-one";

    static Resubmission read() throws SQLException {
      try (Connection connection = connect();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  select d.id, convert_from(source.bytes, 'UTF8'), a.file_name, attached.bytes
                  from document d join content source on source.sha256 = d.consultation_sha256
                  join document_attachment a on a.document = d.id and not a.is_report
                  join content attached on attached.sha256 = a.sha256
                  where d.idempotency_key = '%s'
                  """
                      .formatted(KEY))) {
        row.next();
        return new Resubmission(
            row.getString(1), row.getString(2), row.getString(3), row.getBytes(4));
      }
    }

    HttpResponse<byte[]> submit(String more) throws IOException, InterruptedException {
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      part(
          form,
          "name=\"consultation\"",
          "application/json",
          (consultation + more).getBytes(StandardCharsets.UTF_8));
      part(form, "name=\"file\"; filename=\"%s\"".formatted(fileName), "text/plain", file);
      form.writeBytes("--boundary--\r\n".getBytes(StandardCharsets.US_ASCII));
      return network.send(
          "/api/v1/documents",
          request ->
              request
                  .header("Content-Type", "multipart/form-data; boundary=boundary")
                  .header("Idempotency-Key", KEY)
                  .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static void part(
        ByteArrayOutputStream form, String disposition, String type, byte[] bytes) {
      form.writeBytes(
          "--boundary\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
              .formatted(disposition, type)
              .getBytes(StandardCharsets.US_ASCII));
      form.writeBytes(bytes);
      form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * What the old node told is told by the new one.
   *
   * @param moved whether state and time may have moved on since, and the subject been made
   */
  private static void assertSame(JsonNode before, JsonNode now, boolean moved) {
    before
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              boolean compared =
                  switch (name) {
                    case "files", "documents", "timeline" -> false;
                    case "state", "updatedAt" -> !moved;
                    case "subject" -> !moved || !field.getValue().asText().isEmpty();
                    case "sender" -> !before.path("confidential").asBoolean();
                    default -> true;
                  };
              if (compared) {
                assertThat(now.path(name)).as("%s of %s", name, before).isEqualTo(field.getValue());
              }
            });
    if (before.has("sender") && before.path("confidential").asBoolean()) {
      // GPCM-SD-CS-030: the version before told it.
      assertThat(before.at("/sender/odsCode").asText()).isNotEmpty();
      assertThat(now.at("/sender/odsCode").asText()).isEmpty();
    }
  }

  private static void assertTimeline(JsonNode before, JsonNode now) {
    boolean concealed = before.has("sender") && before.path("confidential").asBoolean();
    List<String> old =
        events(before).stream()
            .map(
                event ->
                    concealed
                        ? event.replaceAll(
                            before.at("/sender/odsCode").asText() + "(OT001)?", "(not shown)")
                        : event)
            .toList();
    assertThat(old).isNotEmpty();
    assertThat(events(now)).as("%s", before).startsWith(old.toArray(String[]::new));
  }

  private static List<String> events(JsonNode of) {
    return elements(of.path("timeline")).stream()
        .map(
            event ->
                event.path("at").asText()
                    + " "
                    + event.path("kind").asText()
                    + " "
                    + event.path("detail").asText())
        .toList();
  }

  private static void assertFiles(JsonNode before, JsonNode now) throws Exception {
    List<String> named = new ArrayList<>();
    for (JsonNode file : now) {
      named.add(file(file));
      assertThat(sha256(network.bytes(file.path("href").asText())))
          .isEqualTo(file.path("sha256").asText());
    }
    assertThat(named).containsAll(elements(before).stream().map(UpgradeTest::file).toList());
  }

  private static String file(JsonNode file) {
    return String.join(
        " ",
        file.path("sha256").asText(),
        file.path("size").asText(),
        file.path("contentType").asText(),
        file.path("title").asText(),
        file.path("fileName").asText(),
        file.path("report").asText());
  }

  /** An alert about MESH being away, which is over. */
  private static boolean passing(JsonNode alert) {
    String title = alert.path("title").asText();
    return title.contains("cannot be handed to MESH") || title.contains("cannot be read");
  }

  private static boolean nowhere(JsonNode document) {
    return document.at("/patient/nhsNumber").asText().equals(NOWHERE);
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static String micros(String instant) {
    String text = instant.replace('T', ' ').replace("Z", "");
    return (text.contains(".") ? text + "000000" : text + ".000000").substring(0, 26);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Set<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Set<String> rows = new HashSet<>();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), user(), password());
  }

  private static String url() {
    return database.url().orElseThrow();
  }

  private static String user() {
    return database.user().orElseThrow();
  }

  private static String password() {
    return database.password().map(Secret::reveal).orElseThrow();
  }
}
