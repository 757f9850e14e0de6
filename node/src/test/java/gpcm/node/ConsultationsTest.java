package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.content.ContentHash;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A system says what happened to a consultation, and the node decides what is sent of it, and when
 * (GPCM-SD-CS-069 to -077): over HTTP, with a clock that is moved on.
 */
class ConsultationsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Running static TestNetwork network;
  private static HttpCaller http;

  private final String encounter = UUID.randomUUID().toString();

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

  /** GPCM-SD-CS-075, story GPC-SD07: unset, the time is three hours. */
  @Test
  void a_summary_leaves_three_hours_after_it_was_recorded_where_nobody_set_another_time()
      throws Exception {
    JsonNode recorded = created(record(consultation()));
    assertThat(recorded.path("state").asText()).isEqualTo("waiting");
    assertThat(recorded.path("version").asInt()).isEqualTo(1);
    pass(Duration.ofMinutes(178));
    assertThat(state(recorded)).isEqualTo("waiting");
    pass(Duration.ofMinutes(3));
    awaitState(recorded, DocumentState.COMPLETED);
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** Story GPC-SD07: each organisation sets its own time. */
  @Test
  void an_organisation_sets_its_own_time() throws Exception {
    set("consultation-summary", 10, false, "");
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofMinutes(9));
    assertThat(state(recorded)).isEqualTo("waiting");
    pass(Duration.ofMinutes(2));
    awaitState(recorded, DocumentState.COMPLETED);
  }

  /** GPCM-SD-CS-075: a longer time is taken, and said to be against the specification. */
  @Test
  void a_time_of_more_than_three_hours_is_warned_of() throws Exception {
    assertThat(set("consultation-summary", 181, false, "").path("warning").asText())
        .contains("GPCM-SD-CS-075");
    assertThat(set("consultation-summary", 180, false, "").has("warning")).isFalse();
  }

  /** GPCM-SD-CS-076, story GPC-SD07: an update begins the time anew, and only the newest goes. */
  @Test
  void an_update_within_the_time_begins_it_anew_and_only_the_newest_goes() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofMinutes(170));
    JsonNode second = created(record(changed("A second thought")));
    assertThat(second.path("version").asInt()).isEqualTo(1);
    assertThat(second.has("replaces")).isFalse();
    assertThat(state(first)).isEqualTo("superseded");
    pass(Duration.ofMinutes(170));
    assertThat(state(second)).isEqualTo("waiting");
    pass(Duration.ofMinutes(11));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(state(first)).isEqualTo("superseded");
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** GPCM-SD-CS-007, -027, story GPC-SD07: after it has left, an update is the next version. */
  @Test
  void an_update_after_it_has_left_is_the_next_version_after_the_same_time() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(first, DocumentState.COMPLETED);
    JsonNode second = created(record(changed("A second thought")));
    assertThat(second.path("version").asInt()).isEqualTo(2);
    assertThat(second.path("replaces")).isEqualTo(shown(first).path("documentId"));
    assertThat(state(second)).isEqualTo("waiting");
    pass(Duration.ofHours(4));
    awaitState(second, DocumentState.COMPLETED);
    assertThat(entriesHere()).isEqualTo(2);
  }

  /** Story GPC-SD09: the consultation is kept as it was first recorded. */
  @Test
  void the_consultation_is_kept_as_it_was_first_recorded() throws Exception {
    byte[] asFirstRecorded = MAPPER.writeValueAsBytes(consultation());
    JsonNode first = created(http.put(address(), asFirstRecorded));
    created(record(changed("A second thought")));
    assertThat(
            network
                .node()
                .content()
                .read(
                    new ContentHash(
                        network.one(
                            "select consultation_sha256 from document where id = '%s'"
                                .formatted(first.path("id").asText())))))
        .isEqualTo(asFirstRecorded);
    assertThat(reports()).containsExactly("superseded", "waiting");
  }

  @Test
  void told_again_without_a_change_nothing_begins_anew() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofMinutes(100));
    Answer again = record(consultation());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("id")).isEqualTo(first.path("id"));
    pass(Duration.ofMinutes(81));
    awaitState(first, DocumentState.COMPLETED);
    assertThat(record(consultation()).status()).isEqualTo(200);
    assertThat(reports()).containsExactly("completed");
  }

  @Test
  void of_many_updates_at_the_same_time_one_stands_and_no_other_goes() throws Exception {
    created(record(consultation()));
    List<Callable<Answer>> updates = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      updates.add(() -> record(changed("thought " + number)));
    }
    together(updates).forEach(answer -> assertThat(answer.status()).isEqualTo(201));
    assertThat(reports()).hasSize(9).filteredOn("waiting"::equals).hasSize(1);
    assertThat(reports()).filteredOn("superseded"::equals).hasSize(8);
    pass(Duration.ofHours(4));
    await().atMost(PATIENCE).until(() -> reports().contains("completed"));
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** GPCM-SD-CS-071, story GPC-SD01. */
  @Test
  void a_patient_who_is_registered_here_as_regular_is_not_sent() throws Exception {
    JsonNode recorded = created(record(with("registration", "regular")));
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText()).contains("GPCM-SD-CS-071");
    pass(Duration.ofHours(4));
    assertThat(state(recorded)).isEqualTo("not-sent");
    assertThat(entriesHere()).isZero();
  }

  @Test
  void a_patient_who_is_registered_here_otherwise_is_sent() throws Exception {
    for (String registration : List.of("temporary", "other", "none")) {
      ObjectNode consultation = with("registration", registration);
      consultation.put("encounterId", UUID.randomUUID().toString());
      JsonNode recorded =
          created(
              http.put(
                  "/api/v1/consultations/" + consultation.path("encounterId").asText(),
                  MAPPER.writeValueAsBytes(consultation)));
      assertThat(recorded.path("state").asText()).isEqualTo("waiting");
      assertThat(recorded.path("decisions").toString()).contains(registration);
    }
  }

  /** GPCM-SD-CS-073: only what is flagged as relevant. */
  @Test
  void what_is_flagged_as_not_relevant_is_not_sent() throws Exception {
    JsonNode recorded = created(record(circumstances("clinicallyRelevant", false)));
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText()).contains("GPCM-SD-CS-073");
  }

  /** GPCM-SD-CS-073: administration items are not sent. */
  @Test
  void an_organisation_says_which_kinds_and_codes_are_administration() throws Exception {
    relevance(
        """
        {"rules":[{"kind":"Administration note","relevant":false},{"code":"185317003","relevant":false}]}
        """);
    assertThat(created(record(with("kind", "ADMINISTRATION note"))).path("state").asText())
        .isEqualTo("not-sent");
    assertThat(created(record(with("code", "185317003"))).path("state").asText())
        .isEqualTo("not-sent");
    assertThat(created(record(with("kind", "Surgery"))).path("state").asText())
        .isEqualTo("waiting");
  }

  /** GPCM-SD-CS-069: a clinician's word that it matters is never set aside by a rule. */
  @Test
  void what_is_flagged_as_relevant_is_sent_whatever_its_kind() throws Exception {
    relevance("{\"rules\":[{\"kind\":\"Administration note\",\"relevant\":false}]}");
    ObjectNode consultation = circumstances("clinicallyRelevant", true);
    ((ObjectNode) consultation.path("circumstances")).put("kind", "Administration note");
    assertThat(created(record(consultation)).path("state").asText()).isEqualTo("waiting");
  }

  /** What was not to be sent is when an update says otherwise, still as the first version. */
  @Test
  void an_update_is_decided_anew() throws Exception {
    JsonNode first = created(record(circumstances("clinicallyRelevant", false)));
    JsonNode second = created(record(circumstances("clinicallyRelevant", true)));
    assertThat(state(first)).isEqualTo("not-sent");
    assertThat(second.path("state").asText()).isEqualTo("waiting");
    assertThat(second.path("version").asInt()).isEqualTo(1);
  }

  /** Every decision is kept with its reason, in the order of the specification. */
  @Test
  void every_decision_is_kept_with_its_reason() throws Exception {
    JsonNode recorded = created(record(with("registration", "temporary")));
    List<String> steps = new ArrayList<>();
    recorded.path("decisions").forEach(each -> steps.add(each.path("step").asText()));
    assertThat(steps).containsExactly("registration", "relevance", "confirmation");
    recorded
        .path("decisions")
        .forEach(each -> assertThat(each.path("reason").asText()).contains("GPCM-SD-CS-07"));
    assertThat(network.kinds(id(recorded))).contains("decision-step");
  }

  /** GPCM-SD-CS-074: held, shown, confirmed. */
  @Test
  void where_the_organisation_wants_it_nothing_goes_unconfirmed() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    assertThat(recorded.path("state").asText()).isEqualTo("unconfirmed");
    pass(Duration.ofHours(30));
    assertThat(state(recorded)).isEqualTo("unconfirmed");
    assertThat(entriesHere()).isZero();
    Answer confirmed = http.post(address() + "/confirm", "application/json", by("Bo"));
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    awaitState(recorded, DocumentState.COMPLETED);
    assertThat(http.post(address() + "/confirm", "application/json", by("Bo")).status())
        .isEqualTo(409);
  }

  /** GPCM-SD-CS-074: people are reminded of what waits for them. */
  @Test
  void of_what_nobody_confirms_a_person_is_told() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(5));
    await().atMost(PATIENCE).until(() -> isAlerted("unconfirmed/", recorded));
    http.post(address() + "/confirm", "application/json", by("Bo"));
    assertThat(isAlerted("unconfirmed/", recorded)).isFalse();
  }

  /** A confirmation does not cut the time short (GPCM-SD-CS-075). */
  @Test
  void what_is_confirmed_early_waits_for_its_time() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    http.post(address() + "/confirm", "application/json", by("Bo"));
    pass(Duration.ofMinutes(170));
    assertThat(state(recorded)).isEqualTo("waiting");
    pass(Duration.ofMinutes(11));
    awaitState(recorded, DocumentState.COMPLETED);
  }

  /** Stories GPC-SD01 and GPC-SD-OC-01: another way is used. */
  @Test
  void where_another_way_is_used_nothing_is_sent() throws Exception {
    set("consultation-summary", 180, false, "shared record of the federation");
    JsonNode recorded = created(record(consultation()));
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText()).contains("shared record of the federation");
    Answer handedIn =
        http.post(
            "/api/v1/documents",
            "application/json",
            MAPPER.writeValueAsBytes(
                consultation().put("version", 1).put("encounterId", UUID.randomUUID().toString())));
    assertThat(handedIn.status()).isEqualTo(422);
    assertThat(handedIn.json().path("type").asText()).endsWith("not-to-be-sent");
  }

  /** Story GPC-SD-OC-01: the same of online consultations, and of them alone. */
  @Test
  void where_another_way_is_used_no_online_consultation_is_sent() throws Exception {
    set("online-consultation", 0, false, "the practice's own front door");
    try {
      ObjectNode online =
          (ObjectNode)
              MAPPER.readTree(
                  DocumentJson.write(
                      TestNetwork.document("online-consultation.json", TestNetwork.HUB)));
      online.putArray("attachments");
      withoutPictures(online);
      online.remove("version");
      JsonNode recorded =
          created(
              http.put(
                  "/api/v1/consultations/" + online.path("encounterId").asText(),
                  MAPPER.writeValueAsBytes(online)));
      assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
      assertThat(recorded.path("failure").asText()).contains("front door");
      assertThat(created(record(consultation())).path("state").asText()).isEqualTo("waiting");
    } finally {
      set("online-consultation", 0, false, "");
    }
  }

  /** GPCM-SD-CS-077, story GPC-SD12: the four facts, and a follow-up until a person closes it. */
  @Test
  void who_deletes_what_was_sent_is_warned_and_somebody_follows_it_up() throws Exception {
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.COMPLETED);
    Answer deleted = http.delete(address() + "?reason=entered%20for%20another%20patient");
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    JsonNode warning = deleted.json().path("warning");
    JsonNode document = shown(recorded);
    assertThat(warning.path("patientName")).isEqualTo(document.at("/patient/name"));
    assertThat(warning.path("nhsNumber")).isEqualTo(document.at("/patient/nhsNumber"));
    assertThat(Instant.parse(warning.path("consultationDate").asText()))
        .isEqualTo(Instant.parse(document.path("occurredAt").asText()));
    assertThat(warning.path("registeredPractice")).isEqualTo(document.path("registeredPractice"));
    assertThat(isAlerted("deleted/", recorded)).isTrue();
    assertThat(openFollowUps()).contains(warning.path("followUp").asText());
    assertThat(http.delete(address()).json().at("/warning/followUp"))
        .isEqualTo(warning.path("followUp"));

    String close = "/api/v1/follow-ups/" + warning.path("followUp").asText() + "/close";
    assertThat(http.post(close, "application/json", "{}".getBytes(UTF_8)).status()).isEqualTo(422);
    Answer closed =
        http.post(close, "application/json", "{\"outcome\":\"practice-told\"}".getBytes(UTF_8));
    assertThat(closed.status()).as(closed.text()).isEqualTo(204);
    assertThat(openFollowUps()).doesNotContain(warning.path("followUp").asText());
    assertThat(isAlerted("deleted/", recorded)).isFalse();
    assertThat(
            http.post(close, "application/json", "{\"outcome\":\"practice-told\"}".getBytes(UTF_8))
                .status())
        .isEqualTo(404);
  }

  /** No message is sent because of a deletion, and what has not left never does. */
  @Test
  void what_is_deleted_before_it_leaves_never_does() throws Exception {
    JsonNode recorded = created(record(consultation()));
    Answer deleted = http.delete(address());
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().has("warning")).isFalse();
    assertThat(deleted.json().path("withdrawn").path(0)).isEqualTo(recorded.path("id"));
    pass(Duration.ofHours(4));
    assertThat(state(recorded)).isEqualTo("withdrawn");
    assertThat(entriesHere()).isZero();
    assertThat(http.delete("/api/v1/consultations/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  /** What a person took back is not sent because its system tells of it again. */
  @Test
  void what_a_person_withdrew_stays_so_when_it_is_told_again() throws Exception {
    JsonNode recorded = created(record(consultation()));
    act(recorded, "withdraw", "entered for another patient");
    Answer again = record(consultation());
    assertThat(again.status()).isEqualTo(200);
    pass(Duration.ofHours(4));
    assertThat(reports()).containsExactly("withdrawn");
    assertThat(entriesHere()).isZero();
  }

  @Test
  void what_was_deleted_is_sent_when_it_is_recorded_again() throws Exception {
    created(record(consultation()));
    http.delete(address());
    assertThat(created(record(consultation())).path("state").asText()).isEqualTo("waiting");
  }

  /** A hold is a person's, and is not lifted by what a system says. */
  @Test
  void an_update_of_what_a_person_holds_waits_for_a_person() throws Exception {
    JsonNode recorded = created(record(consultation()));
    act(recorded, "hold", "I am asking the practice");
    JsonNode updated = created(record(changed("A second thought")));
    assertThat(updated.path("state").asText()).isEqualTo("unconfirmed");
    pass(Duration.ofHours(4));
    assertThat(entriesHere()).isZero();
    http.post(address() + "/confirm", "application/json", by("Bo"));
    awaitState(updated, DocumentState.COMPLETED);
  }

  /** A document and its copy leave together, or neither does. */
  @Test
  void the_copy_for_the_practice_is_withdrawn_with_its_document() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    String copy = copyOf(original);
    for (String act : List.of("hold", "release", "release-unchecked")) {
      assertThat(actOn(copy, act, "no").status()).as(act).isEqualTo(409);
    }
    act(original, "withdraw", "entered for another patient");
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    assertThat(state(original)).isEqualTo("withdrawn");
    assertThat(network.state(UUID.fromString(copy))).isEqualTo(DocumentState.WITHDRAWN);
  }

  @Test
  void an_update_of_what_has_a_copy_goes_once_to_each() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    String copy = copyOf(original);
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    awaitState(updated, DocumentState.COMPLETED);
    assertThat(state(original)).isEqualTo("superseded");
    assertThat(network.state(UUID.fromString(copy))).isEqualTo(DocumentState.WITHDRAWN);
    await().atMost(PATIENCE).until(() -> entriesHere() == 2);
    assertThat(
            network.count(
                "select count(distinct organisation) from worklist_entry where encounter_id = '%s'"
                    .formatted(encounter)))
        .isEqualTo(2);
  }

  // MESH refuses the mailbox, which is left alone for a while then.
  private JsonNode builtForThePharmacy(String words) throws Exception {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 403, 100_000));
    JsonNode original = created(record(forThePharmacy(words)));
    awaitState(original, DocumentState.BUILT);
    return original;
  }

  private static String copyOf(JsonNode original) {
    return network.one(
        "select id from document where copy_of = '%s'".formatted(original.path("id").asText()));
  }

  private ObjectNode forThePharmacy(String words) throws IOException {
    ObjectNode online =
        (ObjectNode)
            MAPPER.readTree(
                DocumentJson.write(
                    TestNetwork.document("online-consultation-pharmacy.json", TestNetwork.HUB)));
    online.putArray("attachments");
    withoutPictures(online);
    online.remove("version");
    ((ObjectNode) online.at("/sections/0")).put("title", words);
    return online.put("encounterId", encounter);
  }

  private static void act(JsonNode document, String act, String reason) throws Exception {
    Answer answer = actOn(document.path("id").asText(), act, reason);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static Answer actOn(String document, String act, String reason) throws Exception {
    return http.post(
        "/api/v1/documents/" + document + "/" + act,
        "application/json",
        "{\"by\":\"Bo\",\"reason\":\"%s\"}".formatted(reason).getBytes(UTF_8));
  }

  /** An update that waits is taken back, and of the report before it somebody is warned. */
  @Test
  void a_deletion_takes_an_update_back_and_warns_of_what_went_before() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(first, DocumentState.COMPLETED);
    JsonNode second = created(record(changed("A second thought")));
    JsonNode deleted = http.delete(address()).json();
    assertThat(deleted.path("withdrawn").path(0)).isEqualTo(second.path("id"));
    assertThat(deleted.at("/warning/document")).isEqualTo(first.path("id"));
  }

  /** While MESH is away what is made already gives way to an update all the same. */
  @Test
  void what_is_made_and_has_not_left_gives_way_to_an_update() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    set("consultation-summary", 0, false, "");
    JsonNode first = created(record(consultation()));
    await().atMost(PATIENCE).until(() -> List.of("built", "sent").contains(state(first)));
    JsonNode second = created(record(changed("A second thought")));
    network.mesh().clearFaults();
    awaitState(second, DocumentState.COMPLETED);
    assertThat(state(first)).isIn("superseded", "completed", "sent", "infrastructure-acknowledged");
    boolean leftBefore = !state(first).equals("superseded");
    assertThat(second.path("version").asInt()).isEqualTo(leftBefore ? 2 : 1);
    assertThat(entriesHere()).isEqualTo(leftBefore ? 2 : 1);
  }

  @Test
  void the_node_numbers_the_reports() throws Exception {
    Answer wrong = record(consultation().put("version", 2));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().at("/errors/0/pointer").asText()).isEqualTo("/version");
    assertThat(record(consultation().put("version", 1)).status()).isEqualTo(201);
    Answer replacing = record(changed("x").put("version", 2).put("replaces", "anything"));
    assertThat(replacing.json().at("/errors/0/pointer").asText()).isEqualTo("/replaces");
  }

  @Test
  void a_report_is_not_handed_in_beside_one_that_waits() throws Exception {
    created(record(consultation()));
    Answer beside =
        http.post(
            "/api/v1/documents",
            "application/json",
            MAPPER.writeValueAsBytes(consultation().put("version", 2)));
    assertThat(beside.status()).isEqualTo(422);
    assertThat(beside.text()).contains("has not left yet");
  }

  @Test
  void the_address_names_the_consultation() throws Exception {
    Answer other =
        http.put(
            "/api/v1/consultations/" + UUID.randomUUID(), MAPPER.writeValueAsBytes(consultation()));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().at("/errors/0/pointer").asText()).isEqualTo("/encounterId");
  }

  private static void pass(Duration time) {
    network.advance(time);
    network.node().look();
    // Two pulses and more: what is due by now has been seen then, and what is not has stayed.
    try {
      Thread.sleep(1_200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode consultation() throws IOException {
    ObjectNode consultation =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    consultation.putArray("attachments");
    consultation.remove("version");
    return consultation;
  }

  private ObjectNode changed(String words) throws IOException {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.at("/sections/0")).put("title", words);
    return consultation;
  }

  private ObjectNode with(String name, String value) throws IOException {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put(name, value);
    return consultation;
  }

  private ObjectNode circumstances(String name, boolean value) throws IOException {
    ObjectNode consultation = consultation();
    consultation.putObject("circumstances").put(name, value);
    return consultation;
  }

  private static void withoutPictures(JsonNode json) {
    if (json instanceof ArrayNode all) {
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).has("picture")) {
          all.remove(i);
        }
      }
    }
    json.forEach(ConsultationsTest::withoutPictures);
  }

  private String address() {
    return "/api/v1/consultations/" + encounter;
  }

  private Answer record(JsonNode consultation) throws Exception {
    return http.put(address(), MAPPER.writeValueAsBytes(consultation));
  }

  private static JsonNode created(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static UUID id(JsonNode document) {
    return UUID.fromString(document.path("id").asText());
  }

  private static JsonNode shown(JsonNode document) throws Exception {
    return http.get("/api/v1/documents/" + document.path("id").asText()).json();
  }

  private static String state(JsonNode document) throws Exception {
    return shown(document).path("state").asText();
  }

  private static void awaitState(JsonNode document, DocumentState state) {
    await().atMost(PATIENCE).until(() -> state(document).equals(state.text()));
  }

  private List<String> reports() throws Exception {
    List<String> states = new ArrayList<>();
    http.get(address())
        .json()
        .path("reports")
        .forEach(each -> states.add(each.path("state").asText()));
    return states;
  }

  private int entriesHere() {
    return network.count(
        "select count(*) from worklist_entry where encounter_id = '%s'".formatted(encounter));
  }

  private static boolean isAlerted(String kind, JsonNode document) throws Exception {
    return !network.alerts(kind + document.path("id").asText()).isEmpty();
  }

  private static List<String> openFollowUps() throws Exception {
    List<String> open = new ArrayList<>();
    http.get("/api/v1/follow-ups")
        .json()
        .path("followUps")
        .forEach(each -> open.add(each.path("id").asText()));
    return open;
  }

  private static JsonNode set(String useCase, int minutes, boolean confirmed, String otherWay)
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

  private static void relevance(String rules) throws Exception {
    Answer set = http.put("/api/v1/relevance-rules", rules.getBytes(UTF_8));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
  }

  private static byte[] by(String name) {
    return "{\"by\":\"%s\"}".formatted(name).getBytes(UTF_8);
  }

  private static List<Answer> together(List<Callable<Answer>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    try (ExecutorService callers = Executors.newFixedThreadPool(calls.size())) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (Callable<Answer> call : calls) {
        answers.add(
            callers.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      List<Answer> all = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }
}
