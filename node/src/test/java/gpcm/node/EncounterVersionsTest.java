package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One document for each version of an encounter, and each version in the place of the one before
 * (GPCM-SD-CS-007): decided when it is handed in, over HTTP.
 */
class EncounterVersionsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;
  private static HttpCaller http;

  private final String encounter = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    http = HttpCaller.of(network.node().url(), network.served());
  }

  @AfterEach
  void clearFaults() {
    network.mesh().clearFaults();
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void a_version_is_taken_in_once() throws Exception {
    JsonNode first = taken(handIn(version(1)));
    Answer again = handIn(version(1));
    refused(again, 409, "version-taken", "/version");
    assertThat(again.text()).contains(first.path("id").asText(), "?again=true", "version 2");
    assertThat(versions()).containsExactly(1);
  }

  @Test
  void of_many_at_the_same_time_exactly_one_is_taken_in() throws Exception {
    for (int version : new int[] {1, 2}) {
      List<Answer> answers = together(16, () -> handIn(version(version)));
      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 409)
          .hasSize(15)
          .allSatisfy(answer -> refused(answer, 409, "version-taken", "/version"));
    }
    assertThat(versions()).containsExactly(1, 2);
  }

  @Test
  void the_same_submission_many_times_at_once_is_one_document() throws Exception {
    String key = UUID.randomUUID().toString();
    List<Answer> answers = together(16, () -> handIn(version(1), "Idempotency-Key", key));
    assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 200);
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(versions()).containsExactly(1);
  }

  @Test
  void a_deliberate_repetition_says_so() throws Exception {
    JsonNode first = taken(handIn(version(1)));
    JsonNode second = taken(again(version(1)));
    assertThat(second.path("id")).isNotEqualTo(first.path("id"));
    assertThat(accepted(second)).contains("in the place of document " + first.path("id").asText());
    refused(handIn(version(1)), 409, "version-taken", "/version");
    JsonNode next = taken(handIn(version(2)));
    assertThat(next.path("replaces")).isEqualTo(second.path("documentId"));
    refused(again(version(1)), 409, "version-taken", "/version");
    refused(again(version(3)), 422, "version-refused", "/version");
    assertThat(
            http.post("/api/v1/documents?again=perhaps", "application/json", bytes(version(3)))
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_next_version_replaces_the_one_before_without_being_told() throws Exception {
    JsonNode first = taken(handIn(version(1)));
    assertThat(first.has("replaces")).isFalse();
    assertThat(first.path("subject").asText()).contains("Consultation report for", "Version 1");
    JsonNode second = taken(handIn(version(2)));
    assertThat(second.path("replaces")).isEqualTo(first.path("documentId"));
    assertThat(accepted(second)).contains("replaces document " + first.path("documentId").asText());
    awaitState(second, DocumentState.COMPLETED);
    assertThat(shown(second).path("documentId")).isEqualTo(second.path("documentId"));
    assertThat(network.entries(first.path("documentId").asText()).getFirst().replacedBy())
        .contains(network.entries(second.path("documentId").asText()).getFirst().id());
  }

  @Test
  void what_is_replaced_is_named_by_any_of_its_names() throws Exception {
    JsonNode latest = taken(handIn(version(1)));
    List<String> names =
        List.of(
            latest.path("id").asText(),
            latest.path("id").asText().toUpperCase(Locale.ROOT),
            latest.path("documentId").asText(),
            encounter);
    for (String name : names) {
      // Each version is the one after the latest, which has all these names in turn.
      String now =
          name.equals(encounter)
              ? encounter
              : name.equals(names.get(2))
                  ? latest.path("documentId").asText()
                  : name.equals(names.get(1))
                      ? latest.path("id").asText().toUpperCase(Locale.ROOT)
                      : latest.path("id").asText();
      JsonNode next =
          taken(handIn(version(latest.path("version").asInt() + 1).put("replaces", now)));
      assertThat(next.path("replaces")).isEqualTo(latest.path("documentId"));
      latest = next;
    }
    awaitState(latest, DocumentState.COMPLETED);
  }

  @Test
  void what_names_nothing_of_this_node_is_refused() throws Exception {
    taken(handIn(version(1)));
    for (String unknown :
        List.of(UUID.randomUUID().toString(), "another-encounter", encounter + "x")) {
      refused(handIn(version(2).put("replaces", unknown)), 422, "replacement-refused", "/replaces");
    }
    refused(handIn(version(2).put("replaces", " ")), 422, "invalid-consultation", "/replaces");
    refused(handIn(version(1).put("replaces", encounter)), 422, "invalid-consultation", "/version");
    assertThat(versions()).containsExactly(1);
  }

  @Test
  void what_is_about_something_else_is_not_replaced() throws Exception {
    JsonNode first = taken(handIn(version(1)));
    ObjectNode elsewhere = version(2).put("replaces", first.path("id").asText());
    elsewhere.put("encounterId", UUID.randomUUID().toString());
    refused(handIn(elsewhere), 422, "replacement-refused", "/encounterId");
    ObjectNode other = version(2);
    ((ObjectNode) other.path("patient")).put("nhsNumber", TestNetwork.UNKNOWN_AT_PRACTICE);
    refused(handIn(other), 422, "replacement-refused", "/patient/nhsNumber");
    other.put("replaces", first.path("documentId").asText());
    refused(handIn(other), 422, "replacement-refused", "/patient/nhsNumber");
  }

  @Test
  void versions_count_by_one_and_never_go_back() throws Exception {
    refused(handIn(version(2)), 422, "version-refused", "/version");
    JsonNode first = taken(handIn(version(1)));
    refused(handIn(version(3)), 422, "version-refused", "/version");
    JsonNode second = taken(handIn(version(2)));
    refused(
        handIn(version(3).put("replaces", first.path("id").asText())),
        422,
        "replacement-refused",
        "/replaces");
    refused(
        handIn(version(2).put("replaces", second.path("id").asText())),
        409,
        "version-taken",
        "/version");
    refused(handIn(version(1)), 409, "version-taken", "/version");
    assertThat(versions()).containsExactly(1, 2);
  }

  @Test
  void another_organisation_has_encounters_of_its_own() throws Exception {
    taken(handIn(version(1)));
    ObjectNode elsewhere = version(1);
    ((ObjectNode) elsewhere.path("organisation")).put("odsCode", TestNetwork.PHARMACY);
    try (HttpCaller pharmacy =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PHARMACY)) {
      taken(pharmacy.post("/api/v1/documents", "application/json", bytes(elsewhere)));
    }
  }

  @Test
  void what_reached_nobody_is_sent_as_the_same_version_again() throws Exception {
    JsonNode misdated = taken(handIn(misdated(1)));
    awaitState(misdated, DocumentState.FAILED);
    refused(
        handIn(version(2).put("replaces", misdated.path("id").asText())),
        422,
        "replacement-refused",
        "/replaces");
    List<Answer> answers = together(8, () -> handIn(version(1)));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    JsonNode corrected =
        answers.stream().filter(answer -> answer.status() == 201).findFirst().orElseThrow().json();
    assertThat(accepted(corrected)).contains("in the place of");
    awaitState(corrected, DocumentState.COMPLETED);
    Answer resent = resend(misdated);
    assertThat(resent.status()).as("another has taken its place").isEqualTo(409);
    assertThat(taken(handIn(version(2))).path("replaces")).isEqualTo(corrected.path("documentId"));
  }

  /** GPCM-SD-CS-076. */
  @Test
  void only_the_newest_version_of_an_encounter_is_sent_again() throws Exception {
    JsonNode first = taken(handIn(misdated(1)));
    awaitState(first, DocumentState.FAILED);
    String page = "/outbox/" + first.path("id").asText();
    assertThat(http.get(page).text()).contains("Send again");
    JsonNode second = taken(handIn(version(2)));
    assertThat(second.has("replaces")).isFalse();
    assertThat(resend(first).status()).isEqualTo(409);
    assertThat(http.get(page).text()).doesNotContain("Send again");
  }

  /** Whichever is first, the next version never goes beside the one before it. */
  @Test
  void a_version_sent_again_while_the_next_is_handed_in_is_replaced_by_it() throws Exception {
    List<JsonNode> failed = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      failed.add(taken(handIn(misdated(1).put("encounterId", UUID.randomUUID().toString()))));
    }
    for (JsonNode first : failed) {
      awaitState(first, DocumentState.FAILED);
    }
    // What is sent again does not come to anything while this is being looked at.
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    for (JsonNode first : failed) {
      ObjectNode next = version(2).put("encounterId", shown(first).path("encounterId").asText());
      boolean resendFirst = failed.indexOf(first) % 2 == 0;
      List<Answer> answers =
          AtOnce.all(
              List.of(
                  () -> resendFirst ? resend(first) : handIn(next),
                  () -> resendFirst ? handIn(next) : resend(first)));
      JsonNode second = taken(answers.get(resendFirst ? 1 : 0));
      boolean resent = answers.get(resendFirst ? 0 : 1).status() == 204;
      assertThat(second.path("replaces"))
          .isEqualTo(resent ? first.path("documentId") : MissingNode.getInstance());
    }
  }

  /** GPCM-SD-025: the version number goes on counting, and what is void is replaced by nothing. */
  @Test
  void after_a_void_version_the_next_one_replaces_nothing() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    JsonNode first = taken(handIn(misdated(1)));
    JsonNode second = taken(handIn(version(2)));
    assertThat(second.path("replaces")).isEqualTo(first.path("documentId"));
    network.mesh().clearFaults();
    awaitState(first, DocumentState.VOID);
    await()
        .atMost(PATIENCE)
        .until(() -> List.of("rejected", "void").contains(shown(second).path("state").asText()));

    refused(
        handIn(version(3).put("replaces", second.path("id").asText())),
        422,
        "replacement-refused",
        "/replaces");
    JsonNode third = taken(handIn(version(3)));
    assertThat(third.has("replaces")).isFalse();
    awaitState(third, DocumentState.COMPLETED);
  }

  @Test
  void each_use_case_counts_its_versions() throws Exception {
    for (String example : List.of("generic.json", "online-consultation.json")) {
      ObjectNode document =
          (ObjectNode)
              MAPPER.readTree(DocumentJson.write(TestNetwork.document(example, TestNetwork.HUB)));
      JsonNode first = taken(handInWithFiles(document));
      refused(handInWithFiles(document), 409, "version-taken", "/version");
      refused(
          handInWithFiles(document.deepCopy().put("version", 3)),
          422,
          "version-refused",
          "/version");
      JsonNode second = taken(handInWithFiles(document.deepCopy().put("version", 2)));
      assertThat(second.path("replaces")).isEqualTo(first.path("documentId"));
      awaitState(second, DocumentState.COMPLETED);
    }
  }

  private static Answer handInWithFiles(JsonNode document) throws Exception {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("consultation", "", "application/json", bytes(document)));
    for (JsonNode file : document.path("attachments")) {
      String name = file.path("file").asText();
      parts.add(
          Part.of(
              "attachment",
              name,
              file.path("contentType").asText(),
              Files.readAllBytes(TestNetwork.example(name))));
    }
    return http.postForm("/api/v1/documents", parts);
  }

  private ObjectNode version(int version) throws IOException {
    ObjectNode consultation =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    consultation.putArray("attachments");
    return consultation.put("version", version);
  }

  /** MESH finds no patient born on that day. */
  private ObjectNode misdated(int version) throws IOException {
    ObjectNode consultation = version(version);
    ((ObjectNode) consultation.path("patient")).put("birthDate", "1958-01-09");
    return consultation;
  }

  private static byte[] bytes(JsonNode json) throws IOException {
    return MAPPER.writeValueAsBytes(json);
  }

  private static Answer handIn(JsonNode consultation, String... headers) throws Exception {
    return http.post("/api/v1/documents", "application/json", bytes(consultation), headers);
  }

  private static Answer again(JsonNode consultation) throws Exception {
    return http.post("/api/v1/documents?again=true", "application/json", bytes(consultation));
  }

  private static Answer resend(JsonNode document) throws Exception {
    return http.post(
        "/api/v1/documents/" + document.path("id").asText() + "/resend",
        "application/json",
        "{\"by\":\"B. Fictional\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode taken(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static void refused(Answer answer, int status, String type, String pointer) {
    try {
      assertThat(answer.status()).as(answer.text()).isEqualTo(status);
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:gpcm:problem:" + type);
      assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
      assertThat(answer.json().at("/errors/0/remedy").asText()).isNotBlank();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode shown(JsonNode document) throws Exception {
    return http.get("/api/v1/documents/" + document.path("id").asText()).json();
  }

  private static String accepted(JsonNode document) throws Exception {
    return shown(document).at("/timeline/0/detail").asText();
  }

  private static void awaitState(JsonNode document, DocumentState state) {
    await()
        .atMost(PATIENCE)
        .until(() -> shown(document).path("state").asText().equals(state.text()));
  }

  private List<Integer> versions() throws Exception {
    List<Integer> versions = new ArrayList<>();
    for (JsonNode each : http.get("/api/v1/documents?limit=1000").json().path("documents")) {
      if (each.path("encounterId").asText().equals(encounter)) {
        versions.addFirst(each.path("version").asInt());
      }
    }
    return versions;
  }

  private static List<Answer> together(int many, Callable<Answer> call) throws Exception {
    return AtOnce.all(Collections.nCopies(many, call));
  }
}
