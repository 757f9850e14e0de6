package gpcm.node.web;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import gpcm.node.web.HttpCaller.Part;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GPC-SD-OC-08/S1: a patient is offered the providers near them, and the preference is kept. */
class CareProvidersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;

  private HttpCaller system;
  private Someone sender;

  @BeforeEach
  void somebodySends() {
    system =
        HttpCaller.withKey(
            network.node().url(),
            Credentials.key(network.served(), HUB, Permission.SUBMIT, Permission.SEE_OUTBOX));
    sender = Someone.at(network, HUB, "Foxtrot Fictional", Role.SENDER);
  }

  private Answer search(String near, String service) throws Exception {
    return sender.post("/providers", "near=%s&service=%s".formatted(near, service));
  }

  private List<JsonNode> near(String query) throws Exception {
    Answer answer = system.get("/api/v1/providers?near=" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return StreamSupport.stream(answer.json().path("providers").spliterator(), false).toList();
  }

  private List<String> names(String query) throws Exception {
    return near(query).stream().map(each -> each.path("name").asText()).toList();
  }

  @Test
  void thoseWhosePostcodeAgreesMostComeFirst() throws Exception {
    assertThat(near("ZZ99+3CZ"))
        .extracting(each -> each.path("name").asText(), each -> each.path("nearness").asText())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Testford Pharmacy", "same-postcode"),
            org.assertj.core.groups.Tuple.tuple("Sampleton Pharmacy", "same-district"),
            org.assertj.core.groups.Tuple.tuple("Exampleham Optometrist", "same-area"),
            org.assertj.core.groups.Tuple.tuple("Elsewhere Pharmacy", "elsewhere"));
  }

  @Test
  void nearAPointTheDistanceDecidesAndWhoHasNoPlaceComesLast() throws Exception {
    assertThat(names("50.1,-5.1"))
        .containsExactly(
            "Sampleton Pharmacy",
            "Testford Pharmacy",
            "Elsewhere Pharmacy",
            "Exampleham Optometrist");
    assertThat(near("50.1,-5.1").get(1).path("kilometres").asDouble()).isEqualTo(13.2);
  }

  @Test
  void aServiceAndALimitNarrowTheList() throws Exception {
    assertThat(names("ZZ99&service=eye%20check")).containsExactly("Exampleham Optometrist");
    assertThat(names("ZZ99&limit=1")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/providers,                      near",
    "/api/v1/providers?near=nowhere,         near",
    "/api/v1/providers?near=ZZ99&limit=0,    limit",
    "/api/v1/providers?near=ZZ99&limit=101,  limit",
    "/api/v1/providers?near=ZZ99&decide=me,  decide",
  })
  void whatCannotBeAskedIsRefusedByName(String address, String parameter) throws Exception {
    Answer answer = system.get(address);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/parameter").asText()).isEqualTo(parameter);
  }

  @Test
  void anOrganisationWithoutARegisterIsToldSo() throws Exception {
    HttpCaller other =
        HttpCaller.withKey(
            network.node().url(), Credentials.key(network.served(), PRACTICE, Permission.SUBMIT));
    Answer answer = other.get("/api/v1/providers?near=ZZ99");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("keeps no register of providers");
    Someone there = Someone.at(network, PRACTICE, "Golf Fictional", Role.SENDER);
    assertThat(there.get("/providers").text()).contains("keeps no list of providers here");
  }

  @Test
  void eachIsCheckedAgainstMeshAndNobodyWaitsForIt() throws Exception {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(near("ZZ99+3CZ"))
                    .extracting(each -> each.at("/mailbox/state").asText())
                    .containsExactly("not-found", "found", "not-found", "not-found"));
    assertThat(search("ZZ99", "").text())
        .contains("Can be sent to", "Cannot be sent to: MESH knows no mailbox of it");
    assertThat(sender.get("/providers/A99912").text()).contains("It cannot be sent to");
  }

  @Test
  void thePatientIsOfferedAListAndWhatTheyChooseIsKeptWithTheConsultation() throws Exception {
    JsonNode chosen =
        near("ZZ99+4CZ").stream()
            .filter(each -> each.path("name").asText().equals("Sampleton Pharmacy"))
            .findFirst()
            .orElseThrow()
            .path("preferredProvider");
    ObjectNode consultation =
        (ObjectNode)
            new ObjectMapper()
                .readTree(Files.readString(TestNetwork.example("online-consultation.json")));
    consultation.put("encounterId", UUID.randomUUID().toString());
    ((ObjectNode) consultation.path("organisation")).put("odsCode", HUB);
    ((ObjectNode) consultation.path("patient"))
        .put("nhsNumber", TestNetwork.KNOWN)
        .put("birthDate", "1957-01-09");
    consultation.set("preferredProvider", chosen);

    Answer stored =
        system.postForm(
            "/api/v1/documents",
            List.of(
                Part.of(
                    "consultation",
                    "c.json",
                    "application/json",
                    new ObjectMapper().writeValueAsBytes(consultation)),
                Part.of(
                    "file",
                    "online-consultation-rash.png",
                    "image/png",
                    Files.readAllBytes(TestNetwork.example("online-consultation-rash.png")))));

    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    UUID id = UUID.fromString(stored.json().path("id").asText());
    assertThat(network.node().outbox().find(id).orElseThrow().addressee().organisation())
        .isEqualTo("Sampleton Pharmacy (A99904)");
    JsonNode kept =
        new ObjectMapper()
            .readTree(
                network
                    .node()
                    .content()
                    .read(
                        new gpcm.node.content.ContentHash(
                            network.one(
                                "select consultation_sha256 from document where id = '%s'"
                                    .formatted(id)))));
    assertThat(kept.path("preferredProvider")).isEqualTo(chosen);
  }

  @Test
  void thePageOffersTheListAndSaysWhatAChoiceDoes() throws Exception {
    Answer page = search("zz99+3cz", "Minor+illness");
    assertThat(page.text())
        .contains(
            "Testford Pharmacy",
            "12 Example Street, Testford",
            "01632 960412",
            "Every day 8 am to 10 pm",
            "Same postcode",
            "this says roughly who is near, not how far it is")
        .doesNotContain("Exampleham Optometrist", "Decide for me");
    assertThat(page.text()).contains("href=\"/providers/A99904\"");

    Answer chosen = sender.get("/providers/A99904");
    assertThat(chosen.text())
        .contains(
            "is asked to act",
            "GP practice gets a copy for information",
            "&quot;siteCode&quot; : &quot;A99904&quot;".replace("&quot;", "\""));
  }

  @Test
  void aPlaceThatIsNoneIsSaidAtTheField() throws Exception {
    Answer page = search("nowhere", "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("Enter a UK postcode or its first part", "href=\"#near\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/providers/A99999", "/providers/..%2Fetc", "/providers/%3Cb%3E"})
  void whatIsNotInTheRegisterIsNotThere(String path) throws Exception {
    assertThat(sender.get(path).status()).isBetween(400, 404);
  }

  @Test
  void whoSendsNothingSeesNone() throws Exception {
    Someone clerk = Someone.at(network, HUB, "Hotel Fictional", Role.CLERK);
    assertThat(clerk.get("/providers").status()).isEqualTo(403);
  }

  @Test
  void theTrailSaysThatSomebodyLookedAndNotNearWhat() throws Exception {
    near("ZZ97+1AA");
    assertThat(
            network.one("select count(*) from audit_entry where audit_entry::text like '%ZZ97%'"))
        .isEqualTo("0");
  }

  @Test
  void aRegisterThatCannotBeReadIsToldAndTheOneBeforeIsUsedOn() throws Exception {
    String register = Files.readString(network.providers());
    Files.writeString(network.providers(), register + "A9,,,,,,,,,,\n");

    assertThat(names("ZZ99")).hasSize(4);
    String told =
        "select count(*) from alert where problem = 'providers/A99901' and resolved_at is null";
    assertThat(network.one(told)).isEqualTo("1");

    Files.writeString(
        network.providers(), register.lines().limit(2).reduce("", (a, b) -> a + b + "\n"));
    assertThat(names("ZZ99")).containsExactly("Sampleton Pharmacy");
    assertThat(network.one(told)).isEqualTo("0");
    Files.writeString(network.providers(), register);
  }

  /** Of fewer than three answers nothing is said. */
  @Test
  void theUsualTimeIsTheMiddleOfWhatThatProviderTook() throws Exception {
    for (int i = 0; i < 3; i++) {
      UUID sent = network.submit(TestNetwork.document("online-consultation-coded.json", HUB));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  network
                      .one("select state from document where id = '%s'".formatted(sent))
                      .equals("completed"));
    }
    network.restartNode();
    somebodySends();
    JsonNode pharmacy = near("ZZ99+4CZ").getFirst();
    assertThat(pharmacy.path("usualAnswerSeconds").asLong(-1)).isBetween(0L, 120L);
    assertThat(near("ZZ99+3CZ").getFirst().has("usualAnswerSeconds")).isFalse();
  }
}
