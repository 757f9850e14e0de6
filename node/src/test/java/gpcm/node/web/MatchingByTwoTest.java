package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Configurations;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.IntakeSettings;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where two people say whose a doubtful document is, one alone never does. */
class MatchingByTwoTest {
  @Running static TestNetwork network;
  private static Someone first;
  private static Someone second;
  private static Someone administrator;
  private String entry;

  @BeforeAll
  static void twoPeopleDecide() throws Exception {
    network.restartNode(
        before ->
            Configurations.intake(
                before, TestNetwork.PRACTICE, IntakeSettings::withDoubtfulWaiting));
    register("Otherpatient");
    first = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    second = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
    AssignmentRulesTest.set(administrator, "matching", "by-two=true");
  }

  @BeforeEach
  void aDoubtfulDocumentComes() throws Exception {
    entry =
        network.entryOf(
            network.submit(
                ConsultationJson.read(
                    TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()))));
  }

  private Answer match(Someone who, String choice) throws Exception {
    return who.post(
        "/worklist/" + entry + "/match", "choice=" + choice + "&reason=Compared+by+" + choice);
  }

  private String column(String column) {
    return network.one(
        "select coalesce(%s::text, '') from business_decision where entry = '%s'"
            .formatted(column, entry));
  }

  private String answers() {
    return network.one(
        "select count(*) from answer a join worklist_entry e on e.received = a.received where"
            + " a.kind"
            + " = 'business' and e.id = '%s'".formatted(entry));
  }

  private String logged(String action) {
    return network.one(
        "select count(*) from audit_entry where case_id = '%s' and action = '%s'"
            .formatted(entry, action));
  }

  @Test
  void whatTheFirstFindsCountsWhenTheSecondFindsTheSame() throws Exception {
    assertThat(first.get("/worklist/" + entry + "/match").text())
        .contains("Two people decide here", "Decide as the first of two");
    assertThat(match(first, "this-patient").status()).isEqualTo(303);
    assertThat(answers()).isEqualTo("0");
    assertThat(column("decided_at")).isEmpty();
    assertThat(logged("held")).isEqualTo("1");
    assertThat(logged("matched")).isEqualTo("0");
    assertThat(second.get("/worklist/" + entry + "/match").text())
        .contains(
            "One of two people has decided.", "<bdi>A. Clerk</bdi>", "Compared by this-patient");
    assertThat(
            second
                .get("/api/v1/worklist/" + entry + "/match")
                .json()
                .at("/decision/proposed/by")
                .asText())
        .isEqualTo("A. Clerk");
    assertThat(match(second, "this-patient").status()).isEqualTo(303);
    assertThat(column("decided_by")).isEqualTo("A. Clerk, confirmed by B. Clerk");
    assertThat(column("code")).isEqualTo("30001");
    await().atMost(Duration.ofMinutes(4)).until(() -> answers().equals("1"));
    assertThat(logged("matched")).isEqualTo("1");
  }

  @Test
  void theSecondIsNeverTheFirst() throws Exception {
    assertThat(match(first, "this-patient").status()).isEqualTo(303);
    Answer again = match(first, "this-patient");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text()).contains("it counts when somebody else says the same");
    assertThat(answers()).isEqualTo("0");
  }

  @Test
  void whatTheSecondFindsOtherwiseTakesThePlaceOfTheFirst() throws Exception {
    assertThat(match(first, "this-patient").status()).isEqualTo(303);
    assertThat(match(second, "not-ours").status()).isEqualTo(303);
    assertThat(answers()).isEqualTo("0");
    assertThat(column("proposed_by") + " " + column("proposed_code")).isEqualTo("B. Clerk 30002");
    assertThat(match(first, "not-ours").status()).isEqualTo(303);
    assertThat(column("decided_by")).isEqualTo("B. Clerk, confirmed by A. Clerk");
  }

  @Test
  void theDocumentNamesBothWhoFoundIt() throws Exception {
    assertThat(match(first, "this-patient").status()).isEqualTo(303);
    assertThat(second.get("/worklist/" + entry).text()).doesNotContain("confirmed by");
    assertThat(match(second, "this-patient").status()).isEqualTo(303);
    assertThat(second.get("/worklist/" + entry).text()).contains("A. Clerk, confirmed by B. Clerk");
  }

  /** What two people had to find is found by one once an administrator has said so. */
  @ParameterizedTest
  @CsvSource({
    "A, this-patient, A. Clerk",
    "B, not-ours, B. Clerk",
    "B, this-patient, 'A. Clerk, confirmed by B. Clerk'"
  })
  void onceOnePersonIsEnoughWhoeverSaidTheSameBeforeIsNamedAndNobodyElse(
      String who, String choice, String named) throws Exception {
    assertThat(match(first, "this-patient").status()).isEqualTo(303);
    AssignmentRulesTest.set(administrator, "matching", "");
    try {
      assertThat(match(who.equals("A") ? first : second, choice).status()).isEqualTo(303);
      assertThat(column("decided_by")).isEqualTo(named);
    } finally {
      AssignmentRulesTest.set(administrator, "matching", "by-two=true");
    }
  }

  @Test
  void waitingUntilADayNeedsOnePersonOnly() throws Exception {
    LocalDate day =
        LocalDate.ofInstant(network.served().clock().instant(), ZoneId.of("Europe/London"))
            .plusDays(7);
    Answer waits =
        first.post("/worklist/" + entry + "/match", "choice=wait&reason=Moving&until=" + day);
    assertThat(waits.status()).as(waits.text()).isEqualTo(303);
    assertThat(column("waiting_until")).isEqualTo(day.toString());
  }

  /** What waits for its patient has an owner by then, and its reviews begin afterwards. */
  @Test
  void aReviewBeginsByItselfWhenThePatientIsFound() throws Exception {
    AssignmentRulesTest.set(
        administrator,
        "reviews",
        "name=All&starts=true&whom-1=person-%s&instruction-1=Read+it"
            .formatted(second.person().id()));
    AssignmentRulesTest.set(administrator, "rules", "name=All&whom=person-" + first.person().id());
    try {
      aDoubtfulDocumentComes();
      assertThat(network.one("select work from worklist_entry where id = '" + entry + "'"))
          .isEqualTo("needs-matching");
      assertThat(reviews()).isEqualTo("0");
      assertThat(match(first, "this-patient").status()).isEqualTo(303);
      assertThat(match(second, "this-patient").status()).isEqualTo(303);
      assertThat(
              network.one(
                  "select work || ' ' || p.name from worklist_entry e join person p on p.id ="
                      + " e.owner_person where e.id = '%s'".formatted(entry)))
          .isEqualTo("in-review A. Clerk");
      assertThat(reviews()).isEqualTo("1");
    } finally {
      network.execute("update review_template set ended_at = now()");
      network.execute("delete from assignment_rule");
    }
  }

  @Test
  void aVersionThatWaitsForItsPatientGoesToWhoHasTheEarlierOneWhateverTheRulesSay()
      throws Exception {
    register("Testpatient");
    String encounter = UUID.randomUUID().toString();
    UUID sent =
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)));
    entry = network.entryOf(sent);
    assertThat(second.post("/api/v1/worklist/" + entry + "/take", "{\"version\": 1}").status())
        .isEqualTo(200);
    AssignmentRulesTest.set(administrator, "rules", "name=All&whom=person-" + first.person().id());
    register("Otherpatient");
    try {
      entry = AssignmentRulesTest.newVersion(network, encounter, sent);
      assertThat(match(first, "this-patient").status()).isEqualTo(303);
      assertThat(match(second, "this-patient").status()).isEqualTo(303);
      assertThat(
              network.one(
                  "select p.name from worklist_entry e join person p on p.id = e.owner_person where"
                      + " e.id = '%s'".formatted(entry)))
          .isEqualTo("B. Clerk");
    } finally {
      network.execute("delete from assignment_rule");
    }
  }

  private static void register(String family) throws Exception {
    Files.writeString(
        network.patients(),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"%s","given":"Alpha","standing":"known"}
        """
            .formatted(TestNetwork.KNOWN, family));
  }

  private String reviews() {
    return network.one(
        "select count(*) from work_review where entry = '" + entry + "' and not waits");
  }

  @Test
  void aMachineIsNoneOfTheTwo() throws Exception {
    String key =
        Credentials.key(
            network.served(),
            TestNetwork.PRACTICE,
            Permission.OPEN_DOCUMENT,
            Permission.MATCH_PATIENT);
    try (HttpCaller machine = HttpCaller.with(network.node().url(), new Credentials(key, ""))) {
      Answer refused =
          machine.post(
              "/api/v1/worklist/" + entry + "/match",
              "application/json",
              "{\"choice\":\"this-patient\",\"reason\":\"Compared\"}"
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(refused.status()).as(refused.text()).isEqualTo(409);
      assertThat(refused.text()).contains("a machine is none of them");
    }
  }

  @Test
  void thePageOfTheSettingsSaysSoAndWhoSetIt() throws Exception {
    assertThat(administrator.get("/settings/deciding").text())
        .contains(
            "Two people decide: what the first finds counts when a second one finds the same.",
            "Before: <bdi>patients are matched by one person</bdi>",
            "After: <bdi>patients are matched by two people</bdi>");
    assertThat(administrator.get("/settings").text())
        .contains("Two people match a doubtful patient");
  }
}
