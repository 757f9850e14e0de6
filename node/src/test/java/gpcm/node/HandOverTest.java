package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import gpcm.consultation.OdsCode;
import gpcm.node.config.HandOverSettings;
import gpcm.node.config.SecretSource;
import gpcm.node.content.ContentHash;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is filed reaches the record system, and what it answers reaches people. */
class HandOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FEED = "/api/v1/handover";

  @Running static TestNetwork network;
  private static List<HandOverSettings> running = List.of();
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void nothingIsHandedOverUnlessTheConfigurationSaysSo() throws Exception {
    handingOver();
    SuppliersMessage message = filed();

    assertThat(caller().get(FEED).status()).isEqualTo(404);
    assertThat(caller().get(FEED).text()).contains("hand-over").contains(PRACTICE);
    assertThat(
            network.one(
                "select handed_over is null from worklist_entry where document_id = '"
                    + message.documentId()
                    + "'"))
        .isEqualTo("t");
  }

  @Test
  void whatIsFiledIsOfferedWithEveryFileAsItCame() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();

    JsonNode item = only("document", message);
    assertThat(item.at("/document/patient/nhsNumber").asText()).isEqualTo(KNOWN);
    assertThat(item.at("/document/documentId").asText()).isEqualTo(message.documentId());
    assertThat(item.at("/state").asText()).isEqualTo("offered");
    JsonNode files = item.at("/document/files");
    assertThat(files).hasSize(2);
    for (JsonNode file : files) {
      byte[] bytes = caller().get(file.path("href").asText()).bytes();
      assertThat(ContentHash.of(bytes).hex()).isEqualTo(file.path("sha256").asText());
    }
  }

  @Test
  void whatWasFiledBeforeIsOfferedOnceHandingOverIsSwitchedOn() throws Exception {
    handingOver();
    SuppliersMessage message = filed();

    handingOver(fetched());

    assertThat(only("document", message).path("times").asInt()).isEqualTo(1);
  }

  @Test
  void aReaderGoesOnWhereItEndedAndMissesNothing() throws Exception {
    handingOver(fetched());
    SuppliersMessage first = filed();
    long before = only("document", first).path("position").asLong() - 1;
    JsonNode page = page(1, FEED + "?limit=1&after=" + before);
    SuppliersMessage second = filed();

    JsonNode next = page(1, page.path("next").asText());

    assertThat(page.at("/items/0/document/documentId").asText()).isEqualTo(first.documentId());
    assertThat(next.at("/items/0/document/documentId").asText()).isEqualTo(second.documentId());
    assertThat(caller().get(next.path("next").asText()).json().path("items")).isEmpty();
    assertThat(page(2, FEED + "?after=" + before).path("items")).hasSize(2);
  }

  @Test
  void whatIsAcceptedIsOfferedNoMoreAndTheSameAnswerAgainChangesNothing() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);

    assertThat(answer(item, "{\"result\": \"accepted\", \"reference\": \"R-17\"}").status())
        .isEqualTo(200);
    JsonNode again = answer(item, "{\"result\": \"accepted\"}").json();

    assertThat(again.path("state").asText()).isEqualTo("accepted");
    assertThat(again.path("reference").asText()).isEqualTo("R-17");
    assertThat(items()).noneMatch(each -> each.path("id").equals(item.path("id")));
  }

  @Test
  void anAnswerThatContradictsTheFirstIsRefusedAndSaysWhoGaveIt() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    answer(item, "{\"result\": \"accepted\"}");

    Answer other = answer(item, "{\"result\": \"refused\", \"reason\": \"no such patient\"}");

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().path("type").asText()).endsWith(":answered-otherwise");
    assertThat(other.json().path("detail").asText()).contains("accepted by a machine");
  }

  @Test
  void whatIsRefusedIsToldToAPersonUntilItIsOfferedAgain() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    String id = item.path("id").asText();

    answer(item, "{\"result\": \"refused\", \"reason\": \"the record is locked\"}");

    await().atMost(PATIENCE).until(() -> !network.alerts("hand-over-refused/" + id).isEmpty());
    assertThat(network.alerts("hand-over-refused/" + id).getFirst().whatHappened())
        .contains("the record is locked");
    assertThat(network.alerts("hand-over-refused/" + id).getFirst().whatToDo())
        .contains("Unless the document was replaced or is void by now", "offer it again");

    assertThat(post(FEED + "/" + id + "/again", "{\"reason\": \"Unlocked\"}").status())
        .isEqualTo(200);

    JsonNode offered = only("document", message);
    assertThat(offered.path("id").asText()).isEqualTo(id);
    assertThat(offered.path("times").asInt()).isEqualTo(2);
    assertThat(offered.path("position").asLong()).isGreaterThan(item.path("position").asLong());
    await().atMost(PATIENCE).until(() -> network.alerts("hand-over-refused/" + id).isEmpty());
  }

  @Test
  void ofARefusedNoticeItIsSaidThatTheDocumentMayStillCount() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    network.execute(
        "update worklist_entry set state = 'void' where id = '"
            + item.at("/document/entry").asText()
            + "'");
    JsonNode notice = only("void", message);

    answer(notice, "{\"result\": \"refused\", \"reason\": \"nothing can be taken out\"}");

    String alert = "hand-over-refused/" + notice.path("id").asText();
    await().atMost(PATIENCE).until(() -> !network.alerts(alert).isEmpty());
    assertThat(network.alerts(alert).getFirst().whatToDo())
        .contains("may still count in the record", "take it out there by hand");
  }

  @Test
  void onlyWhatWasRefusedIsOfferedAgain() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();

    assertThat(
            post(
                    FEED + "/" + only("document", message).path("id").asText() + "/again",
                    "{\"reason\": \"Try\"}")
                .status())
        .isEqualTo(409);
  }

  @Test
  void whatIsOfferedAgainFromAFolderLiesThereOnce() throws Exception {
    answerAll();
    handingOver(inFolder());
    SuppliersMessage message = filed();
    Path first = awaitOffered(message);
    String id = first.getFileName().toString().substring(13);
    network.execute(
        "update hand_over_item set due_at = '2000-01-01' where id = '%s'".formatted(id));

    assertThat(post(FEED + "/" + id + "/again", "{\"reason\": \"Lost there\"}").status())
        .isEqualTo(200);

    await().atMost(PATIENCE).until(() -> !Files.exists(first));
    Path again = awaitOffered(message);
    assertThat(again.getFileName().toString()).endsWith(id);
    assertThat(MAPPER.readTree(again.resolve("item.json").toFile()).path("times").asInt())
        .isEqualTo(2);
  }

  @Test
  void whatIsOfferedForTheFirstTimeIsNotLookedForAmongAllThatLiesThere() throws Exception {
    answerAll();
    handingOver(inFolder());
    Path offered = awaitOffered(filed());
    String id = offered.getFileName().toString().substring(13);
    Path found = offered.resolveSibling("found-only-by-looking-" + id);
    Files.move(offered, found);

    network.execute(
        "update hand_over_item set delivered_at = null, try_at = offered_at where id = '%s'"
            .formatted(id));

    await().atMost(PATIENCE).until(() -> Files.exists(offered));
    assertThat(found).exists();
  }

  @Test
  void aRefusalWithoutAReasonIsNotTaken() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();

    Answer answer = answer(only("document", message), "{\"result\": \"refused\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains("reason is missing");
  }

  @Test
  void whatIsNotAnsweredInTimeIsToldToAPersonUntilItIs() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);

    network.advance(Duration.ofHours(5));

    await().atMost(PATIENCE).until(() -> !network.alerts("hand-over-late/").isEmpty());
    assertThat(network.alerts("hand-over-late/").getFirst().whatToDo())
        .contains("offered again on the page of its document");
    assertThat(items()).contains(item);
    for (JsonNode each : items()) {
      answer(each, "{\"result\": \"accepted\"}");
    }
    await().atMost(PATIENCE).until(() -> network.alerts("hand-over-late/").isEmpty());
  }

  @Test
  void aReplacedDocumentIsWithdrawnFromTheRecordSystem() throws Exception {
    handingOver(fetched());
    SuppliersMessage first = filed();
    only("document", first);

    SuppliersMessage second =
        SuppliersMessage.about(TestNetwork.newVersion(first.encounterId(), first.documentId()));
    network.supplierSends(second.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");

    JsonNode withdrawn = only("replaced", first);
    assertThat(withdrawn.at("/document/replacedBy").asText()).isNotEmpty();
    assertThat(withdrawn.at("/document/files")).isEmpty();
    only("document", second);
  }

  @Test
  void aVoidDocumentIsWithdrawnFromTheRecordSystem() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);

    network.execute(
        "update worklist_entry set state = 'void' where id = '"
            + item.at("/document/entry").asText()
            + "'");

    assertThat(only("void", message).at("/document/entry").asText())
        .isEqualTo(item.at("/document/entry").asText());
  }

  @Test
  void aDocumentOfAPatientWhoIsNotKnownHereIsNotOffered() throws Exception {
    handingOver(fetched());
    SuppliersMessage stranger =
        SuppliersMessage.about(TestNetwork.consultation(TestNetwork.UNKNOWN_AT_PRACTICE));
    network.supplierSends(stranger.bytes(), PRACTICE_MAILBOX, WORKFLOW, "stranger");
    await().atMost(PATIENCE).until(() -> !network.entries(stranger.documentId()).isEmpty());
    only("document", filed());

    assertThat(items())
        .noneMatch(item -> item.at("/document/documentId").asText().equals(stranger.documentId()));
  }

  @Test
  void anotherOrganisationSeesNothingOfIt() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    String id = only("document", message).path("id").asText();
    HttpCaller hub = opened(HttpCaller.of(url(), network.served(), TestNetwork.HUB));

    assertThat(hub.get(FEED + "/" + id).status()).isEqualTo(404);
    assertThat(
            hub.post(
                    FEED + "/" + id + "/answer",
                    "application/json",
                    "{\"result\": \"accepted\"}".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(404);
    assertThat(only("document", message).path("state").asText()).isEqualTo("offered");
  }

  @Test
  void aFolderHasEachItemWholeAndTakesItsAnswer() throws Exception {
    answerAll();
    handingOver(inFolder());
    SuppliersMessage message = filed();

    Path item = awaitOffered(message);
    JsonNode json = MAPPER.readTree(item.resolve("item.json").toFile());
    assertThat(json.at("/document/documentId").asText()).isEqualTo(message.documentId());
    for (JsonNode file : json.at("/document/files")) {
      byte[] bytes = Files.readAllBytes(item.resolve(file.path("href").asText()));
      assertThat(ContentHash.of(bytes).hex()).isEqualTo(file.path("sha256").asText());
    }
    assertThat(json.at("/document/files/0/href").asText()).isEqualTo("1.pdf");

    String id = json.path("id").asText();
    Files.writeString(
        folder.resolve("answers").resolve(id + ".json"),
        "{\"result\": \"accepted\", \"reference\": \"R-18\"}");

    await().atMost(PATIENCE).until(() -> state(id).equals("accepted"));
    await()
        .atMost(PATIENCE)
        .until(() -> Files.notExists(folder.resolve("answers").resolve(id + ".json")));
  }

  @Test
  void anAnswerInTheFolderThatCannotBeReadIsKeptAndToldToAPerson() throws Exception {
    answerAll();
    handingOver(inFolder());
    SuppliersMessage message = filed();
    String id =
        MAPPER.readTree(awaitOffered(message).resolve("item.json").toFile()).path("id").asText();

    Files.writeString(folder.resolve("answers").resolve(id + ".json"), "accepted");

    await().atMost(PATIENCE).until(() -> !network.alerts("hand-over-answer/").isEmpty());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(folder.resolve("not-understood").resolve(id + ".json"))
                    .hasContent("accepted"));
    assertThat(state(id)).isEqualTo("offered");
  }

  @Test
  void aWebhookIsSignedAndItsAnswerCounts() throws Exception {
    Map<String, String> headers = new ConcurrentHashMap<>();
    AtomicReference<byte[]> body = new AtomicReference<>();
    URI url =
        recordSystem(200, "{\"result\": \"accepted\", \"reference\": \"R-19\"}", headers, body);
    answerAll();
    handingOver(posted(url));

    SuppliersMessage message = filed();

    await().atMost(PATIENCE).until(() -> state(message), "accepted"::equals);
    String signed =
        headers.get("webhook-id")
            + "."
            + headers.get("webhook-timestamp")
            + "."
            + new String(body.get(), StandardCharsets.UTF_8);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("a shared secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(headers.get("webhook-signature"))
        .isEqualTo(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    assertThat(headers.get("webhook-id"))
        .isEqualTo(MAPPER.readTree(body.get()).path("id").asText());
  }

  @Test
  void aWebhookThatFailsIsTriedAgainUnderTheSameId() throws Exception {
    List<String> ids = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(ids.size() < 3 ? 503 : 202, -1);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    answerAll();
    handingOver(posted(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")));

    SuppliersMessage message = filed();

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.one(
                    "select count(delivered_at) from hand_over_item i join worklist_entry e on"
                        + " e.id = i.entry where e.document_id = '"
                        + message.documentId()
                        + "'"),
            "1"::equals);
    assertThat(ids).hasSizeGreaterThanOrEqualTo(3);
    assertThat(ids.stream().distinct()).hasSize(1);
    assertThat(state(message)).isEqualTo("offered");
  }

  /** Otherwise it would stand in the record again, after the notice that it counts no more. */
  @Test
  void whatCountsNoMoreIsNotToldBeforeTheDocumentItself() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    List<String> tried = new CopyOnWriteArrayList<>();
    List<String> taken = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String kind =
              MAPPER.readTree(exchange.getRequestBody().readAllBytes()).path("kind").asText();
          boolean refused = down.get();
          (refused ? tried : taken).add(kind);
          exchange.sendResponseHeaders(refused ? 503 : 202, -1);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    answerAll();
    handingOver(posted(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")));
    SuppliersMessage message = filed();
    await().atMost(PATIENCE).until(() -> tried.contains("document"));

    String entry =
        network.one(
            "select id from worklist_entry where document_id = '" + message.documentId() + "'");
    network.execute("update worklist_entry set state = 'void' where id = '" + entry + "'");
    await()
        .atMost(PATIENCE)
        .until(
            () -> network.one("select count(*) from hand_over_item where entry = '" + entry + "'"),
            "2"::equals);
    // So that the document's next attempt is far off when the notice is due.
    network.execute(
        "update hand_over_item set try_at = try_at + interval '3 seconds' where entry = '"
            + entry
            + "' and kind = 'document'");
    down.set(false);

    await().atMost(PATIENCE).until(() -> taken.size() == 2);
    assertThat(taken).containsExactly("document", "void");
  }

  @Test
  void whoTookWhatStandsInTheAuditLog() throws Exception {
    handingOver(fetched());
    SuppliersMessage message = filed();
    JsonNode item = only("document", message);
    answer(item, "{\"result\": \"accepted\"}");

    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'handed-over' and org = '"
                    + PRACTICE
                    + "' and case_id = '"
                    + item.at("/document/entry").asText()
                    + "'"))
        .isNotEqualTo("0");
  }

  private SuppliersMessage filed() throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
    await().atMost(PATIENCE).until(() -> !network.entries(message.documentId()).isEmpty());
    return message;
  }

  // Starting anew takes seconds, and most tests want the same.
  private static void handingOver(HandOverSettings... wanted) throws IOException {
    if (!running.equals(List.of(wanted))) {
      network.restartNode(before -> before.with(List.of(wanted)));
      running = List.of(wanted);
    }
  }

  // What other tests left is not to come in the way of a folder or a webhook.
  private void answerAll() throws Exception {
    network.execute(
        "update hand_over_item set state = 'accepted', answered_at = now(), answered_by = 'a test',"
            + " reference = ''");
  }

  private static HandOverSettings fetched() {
    return HandOverSettings.fetchedFor(new OdsCode(PRACTICE));
  }

  private HandOverSettings inFolder() {
    return new HandOverSettings(
        new OdsCode(PRACTICE), Duration.ofHours(4), Optional.of(folder), Optional.empty());
  }

  private HandOverSettings posted(URI url) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "a shared secret\n");
    return new HandOverSettings(
        new OdsCode(PRACTICE),
        Duration.ofHours(4),
        Optional.empty(),
        Optional.of(new HandOverSettings.Webhook(url, new SecretSource.InFile(secret))));
  }

  private URI recordSystem(
      int status, String answer, Map<String, String> headers, AtomicReference<byte[]> body)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
          body.set(exchange.getRequestBody().readAllBytes());
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private URI url() {
    return network.node().url();
  }

  private HttpCaller caller() {
    return opened(HttpCaller.of(url(), network.served(), PRACTICE));
  }

  private HttpCaller opened(HttpCaller caller) {
    open.add(caller);
    return caller;
  }

  private Answer post(String path, String json) throws Exception {
    return caller().post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private Answer answer(JsonNode item, String json) throws Exception {
    return post(FEED + "/" + item.path("id").asText() + "/answer", json);
  }

  private String state(String id) {
    return network.one("select state from hand_over_item where id = '" + UUID.fromString(id) + "'");
  }

  private String state(SuppliersMessage message) {
    return network.one(
        "select coalesce(max(i.state), '') from hand_over_item i join worklist_entry e on e.id ="
            + " i.entry where e.document_id = '"
            + message.documentId()
            + "'");
  }

  private List<JsonNode> items() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    caller().get(FEED).json().path("items").forEach(all::add);
    return all;
  }

  private JsonNode only(String kind, SuppliersMessage message) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                items().stream()
                    .filter(each -> each.path("kind").asText().equals(kind))
                    .filter(
                        each ->
                            each.at("/document/documentId").asText().equals(message.documentId()))
                    .toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  private JsonNode page(int items, String path) {
    return await()
        .atMost(PATIENCE)
        .until(() -> caller().get(path).json(), json -> json.path("items").size() == items);
  }

  private Path awaitOffered(SuppliersMessage message) {
    Path offered = folder.resolve("offered");
    return await()
        .atMost(PATIENCE)
        .until(
            () -> Files.exists(offered) ? in(offered, message) : List.<Path>of(),
            found -> found.size() == 1)
        .getFirst();
  }

  private static List<Path> in(Path offered, SuppliersMessage message) throws IOException {
    try (Stream<Path> all = Files.list(offered)) {
      List<Path> found = new ArrayList<>();
      for (Path each : all.toList()) {
        if (Files.readString(each.resolve("item.json")).contains(message.documentId())) {
          found.add(each);
        }
      }
      return found;
    }
  }
}
