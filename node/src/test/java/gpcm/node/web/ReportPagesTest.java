package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report of what was received and sent. Of five documents two were opened, after an hour and
 * after five; one of them was done after five hours.
 */
class ReportPagesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir static Path folder;
  private static TestNetwork network;
  private static Someone auditor;
  private static Someone auditorOfHub;
  private static LocalDate today;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(folder);
    for (String example :
        List.of(
            "consultation-summary.json",
            "generic.json",
            "generic.json",
            "consultation-summary-confidential.json")) {
      UUID sent = network.submit(TestNetwork.document(example, TestNetwork.HUB));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  network.node().outbox().find(sent).orElseThrow().state()
                      == DocumentState.COMPLETED);
    }
    sentInSpiteOfACheck();
    today = LocalDate.ofInstant(Someone.now(network), ZoneId.of("Europe/London"));
    // On any day of the year, at noon of it: nothing of this goes past a midnight.
    network.execute(
        "update worklist_entry set received_at = timestamptz '%s 12:00 Europe/London'"
            .formatted(today));
    Instant noon = today.atTime(12, 0).atZone(ZoneId.of("Europe/London")).toInstant();
    String first = entry(1);
    network.advance(
        Duration.between(Someone.now(network), noon.plus(Duration.ofHours(1).plusDays(1))));
    clerk().get("/worklist/" + first);
    network.advance(Duration.ofHours(4));
    Someone clerk = clerk();
    clerk.get("/worklist/" + first);
    clerk.get("/worklist/" + entry(2));
    network.execute("update worklist_entry set own_task = false");
    String place = "/api/v1/worklist/" + first;
    long version = clerk.get(place).json().at("/work/version").asLong();
    HttpCaller.Answer done =
        clerk.post(
            place + "/complete",
            "{\"outcome\":\"no-action-needed\",\"version\":%d}".formatted(version));
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    network.execute(
        """
        update document set state = 'rejected', business_code = '30003', recipient = 'Testford Surgery (A99902)'
        where id = (select id from document where use_case = 'generic' order by accepted_at limit 1)
        """);
    auditor = Someone.at(network, TestNetwork.PRACTICE, "R. Auditor", Role.AUDITOR);
    auditorOfHub = Someone.at(network, TestNetwork.HUB, "H. Auditor", Role.AUDITOR);
  }

  private static void sentInSpiteOfACheck() throws Exception {
    Someone sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    String encounter = UUID.randomUUID().toString();
    ObjectNode consultation =
        (ObjectNode)
            new ObjectMapper().readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    consultation.remove("version");
    consultation.putArray("attachments");
    UUID id;
    try (HttpCaller system = HttpCaller.of(network.node().url(), network.served())) {
      HttpCaller.Answer recorded =
          system.put(
              "/api/v1/consultations/" + encounter,
              new ObjectMapper().writeValueAsBytes(consultation));
      assertThat(recorded.status()).as(recorded.text()).isEqualTo(201);
      id = UUID.fromString(recorded.json().path("id").asText());
    }
    String document = "/api/v1/documents/" + id;
    for (String act : List.of("hold", "release-unchecked")) {
      HttpCaller.Answer acted = sender.post(document + "/" + act, "{\"reason\":\"They rang\"}");
      assertThat(acted.status()).as(acted.text()).isEqualTo(200);
    }
    network.advance(Duration.ofHours(4));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.node().outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED);
  }

  private static Someone clerk() {
    return Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
  }

  /** Of those that are not confidential, in the order in which they came. */
  private static String entry(int n) {
    return network.one(
        "select id from worklist_entry where organisation = 'A99902' and not confidential order by"
            + " coded_entries, id limit 1 offset "
            + (n - 1));
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  private static JsonNode report(Someone who) throws Exception {
    return who.get("/api/v1/reports").json();
  }

  private static Optional<JsonNode> one(JsonNode list, String field, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path(field).asText().equals(value))
        .findFirst();
  }

  private static String words(Someone who, String path) throws Exception {
    return who.get(path).text().replaceAll("<[^>]+>", " ").replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoReadsReportsSeesItAndItStandsInTheirNavigation(Role role) throws Exception {
    boolean sees = role == Role.AUDITOR || role == Role.ADMINISTRATOR;
    Someone one = Someone.at(network, TestNetwork.PRACTICE, "One with a role", role);
    assertThat(one.get("/reports").status()).isEqualTo(sees ? 200 : 403);
    assertThat(one.get("/api/v1/reports").status()).isEqualTo(sees ? 200 : 403);
    assertThat(one.get("/").text().contains("href=\"/reports\"")).isEqualTo(sees);
  }

  @Test
  void itNamesNoPatientAndNoDocument() throws Exception {
    for (Someone who : List.of(auditor, auditorOfHub)) {
      String all = who.get("/reports").text() + who.get("/api/v1/reports").text();
      assertThat(all)
          .contains("No patient is named on this page")
          .doesNotContainIgnoringCase("testpatient")
          .doesNotContain("9990000018", "999 000 0018", entry(1));
    }
  }

  @Test
  void whatWasReceivedIsCountedByState() throws Exception {
    JsonNode received = report(auditor).path("received");
    assertThat(received.path("documents").asInt()).isEqualTo(5);
    assertThat(one(received.path("states"), "state", "done").orElseThrow().path("documents"))
        .hasToString("1");
    assertThat(words(auditor, "/reports")).contains("Done 1");
  }

  @Test
  void theTimeUntilItWasOpenedEndsWithTheFirstTimeAndIsThatOfThoseThatWereOpened()
      throws Exception {
    JsonNode opened = report(auditor).at("/received/opened");
    assertThat(opened.path("documents").asInt()).isEqualTo(2);
    assertThat(opened.path("medianSeconds").asLong() / 3600).isEqualTo(24 + 3);
    assertThat(opened.path("ninetiethPercentileSeconds").asLong() / 3600).isEqualTo(24 + 4);
    assertThat(words(auditor, "/reports")).contains("Half of them within 27 hours");
  }

  @Test
  void theTimeUntilItWasDoneIsThatOfThoseThatAreDone() throws Exception {
    JsonNode done = report(auditor).at("/received/done");
    assertThat(done.path("documents").asInt()).isEqualTo(1);
    assertThat(done.path("medianSeconds").asLong() / 3600).isEqualTo(24 + 5);
  }

  @Test
  void theyAreToldBySender() throws Exception {
    JsonNode senders = report(auditor).at("/received/senders");
    JsonNode hub =
        StreamSupport.stream(senders.spliterator(), false)
            .filter(each -> each.has("name"))
            .findFirst()
            .orElseThrow();
    assertThat(hub.path("documents").asInt()).isEqualTo(4);
    assertThat(hub.at("/opened/documents").asInt()).isEqualTo(2);
  }

  @Test
  void whoSentSomethingConfidentialIsWithheld() throws Exception {
    assertThat(report(auditor).at("/received/senders"))
        .filteredOn(each -> !each.has("name"))
        .singleElement()
        .satisfies(each -> assertThat(each.path("documents").asInt()).isEqualTo(1));
    assertThat(words(auditor, "/reports")).contains("Withheld (confidential)");
  }

  @Test
  void theyAreToldByTheTeamThatHasThemOrThatItsOwnerIsIn() throws Exception {
    network.execute(
        "insert into team (id, organisation, name) values"
            + " ('00000000-0000-0000-0000-00000000000a', 'A99902', 'Letters')");
    network.execute(
        "insert into team_member select '00000000-0000-0000-0000-00000000000a', done_by from"
            + " worklist_entry where work = 'done'");
    network.execute(
        "update worklist_entry set owner_team = '00000000-0000-0000-0000-00000000000a' where"
            + " confidential");
    JsonNode teams = report(auditor).at("/received/teams");
    assertThat(one(teams, "name", "Letters").orElseThrow().path("documents").asInt()).isEqualTo(2);
    assertThat(teams).anyMatch(each -> !each.has("name") && each.path("documents").asInt() == 3);
    assertThat(words(auditor, "/reports")).contains("No team");
  }

  @Test
  void aConsultationCountsOnceWhateverItsVersions() throws Exception {
    JsonNode sent = report(auditorOfHub).path("sent");
    int before = sent.path("consultations").asInt();
    network.execute(
        "update document set encounter_id = (select encounter_id from document where use_case ="
            + " 'generic' and state = 'rejected'), version = 2, stands = false where use_case ="
            + " 'generic' and state <> 'rejected' and copy_of is null");
    try {
      JsonNode after = report(auditorOfHub).path("sent");
      assertThat(after.path("consultations").asInt()).isEqualTo(before - 1);
      assertThat(one(after.path("states"), "state", "rejected"))
          .as("the newest version was accepted")
          .isEmpty();
    } finally {
      network.execute(
          "update document set encounter_id = gen_random_uuid()::text, version = 1 where version ="
              + " 2");
    }
  }

  @Test
  void whatWasAcceptedStandsAgainstAllConsultations() throws Exception {
    JsonNode sent = report(auditorOfHub).path("sent");
    assertThat(sent.path("consultations").asInt()).isEqualTo(5);
    assertThat(sent.path("accepted").asInt()).isEqualTo(4);
    assertThat(words(auditorOfHub, "/reports"))
        .contains("4 of 5 consultations were accepted for their patient (80 %)");
  }

  @Test
  void whatWasNotAcceptedIsToldByReasonAndRecipient() throws Exception {
    assertThat(report(auditorOfHub).at("/sent/notAccepted"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.path("code").asText()).isEqualTo("30003");
              assertThat(each.path("recipient").asText()).isEqualTo("Testford Surgery (A99902)");
              assertThat(each.path("documents").asInt()).isEqualTo(1);
            });
    assertThat(words(auditorOfHub, "/reports")).contains("30003 patient no longer here");
  }

  @Test
  void howOftenPeopleSentSomethingInSpiteOfACheckIsCounted() throws Exception {
    assertThat(times("overridden")).isEqualTo(1);
    assertThat(times("held")).isEqualTo(1);
    assertThat(times("resent")).isZero();
    assertThat(words(auditorOfHub, "/reports")).contains("Sent in spite of a check Times 1");
  }

  private static int times(String action) throws Exception {
    return one(report(auditorOfHub).at("/sent/acts"), "action", action)
        .orElseThrow()
        .path("times")
        .asInt();
  }

  @Test
  void nothingOfAnotherOrganisationIsCounted() throws Exception {
    assertThat(report(auditor).at("/sent/consultations").asInt()).isZero();
    assertThat(report(auditorOfHub).at("/received/documents").asInt()).isZero();
    assertThat(words(auditorOfHub, "/reports")).contains("Nothing was received on these days");
    assertThat(words(auditor, "/reports")).contains("No consultation was handed in on these days");
  }

  @Test
  void daysBeforeAndAfterAreNotCounted() throws Exception {
    for (LocalDate day : List.of(today.minusDays(1), today.plusDays(1))) {
      assertThat(
              auditor
                  .get("/api/v1/reports?from=%s&until=%1$s".formatted(day))
                  .json()
                  .at("/received/documents")
                  .asInt())
          .isZero();
    }
    assertThat(
            auditor
                .get("/api/v1/reports?from=%s&until=%1$s".formatted(today))
                .json()
                .at("/received/documents")
                .asInt())
        .isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "from=2027-03-02&until=2027-03-01, ends before it begins",
    "from=2027-01-01&until=2027-04-03, has more than 92 days",
    "from=yesterday, must be a date such as 2027-03-31",
    "until=2027-02-30, must be a date such as 2027-03-31"
  })
  void aPeriodThatIsNoneIsRefusedWithItsRule(String query, String rule) throws Exception {
    for (String path : List.of("/reports?", "/api/v1/reports?")) {
      HttpCaller.Answer answer = auditor.get(path + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains(rule);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"from=2027-01-01&until=2027-04-02", "from=2027-01-01&until=2027-01-01"})
  void theLongestAndTheShortestArePossible(String query) throws Exception {
    assertThat(auditor.get("/reports?" + query).status()).isEqualTo(200);
  }
}
