package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A hub whose clinical system tells of consultations over HTTP, a practice that gets their reports,
 * and a clock that is moved on.
 */
abstract class ConsultationFixture {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration WATCHED = Duration.ofMillis(1_200);

  @Running static TestNetwork network;
  static HttpCaller http;

  final String encounter = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    http = HttpCaller.of(network.node().url(), network.served());
  }

  @AfterEach
  void asUsual() throws Exception {
    network.mesh().clearFaults();
    set("consultation-summary", 180, false, "");
    relevance("{\"rules\":[]}");
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  static void act(JsonNode document, String act, String reason) throws Exception {
    Answer answer = actOn(document.path("id").asText(), act, reason);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  static Answer actOn(String document, String act, String reason) throws Exception {
    return http.post(
        "/api/v1/documents/" + document + "/" + act,
        "application/json",
        "{\"by\":\"Bo\",\"reason\":\"%s\"}".formatted(reason).getBytes(UTF_8));
  }

  static void pass(Duration time) {
    network.advance(time);
    network.node().look();
  }

  /** For more than two pulses, in which whatever is due is seen. */
  static void stays(JsonNode document, String state) {
    await().during(WATCHED).atMost(PATIENCE).until(() -> state(document).equals(state));
  }

  /** The same of what arrives at the practice. */
  void nothingArrives() {
    await().during(WATCHED).atMost(PATIENCE).until(() -> entriesHere() == 0);
  }

  ObjectNode consultation() throws IOException {
    ObjectNode consultation =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    consultation.putArray("attachments");
    consultation.remove("version");
    return consultation;
  }

  ObjectNode changed(String words) throws IOException {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.at("/sections/0")).put("title", words);
    return consultation;
  }

  ObjectNode with(String name, String value) throws IOException {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put(name, value);
    return consultation;
  }

  ObjectNode circumstances(String name, boolean value) throws IOException {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put(name, value);
    return consultation;
  }

  static void withoutPictures(JsonNode json) {
    if (json instanceof ArrayNode all) {
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).has("picture")) {
          all.remove(i);
        }
      }
    }
    json.forEach(ConsultationsTest::withoutPictures);
  }

  String address() {
    return "/api/v1/consultations/" + encounter;
  }

  Answer record(JsonNode consultation) throws Exception {
    return http.put(address(), MAPPER.writeValueAsBytes(consultation));
  }

  static JsonNode created(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  static UUID id(JsonNode document) {
    return UUID.fromString(document.path("id").asText());
  }

  static JsonNode shown(JsonNode document) throws Exception {
    return http.get("/api/v1/documents/" + document.path("id").asText()).json();
  }

  static String state(JsonNode document) throws Exception {
    return shown(document).path("state").asText();
  }

  static void awaitState(JsonNode document, DocumentState state) {
    await().atMost(PATIENCE).until(() -> state(document).equals(state.text()));
  }

  List<String> reports() throws Exception {
    List<String> states = new ArrayList<>();
    http.get(address())
        .json()
        .path("reports")
        .forEach(each -> states.add(each.path("state").asText()));
    return states;
  }

  int entriesHere() {
    return network.count(
        "select count(*) from worklist_entry where encounter_id = '%s'".formatted(encounter));
  }

  static boolean isAlerted(String kind, JsonNode document) throws Exception {
    return !network.alerts(kind + document.path("id").asText()).isEmpty();
  }

  static List<String> openFollowUps() throws Exception {
    List<String> open = new ArrayList<>();
    http.get("/api/v1/follow-ups")
        .json()
        .path("followUps")
        .forEach(each -> open.add(each.path("id").asText()));
    return open;
  }

  static JsonNode set(String useCase, int minutes, boolean confirmed, String otherWay)
      throws Exception {
    JsonNode all = http.get("/api/v1/sending").json();
    int version = 0;
    for (JsonNode each : all.path("useCases")) {
      if (each.path("useCase").asText().equals(useCase)) {
        version = each.path("version").asInt();
      }
    }
    ObjectNode rule =
        MAPPER
            .createObjectNode()
            .put("delayMinutes", minutes)
            .put("confirmed", confirmed)
            .put("version", version);
    if (!otherWay.isEmpty()) {
      rule.put("otherWay", otherWay);
    }
    Answer set = http.put("/api/v1/sending/" + useCase, MAPPER.writeValueAsBytes(rule));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    return set.json();
  }

  static void relevance(String rules) throws Exception {
    Answer set = http.put("/api/v1/relevance-rules", rules.getBytes(UTF_8));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
  }

  static byte[] by(String name) {
    return "{\"by\":\"%s\"}".formatted(name).getBytes(UTF_8);
  }
}
