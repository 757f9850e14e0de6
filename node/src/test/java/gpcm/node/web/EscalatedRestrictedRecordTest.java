package gpcm.node.web;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.AlertText;
import gpcm.node.Configurations;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A consultation that a pharmacy has received of a patient whose record is restricted, and sends on
 * to the practice: its copy in the outbox bears the same mark, and the practice is told in words.
 */
class EscalatedRestrictedRecordTest {
  @Running static TestNetwork network;
  private static Someone sender;
  private static Someone cleared;
  private static UUID copy;

  @BeforeAll
  static void itIsSentOn() throws Exception {
    network.restartNode(
        before ->
            Configurations.telephone(
                Configurations.intake(
                    before, PHARMACY, intake -> intake.deciding(Duration.ofHours(2))),
                PHARMACY,
                "01632 960400"));
    Files.writeString(
        network.patients(),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"Testpatient","given":"Charlie","standing":"known","restricted":"yes"}
        """
            .formatted(KNOWN));
    sender = someone("S. Sender", Set.of(), Role.SENDER);
    cleared = someone("C. Clinician", Set.of("B1611"), Role.CLINICIAN, Role.SENDER);
    UUID sent = network.submit(TestNetwork.document("online-consultation-pharmacy.json", HUB));
    WorklistEntry received = network.received(sent, PHARMACY);
    Answer answer =
        cleared.post(
            "/api/v1/worklist/" + received.id() + "/escalate",
            "{\"reason\":\"The rash is"
                + " spreading\",\"practiceOds\":\"A99902\",\"practiceName\":\"Testford Surgery\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    copy = UUID.fromString(answer.json().at("/escalation/document").asText());
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.node().outbox().find(copy).orElseThrow().state().isFinal());
  }

  private static Someone someone(String name, Set<String> activities, Role... roles) {
    return Someone.with(network, PHARMACY, name, activities, roles);
  }

  private static JsonNode row(Someone who) throws Exception {
    for (JsonNode row : who.get("/api/v1/documents?limit=100").json().path("documents")) {
      if (row.path("id").asText().equals(copy.toString())) {
        return row;
      }
    }
    throw new AssertionError("no row of " + copy);
  }

  @Test
  void itsRowBearsTheMarkAndNamesNobodyToWhomeverMayNotOpenIt() throws Exception {
    assertThat(row(sender).path("restrictedPatient").asBoolean()).isTrue();
    assertThat(row(sender).has("patient")).isFalse();
    assertThat(sender.get("/outbox").text())
        .contains("Restricted record")
        .doesNotContain("Testpatient");
    assertThat(cleared.get("/outbox").text()).contains("Restricted record", "TESTPATIENT");
  }

  @Test
  void itsPageSaysHowItTravelsAndNoMore() throws Exception {
    assertThat(sender.get("/outbox/" + copy).text())
        .contains("Restricted record", "is restricted, and you may not open it")
        .doesNotContain("Testpatient", "TESTPATIENT", "The rash");
    assertThat(cleared.get("/outbox/" + copy).text())
        .contains("Restricted record", "TESTPATIENT")
        .doesNotContain("you may not open it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/outbox/%s/files/0", "/api/v1/documents/%s/files/0"})
  void itsFilesAreNotOpened(String path) throws Exception {
    assertThat(sender.get(path.formatted(copy)).status()).isEqualTo(403);
    assertThat(cleared.get("/outbox/" + copy + "/files/0").status()).isEqualTo(200);
  }

  @Test
  void itsMessageIsNotTakenOut() throws Exception {
    Answer answer = sender.post("/api/v1/messages", "{\"message\":\"" + copy + "\"}");
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void itIsNotFoundByItsPatient() throws Exception {
    String body = "{\"nhs-number\":\"" + KNOWN + "\"}";
    assertThat(sender.post("/api/v1/documents-search", body).text())
        .doesNotContain(copy.toString());
    assertThat(cleared.post("/api/v1/documents-search", body).text()).contains(copy.toString());
  }

  @Test
  void itsPlaceAmongPatientsTellsNobodyWhomItIsAbout() throws Exception {
    assertThat(sender.get("/outbox?sort=patient").text())
        .doesNotContain(copy.toString())
        .contains("Copies of received documents of restricted records are in every order but this");
    assertThat(sender.get("/outbox").text())
        .contains(copy.toString())
        .doesNotContain("in every order but this");
    assertThat(cleared.get("/outbox?sort=patient").text())
        .contains(copy.toString())
        .doesNotContain("in every order but this");
  }

  @Test
  void anAlertAboutItSaysNothingOfIt() throws Exception {
    network.raiseSent(
        PHARMACY, copy, new AlertText("outcome/" + copy, "Of the hidden person", "It", "Do"));
    assertThat(sender.get("/api/v1/alerts").text()).doesNotContain("Of the hidden person");
    assertThat(cleared.get("/api/v1/alerts").text()).contains("Of the hidden person");
  }

  @Test
  void aKeyForTheOutboxAloneIsShownHowItTravels() throws Exception {
    String key = Credentials.key(network.served(), PHARMACY, Permission.SEE_OUTBOX);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      assertThat(machine.get("/api/v1/documents/" + copy).json().has("patient")).isFalse();
    }
  }

  @Test
  void thePracticeIsToldInWords() {
    WorklistEntry there = network.received(copy, PRACTICE);
    var files = network.node().worklist().files(there.id());
    assertThat(
            new String(
                network.node().content().read(files.getLast().content().hash()),
                StandardCharsets.UTF_8))
        .contains("The rash is spreading", "The patient's record is restricted");
  }
}
