package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.people.Permission;
import gpcm.node.web.HttpCaller;
import gpcm.pds.testing.PdsServerExtension;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sent document says who was asked about its patient, what came of it, and who decided. */
class LookUpsShownTest {
  private static final String CURRENT = "9990000018";
  private static final String NO_PRACTICE = "9990000158";
  private static final String RESTRICTED = "9990000271";
  private static final String SUPERSEDED = "9990000212";

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
  void close() {
    http.close();
  }

  private static UUID lookedUp(String nhsNumber) throws IOException {
    UUID document = LookedUp.summary(network, nhsNumber);
    await()
        .until(
            () ->
                network.count(
                        "select count(*) from document_look_up where document = '%s'"
                            .formatted(document))
                    == 1);
    return document;
  }

  private JsonNode shown(UUID document) throws Exception {
    return http.get("/api/v1/documents/" + document).json();
  }

  private String page(UUID document) throws Exception {
    return http.get("/outbox/" + document).text().replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
  }

  @Test
  void itSaysWhoWasAskedWhenAndWhatCameOfIt() throws Exception {
    UUID document = lookedUp(CURRENT);
    JsonNode lookUp = shown(document).at("/lookUps/0");
    assertThat(lookUp.path("askedAt").asText()).isNotEmpty();
    assertThat(lookUp.path("asked").asText()).isEqualTo("The Personal Demographics Service");
    assertThat(lookUp.path("words").asText())
        .isEqualTo("a practice has the patient, and the details agree");
    assertThat(lookUp.at("/outcomes/0").asText()).isEqualTo("current");
    assertThat(lookUp.path("follows").asText()).isEqualTo("send");
    assertThat(lookUp.at("/practice/odsCode").asText()).isEqualTo(TestNetwork.PRACTICE);
    assertThat(lookUp.path("decidedBy").asText()).isEqualTo("This node, by its rules");
    assertThat(page(document))
        .contains(
            "The Personal Demographics Service: a practice has the patient, and the details agree.",
            "Registered with",
            "since 1 Apr 2001",
            "It may go. Decided by: This node, by its rules.");
  }

  @Test
  void itSaysWhichPersonDecided() throws Exception {
    UUID document = lookedUp(NO_PRACTICE);
    await().until(() -> network.state(document).text().equals("held"));
    HttpCaller.Answer answer =
        http.post(
            "/api/v1/documents/" + document + "/other-route",
            "application/json",
            "{\"by\":\"Bo\",\"reason\":\"By post\"}".getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode lookUp = shown(document).at("/lookUps/0");
    assertThat(lookUp.path("follows").asText()).isEqualTo("hold");
    assertThat(lookUp.path("decidedBy").asText()).contains("Bo");
    assertThat(lookUp.path("decision").asText()).contains("in another way");
    assertThat(page(document)).contains("A person decides. Decided by:", "Bo");
  }

  @Test
  void itSaysUnderWhichOtherNumberItGoes() throws Exception {
    UUID document = lookedUp(SUPERSEDED);
    assertThat(shown(document).at("/lookUps/0/sendNumber").asText()).isEqualTo("9990000220");
    assertThat(page(document)).contains("It goes under the NHS number 999 000 0220");
  }

  @Test
  void ofARestrictedRecordNoPracticeIsShown() throws Exception {
    JsonNode lookUp = shown(lookedUp(RESTRICTED)).at("/lookUps/0");
    assertThat(lookUp.path("words").asText()).isEqualTo("the demographic record is restricted");
    assertThat(lookUp.has("practice")).isFalse();
  }

  @Test
  void whoMayNotSeeThePatientIsNotShownThem() throws Exception {
    UUID document = lookedUp(CURRENT);
    String key =
        network
            .served()
            .directory()
            .keys()
            .make(
                "watching",
                TestNetwork.HUB,
                Set.of(Permission.SEE_OUTBOX_WITHOUT_NAMES),
                Optional.empty(),
                "a test")
            .secret();
    try (HttpCaller watching = HttpCaller.withKey(network.node().url(), key)) {
      HttpCaller.Answer answer = watching.get("/api/v1/documents/" + document);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().has("lookUps")).isFalse();
    }
  }
}
