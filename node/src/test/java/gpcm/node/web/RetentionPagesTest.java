package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Sentence;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long documents are kept and what may not be deleted, by the page and by the API. */
class RetentionPagesTest {
  private static final String PAGE = "/settings/retention";

  @Running static TestNetwork network;
  private static Someone administrator;
  private static Someone second;
  private static Someone auditor;

  @BeforeAll
  static void peopleAreKnown() {
    administrator = someone("A. Administrator", Role.ADMINISTRATOR);
    second = someone("B. Administrator", Role.ADMINISTRATOR);
    auditor = someone("C. Auditor", Role.AUDITOR);
  }

  private static Someone someone(String name, Role role) {
    return Someone.at(network, TestNetwork.PRACTICE, name, role);
  }

  @AfterEach
  void nothingIsSet() {
    network.execute("delete from legal_hold");
    network.execute("delete from retention_setting");
    network.execute("delete from destruction_stopped");
    network.execute("delete from deletion_report");
  }

  private static String page() throws Exception {
    return administrator.get(PAGE).text();
  }

  private static void done(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
  }

  private static String hold(Someone who) throws Exception {
    done(who.post(PAGE + "/holds", "patient=999+000+0018&reason=A+public+inquiry"));
    return network.one("select id from legal_hold where lifted_at is null");
  }

  @Test
  void whatEverybodyHasToKeepIsShown() throws Exception {
    assertThat(page())
        .contains(
            "8 years after they were last used, with the consultation",
            "6 months after your record system",
            "No hold is in force",
            "Nothing has been deleted yet");
  }

