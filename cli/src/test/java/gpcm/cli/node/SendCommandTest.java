package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm send}, {@code confirm}, {@code resend} and {@code withdraw}, with a real hub. */
class SendCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static LocalNetwork network;
  private static TestNode hub;
  private static int version;
  @TempDir static Path keys;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    network = LocalNetwork.hubAndPractice().start();
    hub = network.node(LocalNetwork.HUB);
    Files.writeString(keys.resolve("key"), hub.key(LocalNetwork.HUB));
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  private static Commands run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--url=" + hub.url());
    all.add("--key-file=" + keys.resolve("key"));
    return Commands.run(all.toArray(String[]::new));
  }

  private Path file(ObjectNode consultation) throws IOException {
    Path file = folder.resolve(UUID.randomUUID() + ".json");
    Files.write(file, MAPPER.writeValueAsBytes(consultation));
    return file;
  }

  private static ObjectNode consultation() throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(DocumentJson.write(network.consultation()));
    json.remove("version");
    return json.put("encounterId", UUID.randomUUID().toString());
  }

  @Test
  void whatIsRecordedWaitsForItsTimeAndSaysWhy() throws Exception {
    Commands sent = run("send", file(consultation()).toString());
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    assertThat(sent.out()).contains("registration: ", "relevance: ", "version 1: leaves at ");
  }

  @Test
  void whatIsNotToBeSentIsKeptAndSaid() throws Exception {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put("registration", "regular");
    Commands sent = run("send", file(consultation).toString());
    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(1);
    assertThat(sent.out()).contains("not sent", "GPCM-SD-CS-071");
  }

  @Test
  void aDryRunSaysWhatWouldHappenAndWritesTheReport() throws Exception {
    ObjectNode consultation = consultation();
    Path report = folder.resolve("report.pdf");
    Commands tried = run("send", file(consultation).toString(), "--dry-run", "--report=" + report);
    assertThat(tried.exitCode()).as(tried.err()).isZero();
    assertThat(tried.out())
        .contains("registration: ", "time: ", "delivery: ", "would leave at ", "nothing was kept");
    assertThat(report).content(StandardCharsets.ISO_8859_1).startsWith("%PDF-");
    Commands sent = run("send", file(consultation).toString());
    assertThat(sent.out()).contains("version 1: leaves at ");
  }

  @Test
  void aDryRunOfWhatWouldNotGoSaysWhy() throws Exception {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put("registration", "regular");
    Path report = folder.resolve("none.pdf");
    Commands tried = run("send", file(consultation).toString(), "--dry-run", "--report=" + report);
    assertThat(tried.exitCode()).as(tried.err()).isEqualTo(1);
    assertThat(tried.out()).contains("GPCM-SD-CS-071", "would not go by itself", "is not written");
    assertThat(report).doesNotExist();
  }

  @Test
  void aDryRunOfWhatIsUnchangedSaysWhetherThatGoes() throws Exception {
    Path file = file(consultation());
    assertThat(run("send", file.toString()).exitCode()).isZero();
    Commands tried = run("send", file.toString(), "--dry-run");
    assertThat(tried.exitCode()).as(tried.err()).isZero();
    assertThat(tried.out()).contains("nothing has changed", "is waiting");
  }

  @Test
  void aDryRunOfWhatIsUnchangedAndNotSentDoesNotGo() throws Exception {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put("registration", "regular");
    Path file = file(consultation);
    assertThat(run("send", file.toString()).exitCode()).isEqualTo(1);
    Commands tried = run("send", file.toString(), "--dry-run");
    assertThat(tried.out()).contains("nothing has changed", "is not-sent");
    assertThat(tried.exitCode()).as(tried.err()).isEqualTo(1);
  }

  @Test
  void aDryRunOfWhatWaitsToBeConfirmedDoesNotGoByItself() throws Exception {
    confirmed(true);
    try {
      Commands tried = run("send", file(consultation()).toString(), "--dry-run");
      assertThat(tried.out()).contains("would wait to be confirmed");
      assertThat(tried.exitCode()).as(tried.err()).isEqualTo(1);
    } finally {
      confirmed(false);
    }
  }

  @Test
  void aReportIsWrittenByADryRunOnly() throws Exception {
    Commands wrong = run("send", file(consultation()).toString(), "--report=x.pdf");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--dry-run");
  }

  @Test
  void aReportGoesAtOnceWithNow() throws Exception {
    Commands sent =
        run("send", file(consultation().put("version", 1)).toString(), "--now", "--json");
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    UUID id = UUID.fromString(MAPPER.readTree(sent.out()).path("id").asText());
    hub.await(id, DocumentState.COMPLETED);
  }

  @Test
  void aDeletedConsultationThatHadLeftIsWarnedOf() throws Exception {
    ObjectNode consultation = consultation().put("version", 1);
    Commands sent = run("send", file(consultation).toString(), "--now", "--json");
    hub.await(
        UUID.fromString(MAPPER.readTree(sent.out()).path("id").asText()), DocumentState.COMPLETED);
    Commands deleted =
        run("send", "--deleted", consultation.path("encounterId").asText(), "--reason=by mistake");
    assertThat(deleted.exitCode()).as(deleted.err()).isEqualTo(1);
    assertThat(deleted.out())
        .contains("WARNING", consultation.at("/patient/nhsNumber").asText(), "follow-up");
  }

  @Test
  void aConsultationIsToldOfByWhateverIdItHas() throws Exception {
    String id = "visit/" + UUID.randomUUID() + "?a=1;b#c%2F";
    Commands sent = run("send", file(consultation().put("encounterId", id)).toString());
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    Commands deleted = run("send", "--deleted", id, "--reason=by mistake");
    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(deleted.out()).contains("is withdrawn");
  }

  @Test
  void whatHasNotLeftIsWithdrawn() throws Exception {
    JsonNode kept = MAPPER.readTree(run("send", file(consultation()).toString(), "--json").out());
    Commands withdrawn =
        run("withdraw", kept.path("id").asText(), "--by=Bo", "--reason=entered twice");
    assertThat(withdrawn.exitCode()).as(withdrawn.err()).isZero();
    UUID id = UUID.fromString(kept.path("id").asText());
    await()
        .atMost(PATIENCE)
        .until(() -> hub.document(id).orElseThrow().state() == DocumentState.WITHDRAWN);
    Commands again = run("withdraw", kept.path("id").asText(), "--by=Bo", "--reason=twice");
    assertThat(again.exitCode()).isEqualTo(70);
    assertThat(again.err()).contains("withdrawn");
  }

  @Test
  void whatWaitsForAWordIsConfirmed() throws Exception {
    confirmed(true);
    try {
      ObjectNode consultation = consultation();
      Commands sent = run("send", file(consultation).toString());
      assertThat(sent.out()).contains("waits to be confirmed");
      Commands confirmed = run("confirm", consultation.path("encounterId").asText(), "--by=Bo");
      assertThat(confirmed.exitCode()).as(confirmed.err()).isZero();
    } finally {
      confirmed(false);
    }
  }

  /** Whether the hub wants each consultation confirmed. */
  private static void confirmed(boolean wanted) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(hub.url().resolve("/api/v1/sending/consultation-summary"))
            .header("Authorization", "Bearer " + Files.readString(keys.resolve("key")))
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"delayMinutes\":180,\"confirmed\":%s,\"version\":%d}"
                        .formatted(wanted, version)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    version++;
  }

  /** MESH finds no patient born on that day. */
  @Test
  void whatFailedIsSentAgain() throws Exception {
    ObjectNode consultation = consultation().put("version", 1);
    ((ObjectNode) consultation.path("patient")).put("birthDate", "1958-01-09");
    Commands sent = run("send", file(consultation).toString(), "--now", "--json");
    UUID id = UUID.fromString(MAPPER.readTree(sent.out()).path("id").asText());
    hub.await(id, DocumentState.FAILED);
    assertThat(run("status", id.toString()).exitCode()).isEqualTo(1);
    Commands again = run("resend", id.toString(), "--by=Bo");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("it goes again");
  }

  /** MESH finds no patient born on that day; corrected, it finds the right one. */
  @Test
  void whatFailedIsSentCorrected() throws Exception {
    ObjectNode consultation = consultation().put("version", 1);
    ((ObjectNode) consultation.path("patient")).put("birthDate", "1958-01-09");
    Commands sent = run("send", file(consultation).toString(), "--now", "--json");
    UUID id = UUID.fromString(MAPPER.readTree(sent.out()).path("id").asText());
    hub.await(id, DocumentState.FAILED);

    Commands other =
        run("resend", id.toString(), "--by=Bo", "--corrected", file(consultation()).toString());
    assertThat(other.err()).contains("is of another encounter");

    consultation.remove("version");
    ((ObjectNode) consultation.path("patient")).put("birthDate", "1957-01-09");
    Commands corrected =
        run("resend", id.toString(), "--by=Bo", "--corrected", file(consultation).toString());
    assertThat(corrected.exitCode()).as(corrected.err()).isZero();
    UUID anew = UUID.fromString(corrected.out().split("[ ,]", -1)[1]);
    assertThat(anew).isNotEqualTo(id);
    hub.await(anew, DocumentState.COMPLETED);
  }

  @Test
  void nothingIsConfirmedOrSentAgainThatDoesNotWaitForIt() throws Exception {
    ObjectNode consultation = consultation();
    JsonNode kept = MAPPER.readTree(run("send", file(consultation).toString(), "--json").out());
    Commands confirmed = run("confirm", consultation.path("encounterId").asText(), "--by=Bo");
    assertThat(confirmed.exitCode()).isEqualTo(70);
    assertThat(confirmed.err()).contains("waiting");
    assertThat(run("resend", kept.path("id").asText(), "--by=Bo").exitCode()).isEqualTo(70);
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.path("patient")).put("nhsNumber", "9990000019");
    Commands sent = run("send", file(consultation).toString());
    assertThat(sent.exitCode()).isEqualTo(2);
    assertThat(sent.err()).contains("/patient/nhsNumber");
    Commands missing = run("send", folder.resolve("none.json").toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("is not there");
  }
}
