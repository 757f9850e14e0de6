package gpcm.node;

import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.SUPPLIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import gpcm.consultation.Consultation;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.config.HandOverSettings;
import gpcm.node.config.SecretSource;
import gpcm.node.content.ContentHash;
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
import org.junit.jupiter.api.Test;

/** What is filed is brought to the record system: into a folder, or to its webhook. */
class HandOverWaysTest extends HandOverFixture {
  private static final String CLINIC = "Quietwater Clinic";

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
    URI url =
        listening(
            exchange -> {
              ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(ids.size() < 3 ? 503 : 202, -1);
              exchange.close();
            });
    answerAll();
    handingOver(posted(url));

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
    URI url =
        listening(
            exchange -> {
              String kind =
                  MAPPER.readTree(exchange.getRequestBody().readAllBytes()).path("kind").asText();
              boolean refused = down.get();
              (refused ? tried : taken).add(kind);
              exchange.sendResponseHeaders(refused ? 503 : 202, -1);
              exchange.close();
            });
    answerAll();
    handingOver(posted(url));
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

  /** GPCM-SD-CS-030. The files are as they were sent; what is said of them is not. */
  @Test
  void anItemInAFolderDoesNotNameTheOrganisationOfAConfidentialDocument() throws Exception {
    answerAll();
    handingOver(inFolder());

    Path item = awaitOffered(filed(confidential()));

    String json = Files.readString(item.resolve("item.json"));
    assertThat(MAPPER.readTree(json).at("/document/confidential").asBoolean()).isTrue();
    assertThat(json).doesNotContainIgnoringCase(CLINIC).doesNotContainIgnoringCase(SUPPLIER);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(each -> folder.relativize(each).toString()))
          .noneMatch(name -> name.contains(CLINIC) || name.contains(SUPPLIER));
    }
  }

  /** GPCM-SD-CS-030. */
  @Test
  void aWebhookIsNotToldTheOrganisationOfAConfidentialDocument() throws Exception {
    Map<String, String> headers = new ConcurrentHashMap<>();
    AtomicReference<byte[]> body = new AtomicReference<>();
    URI url = recordSystem(200, "{\"result\": \"accepted\"}", headers, body);
    answerAll();
    handingOver(posted(url));

    SuppliersMessage message = filed(confidential());

    await().atMost(PATIENCE).until(() -> state(message), "accepted"::equals);
    JsonNode json = MAPPER.readTree(body.get());
    assertThat(json.at("/document/documentId").asText()).isEqualTo(message.documentId());
    assertThat(json.at("/document/confidential").asBoolean()).isTrue();
    assertThat(headers + json.toString())
        .doesNotContainIgnoringCase(CLINIC)
        .doesNotContainIgnoringCase(SUPPLIER);
  }

  /** Whose sender names itself wherever it can. */
  private static SuppliersMessage confidential() throws IOException {
    Consultation consultation =
        ConsultationJson.read(
            new String(
                    TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()),
                    StandardCharsets.UTF_8)
                .replace(TestNetwork.HUB, SUPPLIER)
                .replace("Sampleton Evening Hub", CLINIC)
                .replace("Examination notes", "Notes of " + CLINIC + " (" + SUPPLIER + ")")
                .getBytes(StandardCharsets.UTF_8));
    return SuppliersMessage.about(consultation).restricted(consultation);
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
    URI url =
        listening(
            exchange -> {
              exchange
                  .getRequestHeaders()
                  .forEach(
                      (name, values) ->
                          headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
              body.set(exchange.getRequestBody().readAllBytes());
              byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(status, bytes.length);
              exchange.getResponseBody().write(bytes);
              exchange.close();
            });
    return url;
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

  /** Where a record system hears. */
  private URI listening(HttpHandler hears) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", hears);
    server.start();
    open.add(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }
}
