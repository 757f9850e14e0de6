package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.AlertText;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over real HTTP, in front of a real node with its database and MESH. */
class HttpApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int JSON_LIMIT = 256 * 1024;
  private static final String ATTACHMENT = "consultation-summary-throat.txt";

  @TempDir static Path folder;
  @Running static TestNetwork network;
  private static WebServer server;
  private static HttpCaller http;

  @BeforeAll
  static void start() {
    serve();
  }

  private static void serve() {
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .withMaxRequestSize(ByteSize.ofMebibytes(1))
                .withMaxJsonSize(new ByteSize(JSON_LIMIT)),
            network.served(),
            folder.resolve("uploads"));
    http = HttpCaller.of(server.url(), network.served());
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void aConsultationWithItsAttachmentTravelsAndIsRead() throws Exception {
    String encounter = UUID.randomUUID().toString();
    Answer stored = http.postForm("/api/v1/documents", parts(consultation(encounter)));
    assertThat(stored.status()).isEqualTo(201);
    assertThat(stored.json().path("encounterId").asText()).isEqualTo(encounter);
    String path = stored.header("Location");
    assertThat(path).isEqualTo("/api/v1/documents/" + stored.json().path("id").asText());

    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> http.get(path).json().path("state").asText().equals("completed"));
    JsonNode document = http.get(path).json();
    assertThat(document.path("infrastructureCode").asText()).isEqualTo("20013");
    assertThat(document.path("businessCode").asText()).isEqualTo("30001");
    assertThat(document.path("timeline").findValuesAsText("kind")).contains("accepted", "sent");
    assertThat(document.path("files").findValuesAsText("contentType"))
        .containsExactlyInAnyOrder("application/pdf", "text/plain");
    for (JsonNode file : document.path("files")) {
      assertThat(http.get(file.path("href").asText()).text().startsWith("%PDF-"))
          .isEqualTo(file.path("report").asBoolean());
    }
    assertThat(http.get("/api/v1/documents?state=completed").json().path("documents"))
        .anySatisfy(each -> assertThat(each.path("encounterId").asText()).isEqualTo(encounter));

    JsonNode entries = http.get("/api/v1/worklist?organisation=A99902").json().path("entries");
    JsonNode listed = null;
    for (JsonNode each : entries) {
      listed = each.path("encounterId").asText().equals(encounter) ? each : listed;
    }
    JsonNode entry = http.get("/api/v1/worklist/" + listed.path("id").asText()).json();
    assertThat(entry.path("recipientType").asText()).isEqualTo("FA");
    assertThat(entry.path("version").asInt()).isEqualTo(1);
    assertThat(entry.path("subject").asText()).contains("Consultation report for");
    assertThat(entry.path("patient").path("nhsNumber").asText()).isEqualTo(TestNetwork.KNOWN);

    Answer report = http.get(entry.at("/files/0/href").asText());
    assertThat(report.text()).startsWith("%PDF-");
    assertThat(report.header("Content-Type")).isEqualTo("application/pdf");
    assertThat(report.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(report.header("Content-Disposition")).startsWith("attachment; filename=\"");
    Answer attachment = http.get(entry.at("/files/1/href").asText());
    assertThat(attachment.bytes()).isEqualTo(Files.readAllBytes(TestNetwork.example(ATTACHMENT)));
    assertThat(attachment.header("Content-Type"))
        .as("a charset that nobody has named is not claimed")
        .isEqualTo("text/plain");
    assertThat(attachment.header("Content-Security-Policy")).startsWith("sandbox;");
  }

  @Test
  void aConsultationWithoutAttachmentsIsPlainJson() throws Exception {
    Answer stored =
        http.post(
            "/api/v1/documents", "application/json; charset=utf-8", bytes(withoutAttachments()));
    assertThat(stored.status()).isEqualTo(201);
    assertThat(http.get(stored.header("Location")).status()).isEqualTo(200);
  }

  @Test
  void theSameIdempotencyKeyAddsNothingEvenAfterARestart() throws Exception {
    String key = UUID.randomUUID().toString();
    byte[] consultation = bytes(withoutAttachments());
    Answer first =
        http.post("/api/v1/documents", "application/json", consultation, "Idempotency-Key", key);
    assertThat(first.status()).isEqualTo(201);
    http.close();
    server.close();
    network.restartNode();
    serve();
    Answer again =
        http.post("/api/v1/documents", "application/json", consultation, "Idempotency-Key", key);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    ObjectNode other = withoutAttachments();
    other.put("encounterId", "another-encounter");
    Answer reused =
        http.post("/api/v1/documents", "application/json", bytes(other), "Idempotency-Key", key);
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.json().at("/errors/0/detail").asText())
        .contains("used before for another consultation")
        .contains(first.json().path("id").asText());
    Answer spaces =
        http.post("/api/v1/documents", "application/json", consultation, "Idempotency-Key", "a b");
    assertThat(spaces.status()).isEqualTo(400);
    assertThat(spaces.json().at("/errors/0/parameter").asText()).isEqualTo("Idempotency-Key");
  }

  @Test
  void everyWrongFieldIsNamedByItsPointer() throws Exception {
    ObjectNode wrong = withoutAttachments();
    ((ObjectNode) wrong.path("patient")).put("nhsNumber", "9990000019");
    ((ObjectNode) wrong.path("organisation")).put("odsCode", "not one");
    wrong.put("unheardOf", true);
    Answer refused = http.post("/api/v1/documents", "application/json", bytes(wrong));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = refused.json();
    assertThat(problem.path("type").asText()).isEqualTo("urn:gpcm:problem:invalid-consultation");
    assertThat(problem.path("status").asInt()).isEqualTo(422);
    assertThat(problem.path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/patient/nhsNumber", "/organisation/odsCode", "/unheardOf");
    assertThat(refused.text()).doesNotContain("9990000019");
  }

  @Test
  void filesAndDeclarationsMustAgree() throws Exception {
    List<Part> alone = parts(consultation(UUID.randomUUID().toString())).subList(0, 1);
    Answer missing = http.postForm("/api/v1/documents", alone);
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.json().at("/errors/0/pointer").asText()).isEqualTo("/attachments/0/file");

    List<Part> extra = new ArrayList<>(parts(consultation(UUID.randomUUID().toString())));
    extra.add(Part.of("attachment", "undeclared.txt", "text/plain", new byte[] {'x'}));
    assertThat(http.postForm("/api/v1/documents", extra).status()).isEqualTo(422);

    List<Part> nameless = new ArrayList<>(parts(consultation(UUID.randomUUID().toString())));
    nameless.add(Part.of("stray", "", "text/plain", new byte[] {'x'}));
    Answer stray = http.postForm("/api/v1/documents", nameless);
    assertThat(stray.status()).isEqualTo(422);
    assertThat(stray.json().at("/errors/0/parameter").asText()).isEqualTo("stray");

    Answer empty = http.postForm("/api/v1/documents", List.of());
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.json().at("/errors/0/parameter").asText()).isEqualTo("consultation");
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    List<Part> parts = new ArrayList<>(parts(consultation(UUID.randomUUID().toString())));
    parts.set(1, Part.of("attachment", ATTACHMENT, "text/plain", new byte[0]));
    Answer refused = http.postForm("/api/v1/documents", parts);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/detail").asText())
        .isEqualTo("the file 'consultation-summary-throat.txt' is empty");
  }

  @Test
  void uploadsLeaveNoFilesBehind() throws Exception {
    List<Part> large = new ArrayList<>(parts(consultation(UUID.randomUUID().toString())));
    large.add(Part.of("attachment", "large.bin", "text/plain", new byte[300_000]));
    assertThat(http.postForm("/api/v1/documents", large).status()).isEqualTo(422);
    await().untilAsserted(() -> assertThat(folder.resolve("uploads")).isEmptyDirectory());
  }

  @Test
  void tooMuchIsRefused() throws Exception {
    byte[] tooMuch = new byte[(1 << 20) + 1];
    Answer json = http.post("/api/v1/documents", "application/json", tooMuch);
    assertThat(json.status()).isEqualTo(413);
    assertThat(json.json().path("detail").asText()).contains("http.max-request-size");
    Answer form =
        http.postForm(
            "/api/v1/documents", List.of(Part.of("attachment", "a.txt", "text/plain", tooMuch)));
    assertThat(form.status()).isEqualTo(413);
    Answer unannounced =
        http.send(
            http.to("/api/v1/documents")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.ofInputStream(
                        () ->
                            new SequenceInputStream(
                                new ByteArrayInputStream(
                                    "--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                                new ByteArrayInputStream(tooMuch)))));
    assertThat(unannounced.status()).as(unannounced.text()).isEqualTo(413);
  }

  @Test
  void jsonIsReadNoFurtherThanItsAddressHasUseForIt() throws Exception {
    byte[] tooMuch = new byte[JSON_LIMIT + 1];
    for (Answer refused :
        List.of(
            http.post("/api/v1/documents", "application/json", tooMuch),
            http.send(
                http.to("/api/v1/documents")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch)))),
            http.postForm(
                "/api/v1/documents",
                List.of(Part.of("consultation", "", "application/json", tooMuch))),
            http.postForm(
                "/api/v1/documents",
                List.of(
                    Part.of("consultation", "", "application/json", new byte[2 * JSON_LIMIT]))))) {
      assertThat(refused.status()).as(refused.text()).isEqualTo(413);
      assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
      assertThat(refused.json().path("detail").asText()).contains("http.max-json-size");
    }
    ObjectNode large = withoutAttachments();
    large.put("unheardOf", "x".repeat(JSON_LIMIT - 20_000));
    Answer read =
        http.postForm(
            "/api/v1/documents",
            List.of(Part.of("consultation", "", "application/json", bytes(large))));
    assertThat(read.status()).as("nearly as much is read").isEqualTo(422);
    assertThat(read.json().at("/errors/0/pointer").asText()).isEqualTo("/unheardOf");
    byte[] name = ("{\"by\":\"" + "x".repeat(5000) + "\"}").getBytes(StandardCharsets.UTF_8);
    Answer refused =
        http.post("/api/v1/answers/" + UUID.randomUUID() + "/resend", "application/json", name);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.json().path("detail").asText()).contains("100 characters");
    assertThat(
            http.post(
                    "/alerts/1/resolution",
                    "application/x-www-form-urlencoded",
                    ("by=" + "x".repeat(70_000)).getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(413);
  }

  @Test
  void anOrganisationThatDoesNotSendIsRefusedByItsField() throws Exception {
    ObjectNode consultation = withoutAttachments();
    ((ObjectNode) consultation.path("organisation")).put("odsCode", TestNetwork.PRACTICE);
    Answer others = http.post("/api/v1/documents", "application/json", bytes(consultation));
    assertThat(others.status()).as("in the name of another organisation").isEqualTo(422);
    assertThat(others.json().at("/errors/0/pointer").asText()).isEqualTo("/organisation/odsCode");
    Answer refused;
    try (HttpCaller practice =
        HttpCaller.of(server.url(), network.served(), TestNetwork.PRACTICE)) {
      refused = practice.post("/api/v1/documents", "application/json", bytes(consultation));
    }
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/organisation/odsCode");
    assertThat(refused.json().at("/errors/0/remedy").asText())
        .contains(TestNetwork.HUB, "role sender")
        .doesNotContain(TestNetwork.PRACTICE);
  }

  @Test
  void aListGoesOnFromWhereItEnded() throws Exception {
    List<String> added = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      added.add(
          http.post("/api/v1/documents", "application/json", bytes(withoutAttachments()))
              .json()
              .path("id")
              .asText());
    }
    List<String> read = new ArrayList<>();
    String next = "/api/v1/documents?limit=2&organisation=A99901";
    while (!next.isEmpty()) {
      Answer page = http.get(next);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      assertThat(page.json().path("documents").size()).isLessThanOrEqualTo(2);
      read.addAll(page.json().path("documents").findValuesAsText("id"));
      next = page.json().path("next").asText("");
    }
    assertThat(read).doesNotHaveDuplicates().startsWith(added.reversed().toArray(String[]::new));

    Answer counting = http.get("/api/v1/documents?offset=100");
    assertThat(counting.status()).isEqualTo(400);
    assertThat(counting.json().at("/errors/0/parameter").asText()).isEqualTo("offset");
    assertThat(counting.json().at("/errors/0/remedy").asText()).contains("'after'");
  }

  @Test
  void theNodesAndWhatWaitsAreTold() throws Exception {
    JsonNode status = http.get("/api/v1/nodes").json();
    JsonNode node = status.at("/nodes/0");
    assertThat(node.path("alive").asBoolean()).isTrue();
    assertThat(node.path("name").asText()).isNotEmpty();
    assertThat(node.path("mailboxes").toString()).isEqualTo("[\"A99901OT001\"]");
    assertThat(status.path("whole").asBoolean(true)).isFalse();
    assertThat(status.path("organisation").asText()).isEqualTo("A99901");
    assertThat(status.path("lanes").findValuesAsText("lane")).contains("build", "post", "read");
    JsonNode schemas = http.get("/api/v1/openapi.json").json().at("/components/schemas");
    for (JsonNode required : schemas.at("/Node/required")) {
      assertThat(node.has(required.asText())).as(required.asText()).isTrue();
    }
    for (JsonNode required : schemas.at("/Lane/required")) {
      assertThat(status.at("/lanes/0").has(required.asText())).as(required.asText()).isTrue();
    }
    Answer health = http.get("/api/v1/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().path("status").asText()).isEqualTo("ok");
  }

  @Test
  void aBrokenFormIsRefused() throws Exception {
    for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=b")) {
      Answer broken =
          http.post("/api/v1/documents", type, "no form".getBytes(StandardCharsets.UTF_8));
      assertThat(broken.status()).isEqualTo(400);
      assertThat(broken.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/nothing, 404",
    "GET, /api/v1/documents/nobody, 404",
    "GET, /api/v1/documents/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57, 404",
    "GET, /api/v1/documents/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57/files/0, 404",
    "GET, /api/v1/worklist/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57/files/-1, 404",
    "DELETE, /api/v1/documents, 405",
    "GET, /api/v1/documents?state=lost, 400",
    "GET, /api/v1/documents?limit=0, 400",
    "GET, /api/v1/documents?limit=5&limit=6, 400",
    "GET, /api/v1/documents?stat=sent, 400",
    "GET, /api/v1/documents?state=, 400",
    "GET, /api/v1/documents?limit=%2B5, 400",
    "GET, /api/v1/documents?limit=%D9%A3, 400",
    "GET, /api/v1/nodes?x=1, 400",
    "GET, /api/v1/documents/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57?x=1, 400",
    "GET, /api/v1/worklist?replaced=maybe, 400",
    "GET, /api/v1/worklist?offset=0, 400",
    "GET, /api/v1/worklist?after=0, 400",
    "GET, /api/v1/documents?after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!, 400",
    "GET, /api/v1/documents?after=_________________________________, 400",
    "GET, /api/v1/alerts?after=x, 400",
    "POST, /api/v1/documents, 415",
    "POST, /api/v1/alerts/0/resolution, 404",
    "POST, /api/v1/alerts/x/resolution, 404",
  })
  void whatCannotBeAnsweredIsAProblem(String method, String path, int status) throws Exception {
    Answer answer =
        http.send(
            http.to(path)
                .method(
                    method,
                    method.equals("POST")
                        ? BodyPublishers.ofString("{}")
                        : BodyPublishers.noBody()));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).isNotBlank();
  }

  @Test
  void activeContentIsSavedAndNotRun() throws Exception {
    ObjectNode consultation = consultation(UUID.randomUUID().toString());
    ObjectNode declared = (ObjectNode) consultation.path("attachments").path(0);
    declared.put("contentType", "text/html").put("title", "A \"page\"; naïve\u2603/..");
    List<Part> parts = new ArrayList<>(parts(consultation));
    parts.set(
        1,
        Part.of(
            "attachment",
            ATTACHMENT,
            "text/html",
            "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)));
    Answer stored = http.postForm("/api/v1/documents", parts);
    assertThat(stored.status()).isEqualTo(201);
    JsonNode files = http.get(stored.header("Location")).json().path("files");
    Answer page = http.get(files.path(files.size() - 1).path("href").asText());
    assertThat(page.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(page.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"A _page__ na_ve__.txt\";"
                + " filename*=UTF-8''A%20_page_%3B%20na%C3%AFve%E2%98%83_.txt");
    assertThat(page.header("Content-Security-Policy")).startsWith("sandbox;");
  }

  @Test
  void alertsAreListedAndResolvedByAPerson() throws Exception {
    network.raise(new AlertText("test", "A test", "Nothing happened", "Do nothing"));
    JsonNode alert = http.get("/api/v1/alerts").json().at("/alerts/0");
    assertThat(alert.path("whatToDo").asText()).isEqualTo("Do nothing");
    String resolution = "/api/v1/alerts/%d/resolution".formatted(alert.path("id").asLong());
    assertThat(
            http.post(resolution, "application/json", "nobody".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(400);
    byte[] without = "{\"by\":\"B. Fictional\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(http.post(resolution, "application/json", without).status()).isEqualTo(422);
    assertThat(
            http.post(
                    resolution,
                    "application/json",
                    "{\"by\":\"B. Fictional\",\"outcome\":\"fault-mended\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(204);
    assertThat(
            http.post(
                    resolution,
                    "application/json",
                    "{\"by\":\"B. Fictional\",\"outcome\":\"fault-mended\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(404);
  }

  @Test
  void theDescriptionNamesEveryRouteAndNoOther() throws Exception {
    JsonNode description = http.get("/api/v1/openapi.json").json();
    assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
    List<String> described = new ArrayList<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(server.routes().stream().filter(route -> route.contains(" /api/")))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void theDescriptionNamesEveryFieldOfADocument() throws Exception {
    Answer stored = http.post("/api/v1/documents", "application/json", bytes(withoutAttachments()));
    JsonNode schema = http.get("/api/v1/openapi.json").json().at("/components/schemas/Document");
    List<String> fields = new ArrayList<>();
    stored.json().fieldNames().forEachRemaining(fields::add);
    List<String> described = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(described::add);
    assertThat(described).containsAll(fields);
    for (JsonNode required : schema.path("required")) {
      assertThat(fields).contains(required.asText());
    }
  }

  private static ObjectNode consultation(String encounter) throws IOException {
    return (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
  }

  private static ObjectNode withoutAttachments() throws IOException {
    ObjectNode consultation = consultation(UUID.randomUUID().toString());
    consultation.putArray("attachments");
    return consultation;
  }

  private static byte[] bytes(JsonNode json) throws IOException {
    return MAPPER.writeValueAsBytes(json);
  }

  private static List<Part> parts(JsonNode consultation) throws IOException {
    return List.of(
        Part.of("consultation", "", "application/json", bytes(consultation)),
        Part.of(
            "attachment",
            ATTACHMENT,
            "text/plain",
            Files.readAllBytes(TestNetwork.example(ATTACHMENT))));
  }
}
