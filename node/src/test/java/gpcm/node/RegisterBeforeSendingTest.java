package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.RegisterSettings;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose own register says who its patients are, before documents about them leave. */
class RegisterBeforeSendingTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String REGULAR = "9990000107";

  @TempDir Path folder;
  @Running TestNetwork network;

  @BeforeEach
  void lookPatientsUpInTheRegister() throws IOException {
    Path register =
        Files.writeString(
            folder.resolve("register.csv"),
            """
            nhsNumber,birthDate,family,given,practice,practiceFrom,registrationType
            9990000018,1957-01-09,Testpatient,Alpha Example,A99902,2001-04-01,Temporary
            9990000107,1957-01-09,Testpatient,Alpha Example,A99901,2001-04-01,Regular
            """);
    network.restartNode(
        before ->
            Configurations.lookUp(
                Configurations.patients(before, TestNetwork.HUB, register),
                TestNetwork.HUB,
                LookUpSource.REGISTER));
  }

  @Test
  void whoIsRegularHereIsNotSentASummary() throws IOException {
    UUID document = LookedUp.summary(network, REGULAR);
    await()
        .untilAsserted(() -> assertThat(network.state(document)).isEqualTo(DocumentState.NOT_SENT));
    assertThat(network.kinds(document)).contains("not-sent").doesNotContain("built");
    assertThat(network.alerts("not-sent/" + document)).as("counted, and no alert").isEmpty();
  }

  @Test
  void whoIsRegisteredElsewhereIs() throws IOException {
    UUID document = LookedUp.summary(network, TestNetwork.KNOWN);
    await()
        .untilAsserted(
            () -> assertThat(network.state(document)).isEqualTo(DocumentState.COMPLETED));
    assertThat(
            network.one(
                "select source || ' ' || practice from document_look_up where document = '"
                    + document
                    + "'"))
        .isEqualTo("register A99902");
  }

  @Test
  void whomTheRegisterHasAsRegularIsNotSentASummaryWhateverTheSystemSays() throws Exception {
    JsonNode recorded = recorded(REGULAR, "temporary");
    assertThat(recorded.path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded.path("failure").asText())
        .contains("by your register")
        .contains("GPCM-SD-CS-071");
  }

  @Test
  void whomTheRegisterDoesNotHaveAsRegularIsSentOneWhateverTheSystemSays() throws Exception {
    JsonNode recorded = recorded(TestNetwork.KNOWN, "regular");
    assertThat(recorded.path("state").asText()).isEqualTo("waiting");
    assertThat(
            network.one(
                "select detail from event where kind = 'decision-step' and detail like"
                    + " 'registration%' and document = '"
                    + recorded.path("id").asText()
                    + "'"))
        .contains("by your register the patient is not registered here as Regular");
  }

  @Test
  void ofWhomTheRegisterDoesNotSayTheSystemsWordCounts() throws Exception {
    assertThat(recorded("9990000026", "regular").path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded("9990000026", "temporary").path("state").asText()).isEqualTo("waiting");
  }

  @Test
  void whileTheRegisterCannotBeAskedTheSystemsWordCounts() throws Exception {
    network.restartNode(
        before ->
            Configurations.lookUp(
                Configurations.register(
                    before,
                    TestNetwork.HUB,
                    new RegisterSettings.Fhir(
                        URI.create("http://127.0.0.1:1/"),
                        RegisterSettings.Ask.SEARCH,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(2),
                        RegisterSettings.LARGEST_ANSWER)),
                TestNetwork.HUB,
                LookUpSource.REGISTER));
    assertThat(recorded(REGULAR, "regular").path("state").asText()).isEqualTo("not-sent");
    assertThat(recorded(REGULAR, "temporary").path("state").asText()).isEqualTo("waiting");
  }

  private JsonNode recorded(String nhsNumber, String registration) throws Exception {
    String encounter = UUID.randomUUID().toString();
    ObjectNode consultation =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(nhsNumber, encounter));
    consultation.putArray("attachments");
    consultation.remove("version");
    consultation.putObject("circumstances").put("registration", registration);
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      HttpCaller.Answer answer =
          http.put("/api/v1/consultations/" + encounter, MAPPER.writeValueAsBytes(consultation));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      return http.get("/api/v1/documents/" + answer.json().path("id").asText()).json();
    }
  }

  @Test
  void whoIsNotInItIsHeld() throws IOException {
    UUID document = LookedUp.summary(network, "9990000026");
    await().untilAsserted(() -> assertThat(network.state(document)).isEqualTo(DocumentState.HELD));
    assertThat(network.alerts("held/" + document))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.whatHappened())
                    .contains("Your register of patients: the NHS number is not known"));
  }
}
