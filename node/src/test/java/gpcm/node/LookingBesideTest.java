package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.journal.Alert;
import gpcm.node.web.HttpCaller;
import gpcm.pds.Route;
import gpcm.pds.server.PdsFault;
import gpcm.pds.server.StandInPatient;
import gpcm.pds.server.StandInPatient.Details;
import gpcm.pds.server.StandInPatient.Registration;
import gpcm.pds.server.StandInPatient.Says;
import gpcm.pds.testing.PdsServerExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Patients are looked up early, so that people see where a report that waits would go, and once
 * more after an answer that doubts the last look-up (GPCM-SD-CS-072).
 */
class LookingBesideTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String CURRENT = "9990000018";
  private static final String NO_PRACTICE = "9990000158";
  private static final String ELSEWHERE = "A99905";

  /** Registered with nobody, and asked about by one test only: answers are shared for a while. */
  private static final String SILENT_AT_FIRST = "9990000468";

  private static final String SLOWLY_FOUND = "9990000476";

  /** Known to PDS, and not to MESH. */
  private static final String ONLY_AT_PDS = "9990000166";

  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();
  @Running private static TestNetwork network;
  private static boolean asking;
  private HttpCaller http;

  @BeforeEach
  void lookPatientsUp() throws IOException {
    if (!asking) {
      LookedUp.at(pds.server(), network);
      asking = true;
    }
    http = HttpCaller.of(network.node().url(), network.served());
  }

  @AfterEach
  void asBefore() {
    pds.server().mend();
    http.close();
  }

  private UUID recorded(String nhsNumber) throws Exception {
    ObjectNode consultation =
        (ObjectNode)
            MAPPER.readTree(
                DocumentJson.write(
                    LookedUp.document(Route.SUMMARY, nhsNumber, TestNetwork.PRACTICE)));
    consultation.put("encounterId", UUID.randomUUID().toString());
    consultation.remove("version");
    consultation.remove("attachments");
    HttpCaller.Answer answer =
        http.put(
            "/api/v1/consultations/" + consultation.path("encounterId").asText(),
            MAPPER.writeValueAsBytes(consultation));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return UUID.fromString(answer.json().path("id").asText());
  }

  private JsonNode lookUps(UUID document) throws Exception {
    return http.get("/api/v1/documents/" + document).json().path("lookUps");
  }

  private static Alert alert(String problem) {
    return await()
        .atMost(PATIENCE)
        .until(() -> network.alerts(problem), found -> !found.isEmpty())
        .getFirst();
  }

  private static void awaitState(UUID document, String state) {
    await().atMost(PATIENCE).until(() -> network.state(document).text().equals(state));
  }

  private static void registered(String nhsNumber, String born, String practice) {
    put(
        nhsNumber,
        born,
        List.of(
            new Registration(practice, Optional.of(LocalDate.of(2001, 4, 1)), Optional.empty())));
  }

  private static void registeredWithNobody(String nhsNumber) {
    put(nhsNumber, "1957-01-09", List.of());
  }

  private static void put(String nhsNumber, String born, List<Registration> registrations) {
    pds.server()
        .put(
            new StandInPatient(
                nhsNumber,
                "of-this-test",
                "registered with " + registrations,
                new Says.Patient(
                    new Details(
                        nhsNumber,
                        "U",
                        "Testpatient",
                        "Alpha Example",
                        "Ms",
                        born,
                        "female",
                        registrations,
                        Optional.empty(),
                        "",
                        "",
                        Optional.empty()))));
  }

  @Test
  void whatWaitsShowsWhereItWouldGoBeforeItsTimeIsOver() throws Exception {
    UUID document = recorded(CURRENT);
    await().atMost(PATIENCE).until(() -> lookUps(document).size() == 1);
    assertThat(network.state(document).text()).isEqualTo("waiting");
    assertThat(lookUps(document).at("/0/practice/odsCode").asText())
        .isEqualTo(TestNetwork.PRACTICE);
    assertThat(network.alerts("foreseen/" + document)).isEmpty();
  }

  @Test
  void whatCouldNotGoIsToldEarlyAndOverOnceItIsHeld() throws Exception {
    UUID document = recorded(NO_PRACTICE);
    Alert early = alert("foreseen/" + document);
    assertThat(early.title()).startsWith("Could not go as things stand");
    assertThat(early.whatHappened()).contains("no practice is named", "has not been sent");
    assertThat(network.state(document).text()).isEqualTo("waiting");
    network.advance(Duration.ofHours(3).plusMinutes(1));
    network.node().look();
    awaitState(document, "held");
    await().atMost(PATIENCE).until(() -> network.alerts("foreseen/" + document).isEmpty());
    assertThat(lookUps(document)).as("asked again before it leaves").hasSize(2);
  }

  @Test
  void whilePdsDoesNotAnswerItIsAskedAgain() throws Exception {
    registeredWithNobody(SILENT_AT_FIRST);
    pds.server()
        .add(
            PdsFault.next(
                    1, new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty()))
                .about(SILENT_AT_FIRST));
    UUID document = recorded(SILENT_AT_FIRST);
    await().atMost(PATIENCE).until(() -> lookUps(document).size() == 1);
    assertThat(network.alerts("foreseen/" + document)).isEmpty();
    network.advance(Duration.ofMinutes(6));
    assertThat(alert("foreseen/" + document).whatHappened()).contains("no practice is named");
  }

  @Test
  void whoHasLeftIsLookedUpOnceMoreAndTheOtherPracticeIsNamed() throws Exception {
    registered(TestNetwork.LEFT_PRACTICE, "1957-01-09", TestNetwork.PRACTICE);
    UUID document = LookedUp.summary(network, TestNetwork.LEFT_PRACTICE);
    await().atMost(PATIENCE).until(() -> network.kinds(document).contains("sent"));
    registered(TestNetwork.LEFT_PRACTICE, "1957-01-09", ELSEWHERE);
    awaitState(document, "rejected");
    Alert moved = alert("moved/" + document);
    assertThat(moved.title()).startsWith("Registered elsewhere now");
    assertThat(moved.whatHappened()).contains("(A99902)", "30003", ELSEWHERE);
    assertThat(moved.whatToDo()).contains("not sent there by itself");
    assertThat(
            network.count(
                "select count(*) from document where encounter_id = '%s'"
                    .formatted(encounter(document))))
        .isEqualTo(1);
    assertThat(http.get("/outbox/" + document).text())
        .contains("The patient has moved", "/outbox/" + document + "/send-elsewhere", ELSEWHERE);
    aPersonSendsItThereByOneAct(document);
  }

  private static String encounter(UUID document) {
    return network.one("select encounter_id from document where id = '%s'".formatted(document));
  }

  /** GPCM-SD-CS-077. */
  @Test
  void whatWasDeletedIsNotSentToTheOtherPractice() throws Exception {
    registered(TestNetwork.LEFT_PRACTICE, "1957-01-09", TestNetwork.PRACTICE);
    UUID document = LookedUp.summary(network, TestNetwork.LEFT_PRACTICE);
    await().atMost(PATIENCE).until(() -> network.kinds(document).contains("sent"));
    registered(TestNetwork.LEFT_PRACTICE, "1957-01-09", ELSEWHERE);
    awaitState(document, "rejected");
    assertThat(alert("moved/" + document).title()).startsWith("Registered elsewhere now");
    assertThat(http.delete("/api/v1/consultations/" + encounter(document)).status()).isEqualTo(200);
    assertThat(
            elsewhere(document, "{\"by\":\"Bo\",\"practiceName\":\"Farfield Surgery\"}").status())
        .isEqualTo(409);
  }

  private void aPersonSendsItThereByOneAct(UUID document) throws Exception {
    HttpCaller.Answer unnamed = elsewhere(document, "{\"by\":\"Bo\"}");
    assertThat(unnamed.status()).as(unnamed.text()).isEqualTo(422);
    HttpCaller.Answer sent =
        elsewhere(document, "{\"by\":\"Bo\",\"practiceName\":\"Farfield Surgery\"}");
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(sent.json().path("registeredPractice").asText())
        .isEqualTo("Farfield Surgery (" + ELSEWHERE + ")");
    assertThat(sent.json().path("version").asInt()).isEqualTo(1);
    assertThat(network.state(document).text()).isEqualTo("other-route");
    await().atMost(PATIENCE).until(() -> network.alerts("moved/" + document).isEmpty());
    HttpCaller.Answer again =
        elsewhere(document, "{\"by\":\"Bo\",\"practiceName\":\"Farfield Surgery\"}");
    assertThat(again.status()).isEqualTo(409);
  }

  private HttpCaller.Answer elsewhere(UUID document, String body) throws Exception {
    return http.post(
        "/api/v1/documents/" + document + "/send-elsewhere",
        "application/json",
        body.getBytes(UTF_8));
  }

  @Test
  void whatNobodyRefusedIsSentNowhereElse() throws Exception {
    UUID document = recorded(CURRENT);
    assertThat(elsewhere(document, "{\"practiceName\":\"Farfield Surgery\"}").status())
        .isEqualTo(409);
  }

  @Test
  void whereMeshAndPdsDisagreeBothAnswersAreShownAndNothingIsSent() throws Exception {
    UUID document = LookedUp.summary(network, ONLY_AT_PDS);
    awaitState(document, "failed");
    Alert both = alert("disagreement/" + document);
    assertThat(both.title()).startsWith("MESH and the look-up disagree");
    assertThat(both.whatHappened())
        .contains("EPL-153", "a practice has the patient, and the details agree");
    assertThat(both.whatToDo()).contains("Trust neither");
    assertThat(network.state(document).text()).isEqualTo("failed");
    HttpCaller.Answer answer =
        http.post(
            "/api/v1/documents/" + document + "/other-route",
            "application/json",
            "{\"by\":\"Bo\",\"reason\":\"By post\"}".getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> network.alerts("disagreement/" + document).isEmpty());
  }

  /** A look-up that is under way holds nobody up, and tells nobody what is over by then. */
  @Test
  void whatIsTakenBackWhileItsPatientIsLookedUpLeavesNoAlert() throws Exception {
    registeredWithNobody(SLOWLY_FOUND);
    pds.server()
        .add(PdsFault.next(1, new PdsFault.Kind.Slow(Duration.ofSeconds(8))).about(SLOWLY_FOUND));
    UUID document = recorded(SLOWLY_FOUND);
    await().atMost(PATIENCE).until(() -> looks(document, "leased_at is not null") == 1);
    HttpCaller.Answer answer =
        http.post(
            "/api/v1/documents/" + document + "/withdraw",
            "application/json",
            "{\"by\":\"Bo\",\"reason\":\"Recorded by mistake\"}".getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> looks(document, "true") == 0);
    assertThat(network.alerts("foreseen/" + document)).isEmpty();
  }

  private static int looks(UUID document, String which) {
    return network.count(
        "select count(*) from document_look where document = '%s' and %s"
            .formatted(document, which));
  }
}