  @Test
  void anAdministratorKeepsItLonger() throws Exception {
    done(
        administrator.post(
            PAGE, "sent-years=20&received-years=10&content-months=24&reason=Our+policy"));

    assertThat(page())
        .contains("20 years after", "10 years after", "24 months after", "Our policy");
    assertThat(administrator.get("/api/v1/retention").text())
        .contains("\"sent-years\":20,\"received-years\":10,\"content-months\":24");
    assertThat(
            Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.ADMINISTRATOR)
                .get("/api/v1/retention")
                .text())
        .contains("\"sent-years\":8,");
  }

  @Test
  void nobodyKeepsItForLessThanEverybodyHasTo() throws Exception {
    Answer wrong =
        administrator.post(
            PAGE, "sent-years=7&received-years=8&content-months=6&reason=To+save+room");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("<a href=\"#sent-years\">", "Must be 8 to 100");
    assertThat(
            administrator
                .post(
                    "/api/v1/retention",
                    "{\"sent-years\": 8, \"received-years\": 8, \"content-months\": 5}")
                .status())
        .isEqualTo(422);
    assertThat(network.one("select count(*) from retention_setting")).isEqualTo("0");
  }

  @Test
  void aHoldIsInForceAtOnceAndNamedWithWhoSetItAndWhy() throws Exception {
    hold(auditor);

    assertThat(page())
        .contains("Hold on <bdi>patient 9990000018</bdi>", "A public inquiry", "C. Auditor");
    assertThat(network.one("select count(*) from audit_entry where action = 'legal-hold-set'"))
        .isNotEqualTo("0");
  }

  @Test
  void whomAHoldIsOnStandsInNoPartOfTheAuditLogThatIsNeverErased() throws Exception {
    hold(auditor);

    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'legal-hold-set' and"
                    + " convert_from(entry, 'UTF8') like '%9990000018%'"))
        .isEqualTo("0");
  }

  @Test
  void aHoldIsLiftedByTwoPeople() throws Exception {
    String hold = hold(administrator);
    String lift = PAGE + "/holds/" + hold + "/lift";
    assertThat(second.post(lift, "reason=It+is+over").text())
        .contains("A hold is lifted by two people");

    done(administrator.post(PAGE + "/holds/" + hold + "/ask", "reason=It+is+over"));
    assertThat(page()).contains("has asked for it to be lifted");
    assertThat(administrator.post(lift, "reason=It+is+over").status()).isEqualTo(422);
    assertThat(network.one("select lifted_at is null from legal_hold")).isEqualTo("t");

    done(second.post(lift, "reason=It+is+over"));
    assertThat(page()).contains("No hold is in force");
    assertThat(network.one("select count(*) from audit_entry where action = 'legal-hold-lifted'"))
        .isNotEqualTo("0");
  }

  private static Someone known(String name, Optional<String> nationalId) {
    return Someone.at(
        network, TestNetwork.PRACTICE, name, nationalId, Someone.now(network), Role.ADMINISTRATOR);
  }

  private static String asked(Someone asker) throws Exception {
    String hold = PAGE + "/holds/" + hold(administrator);
    done(asker.post(hold + "/ask", "reason=It+is+over"));
    return hold + "/lift";
  }

  private static void isInForce() {
    assertThat(network.one("select lifted_at is null from legal_hold")).isEqualTo("t");
  }

  @Test
  void oneHumanWithTwoAccountsDoesNotLiftAHold() throws Exception {
    Optional<String> human = Optional.of("910000000002");
    String lift = asked(known("One-Example", human));
    Answer refused = known("The-same-Example", human).post(lift, "reason=It+is+over");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("A hold is lifted by two people");
    isInForce();
    done(known("Another-Example", Optional.of("910000000003")).post(lift, "reason=It+is+over"));
  }

  @Test
  void whoAskedForAHoldToBeLiftedStillMayAndIsNotShutOut() throws Exception {
    Someone leaver = known("Leaver-Example", Optional.empty());
    String lift = asked(leaver);
    someone("Leaver-Example", Role.CLERK);
    Answer refused = second.post(lift, "reason=It+is+over");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Whoever asked for it may not do it any more");
    isInForce();

    Someone shut = known("Shut-out-Example", Optional.empty());
    done(shut.post(lift.replace("/lift", "/ask"), "reason=It+is+over"));
    network.execute(
        """
        insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
        values (gen_random_uuid(), '%s', '%s', 'a test', '%s', now())
        """
            .formatted(shut.person().id(), TestNetwork.PRACTICE, second.person().id()));
    assertThat(second.post(lift, "reason=It+is+over").status()).isEqualTo(422);
    isInForce();
  }

  @Test
  void whatWasAskedForADayAgoCountsNoMore() throws Exception {
    String lift = asked(administrator);
    network.execute("update legal_hold set asked_at = asked_at - interval '24 hours'");
    assertThat(page()).contains("Ask for it to be lifted").doesNotContain("Lift the hold");
    Answer refused = second.post(lift, "reason=It+is+over");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("It was asked for more than 24 hours ago");
    isInForce();
  }

  @Test
  void theAuditLogNamesBothWhoLiftedAHold() throws Exception {
    String lift = asked(auditor);
    done(second.post(lift, "reason=It+is+over"));
    AuditEntry lifted =
        network
            .served()
            .audited()
            .search()
            .find(AuditQuery.newest(TestNetwork.PRACTICE, 1001))
            .stream()
            .filter(entry -> entry.action() == Action.LEGAL_HOLD_LIFTED)
            .findFirst()
            .orElseThrow();
    assertThat(Sentence.of(lifted)).startsWith("B. Administrator together with C. Auditor");
  }

  @Test
  void anAuditorGetsThereFromTheAuditLogAndBack() throws Exception {
    assertThat(auditor.get("/audit").text()).contains("href=\"" + PAGE + "\"");
    Answer page = auditor.get(PAGE);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("href=\"/audit\"", "Set a hold")
        .doesNotContain("Change how long documents are kept");
    assertThat(
            auditor.post(PAGE, "sent-years=9&received-years=9&content-months=9&reason=x").status())
        .isEqualTo(403);
  }

  @Test
  void anAuditorAsksAndDoesNotLift() throws Exception {
    String hold = hold(auditor);
    done(auditor.post(PAGE + "/holds/" + hold + "/ask", "reason=It+is+over"));
    assertThat(auditor.post(PAGE + "/holds/" + hold + "/lift", "reason=It+is+over").status())
        .isEqualTo(403);
    done(second.post(PAGE + "/holds/" + hold + "/lift", "reason=It+is+over"));
  }

  @Test
  void theSameGoesByTheApi() throws Exception {
    String document =
        network.entryOf(
            network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
    Answer set = administrator.post("/api/v1/legal-holds", "{\"case\": \"" + document + "\"}");
    assertThat(set.status()).as(set.text()).isEqualTo(201);
    String id = set.json().path("id").asText();
    assertThat(administrator.get("/api/v1/retention").json().at("/holds/0/case").asText())
        .isEqualTo(document);
    String hold = "/api/v1/legal-holds/" + id;
    assertThat(auditor.post(hold + "/ask", "").status()).isEqualTo(204);
    assertThat(administrator.post(hold + "/lift", "").status()).isEqualTo(204);
    assertThat(administrator.get("/api/v1/retention").json().path("holds")).isEmpty();
  }

  @Test
  void aMachineSetsAHoldAndLiftsNone() throws Exception {
    try (HttpCaller machine =
        HttpCaller.withKey(
            network.node().url(),
            Credentials.key(network.served(), TestNetwork.PRACTICE, Permission.CHANGE_SETTINGS))) {
      byte[] why = "{\"reason\": \"An inquiry\"}".getBytes(StandardCharsets.UTF_8);
      byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
      assertThat(machine.post("/api/v1/legal-holds", "application/json", nothing).status())
          .isEqualTo(422);
      Answer set = machine.post("/api/v1/legal-holds", "application/json", why);
      assertThat(set.status()).as(set.text()).isEqualTo(201);
      String hold = "/api/v1/legal-holds/" + set.json().path("id").asText();
      assertThat(machine.post(hold + "/ask", "application/json", new byte[0]).status())
          .isEqualTo(422);
      assertThat(machine.post(hold + "/lift", "application/json", new byte[0]).status())
          .isEqualTo(403);
    }
    assertThat(page()).contains("Hold on <bdi>everything</bdi>");
  }

  @Test
  void anotherOrganisationsHoldIsNotThere() throws Exception {
    String hold = hold(administrator);
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.ADMINISTRATOR);
    assertThat(stranger.get(PAGE).text()).contains("No hold is in force");
    assertThat(stranger.post("/api/v1/legal-holds/" + hold + "/ask", "").status()).isEqualTo(404);
  }

  @Test
  void whatIsNoNhsNumberAndNoIdIsRefused() throws Exception {
    for (String wrong :
        new String[] {
          "patient=1234567890",
          "case=x",
          "patient=9990000018&case=5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10"
        }) {
      Answer refused = administrator.post(PAGE + "/holds", wrong + "&reason=An+inquiry");
      assertThat(refused.status()).as(wrong).isEqualTo(422);
    }
    assertThat(network.one("select count(*) from legal_hold")).isEqualTo("0");
  }

  @Test
  void whatIsNoDocumentOfTheOrganisationIsNotHeld() throws Exception {
    UUID theirs =
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    for (UUID id : new UUID[] {UUID.randomUUID(), theirs}) {
      Answer refused = administrator.post(PAGE + "/holds", "case=" + id + "&reason=An+inquiry");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("Is no document of this organisation");
    }
    assertThat(network.one("select count(*) from legal_hold")).isEqualTo("0");
  }

  @Test
  void thatDeletionIsStoppedStandsAtTheTop() throws Exception {
    network.execute(
        "insert into destruction_stopped (since, by, reason) values (now(), 'D. Operator', 'A"
            + " public inquiry')");
    assertThat(page()).contains("Nothing is deleted now", "D. Operator", "A public inquiry");
    assertThat(administrator.get("/api/v1/retention").json().at("/stopped/by").asText())
        .isEqualTo("D. Operator");
  }

  @Test
  void whatWasDeletedStandsThereByDay() throws Exception {
    network.execute(
        "insert into deletion_report (organisation, day, sent, received, contents, failed,"
            + " ended_at) values ('A99902', '2026-03-04', 11, 22, 33, 44, now())");
    assertThat(page()).contains("4 Mar 2026").containsPattern("(?s)11.*22.*33.*44");
    assertThat(administrator.get("/api/v1/retention").json().at("/reports/0").toString())
        .isEqualTo(
            "{\"day\":\"2026-03-04\",\"sent\":11,\"received\":22,\"contents\":33,\"failed\":44}");
  }
}
