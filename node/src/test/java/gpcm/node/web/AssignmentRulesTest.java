package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Administrators set by which rules documents go to whom, and documents go there as they come. */
class AssignmentRulesTest {
  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone clinician;
  private static Someone administrator;

  @BeforeAll
  static void peopleAreKnown() {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
    administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
  }

  @AfterEach
  void nothingIsSet() {
    network.execute("delete from assignment_rule");
    network.execute("delete from assignment_fallback");
    network.execute("update team set ended_at = now() where ended_at is null");
    network.execute("update alert set resolved_at = now(), resolved_by = 'a test'");
  }

  static Answer set(Someone who, String path, String form) throws Exception {
    Answer answer = who.post("/settings/" + path, form + "&reason=They+asked+for+it");
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    return answer;
  }

  static String team(Someone administrator, TestNetwork network, String name, UUID... members)
      throws Exception {
    StringBuilder form = new StringBuilder("name=" + name);
    for (UUID member : members) {
      form.append("&members=").append(member);
    }
    set(administrator, "teams", form.toString());
    return network.one(
        "select id from team where name = '%s' and ended_at is null".formatted(name));
  }

  private static String team(String name, UUID... members) throws Exception {
    return team(administrator, network, name, members);
  }

  private static String rule(String form) throws Exception {
    set(administrator, "rules", form);
    return network.one("select id from assignment_rule order by position desc limit 1");
  }

  /** Whose last sign-in is so long ago that they are not here any more. */
  static void hasLeft(TestNetwork network, Someone who) {
    signedInDaysAgo(network, who, 90);
  }

  /** With all sessions since forgotten. */
  static void signedInDaysAgo(TestNetwork network, Someone who, int days) {
    String person = " where person = '" + who.person().id() + "'";
    network.execute("delete from session" + person);
    network.execute(
        "update last_sign_in set at = '%s'"
                .formatted(network.served().clock().instant().minus(Duration.ofDays(days)))
            + person);
  }

  static String received(TestNetwork network) throws Exception {
    return network.entryOf(
        network.submit(
            ConsultationJson.read(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()))));
  }

  /** Version 2 of what was sent, where it has come to. */
  static String newVersion(TestNetwork network, String encounter, UUID first) throws Exception {
    return network.entryOf(
        network.submit(
            ConsultationJson.read(
                new String(
                        TestNetwork.exampleJson(TestNetwork.KNOWN, encounter),
                        StandardCharsets.UTF_8)
                    .replace("\"version\": 1,", "\"version\": 2, \"replaces\": \"" + first + "\",")
                    .getBytes(StandardCharsets.UTF_8))));
  }

  private static JsonNode work(String entry) throws Exception {
    return clinician.get("/api/v1/worklist/" + entry).json().path("work");
  }

  static List<String> history(JsonNode work) {
    return StreamSupport.stream(work.path("history").spliterator(), false)
        .map(line -> line.path("text").asText())
        .toList();
  }

  @Test
  void theFirstRuleThatFitsGivesADocumentAwayAndTheHistorySaysWhich() throws Exception {
    String documents = team("Documents", clerk.person().id());
    String others = team("Others");
    rule("name=Online&use-case=online-consultation&whom=team-" + others);
    rule("name=Summaries&use-case=consultation-summary&action=FA&whom=team-" + documents);
    rule("name=All&whom=team-" + others);

    JsonNode work = work(received(network));

    assertThat(work.path("state").asText()).isEqualTo("assigned");
    assertThat(work.path("team").path("name").asText()).isEqualTo("Documents");
    assertThat(history(work))
        .containsExactly("The node assigned it to the team Documents by the rule “Summaries”.");
  }

  @Test
  void aRuleGivesToAPersonWithAnotherDueTimeAndMarksItUrgent() throws Exception {
    rule("name=Soon&whom=person-" + clerk.person().id() + "&due=6&due-unit=hours&mark=true");
    String entry = received(network);
    JsonNode work = work(entry);
    assertThat(work.path("person").path("name").asText()).isEqualTo("A. Clerk");
    assertThat(work.path("urgent").asBoolean()).isTrue();
    assertThat(
            network.one(
                "select due_at = received_at + interval '6 hours' from worklist_entry where id = '%s'"
                    .formatted(entry)))
        .isEqualTo("t");
    assertThat(history(work))
        .containsExactly(
            "The node assigned it to A. Clerk by the rule “Soon”, due within 6 hours, and marked it"
                + " urgent.");
  }

  /** Each condition alone keeps a rule from a document that it is not for. */
  @Test
  void whatARuleAsksForKeepsItFromOtherDocuments() throws Exception {
    String team = team("Documents");
    for (String condition :
        List.of(
            "use-case=generic",
            "type-code=1",
            "sender=A99977",
            "action=FI",
            "confidential=true",
            "urgent=true")) {
      rule("name=" + condition.replace("=", "+") + "&" + condition + "&whom=team-" + team);
    }
    JsonNode work = work(received(network));
    assertThat(work.path("state").asText()).isEqualTo("new");
    rule(
        "name=Fits&type-code=%s&sender=%s&action=FA&confidential=false&urgent=false&whom=team-%s"
            .formatted(
                network.one(
                    "select type_code from worklist_entry order by received_at desc limit 1"),
                TestNetwork.HUB,
                team));
    assertThat(work(received(network)).path("team").path("name").asText()).isEqualTo("Documents");
  }

  /** Whom it comes from is not told by whom it goes to. */
  @Test
  void aRuleOfASenderNeverFitsWhatIsConfidential() throws Exception {
    String sender = rule("name=Hub&sender=" + TestNetwork.HUB + "&whom=team-" + team("Hubs"));
    String open = count(tested(administrator, sender));
    rule("name=Confidential&confidential=true&whom=team-" + team("Leads"));
    String entry = confidential();
    assertThat(
            network.one(
                "select confidential || ' ' || t.name from worklist_entry e join team t on t.id ="
                    + " e.owner_team where e.id = '%s'".formatted(entry)))
        .isEqualTo("true Leads");
    assertThat(count(tested(administrator, sender))).isEqualTo(open);
  }

  private static String confidential() throws Exception {
    String json =
        new String(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()),
                StandardCharsets.UTF_8)
            .replace("\"confidential\": false", "\"confidential\": true");
    return network.entryOf(
        network.submit(ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8))));
  }

  /** Otherwise whoever tries types one after the other learns what is withheld from them. */
  @Test
  void aTestTellsTheTypeOfWhatIsConfidentialToWhoMayOpenItAlone() throws Exception {
    Someone both =
        Someone.at(network, TestNetwork.PRACTICE, "E. Both", Role.ADMINISTRATOR, Role.CLINICIAN);
    String team = team("Documents");
    String entry = confidential();
    String typed =
        rule(
            "name=Typed&whom=team-%s&type-code=%s"
                .formatted(
                    team,
                    network.one(
                        "select type_code from worklist_entry where id = '" + entry + "'")));
    int open = Integer.parseInt(count(tested(administrator, typed)));
    int all = Integer.parseInt(count(tested(both, typed)));
    String another = confidential();
    assertThat(count(tested(administrator, typed))).isEqualTo(String.valueOf(open));
    assertThat(count(tested(both, typed))).isEqualTo(String.valueOf(all + 1));
    assertThat(tested(both, typed)).contains("href=\"/worklist/" + another);
  }

  private static String tested(Someone who, String rule) throws Exception {
    Answer page = who.get("/settings/rules/" + rule + "/test");
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    return page.text();
  }

  private static String count(String page) {
    return page.replaceFirst("(?s).*<strong>([0-9]+) documents?</strong>.*", "$1");
  }

  @Test
  void whatNoRuleIsForGoesToTheFallbackTeam() throws Exception {
    String team = team("Reception");
    set(administrator, "fallback", "team=" + team);
    JsonNode work = work(received(network));
    assertThat(work.path("team").path("name").asText()).isEqualTo("Reception");
    assertThat(history(work))
        .containsExactly(
            "The node assigned it to the team Reception, which has what no rule is for.");
  }

  @Test
  void theFallbackTeamIsAnotherOneLaterAndNeverNone() throws Exception {
    String team = team("Reception");
    set(administrator, "fallback", "team=" + team);
    Answer none = administrator.post("/settings/fallback", "team=&reason=Why+not");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.text()).contains("There is a problem");
    Answer ended = administrator.post("/settings/teams/" + team + "/end", "reason=Why+not");
    assertThat(ended.status()).isEqualTo(409);
    assertThat(ended.text()).contains("The team is named by rules");
    assertThat(network.one("select team from assignment_fallback")).isEqualTo(team);
  }

  @Test
  void whereNoTeamIsSetAnAdministratorIsReallyTold() throws Exception {
    team("Reception");
    JsonNode work = work(received(network));
    assertThat(work.path("state").asText()).isEqualTo("new");
    assertThat(history(work))
        .containsExactly(
            "The node found no owner for it: no team is set for documents like this. An"
                + " administrator has been told.");
    assertThat(administrator.get("/alerts").text())
        .contains("No team is set for documents like this");
    assertThat(
            administrator
                .get(
                    "/alerts/" + network.one("select max(id) from alert where resolved_at is null"))
                .text())
        .contains("Set a fallback team");
    assertThat(clerk.get("/alerts").text()).doesNotContain("No team is set");
    set(
        administrator,
        "fallback",
        "team=" + network.one("select id from team where ended_at is null"));
    assertThat(administrator.get("/alerts").text()).doesNotContain("No team is set");
  }

  @Test
  void whoeverWorksWithoutTeamsIsToldNothing() throws Exception {
    JsonNode work = work(received(network));
    assertThat(work.path("state").asText()).isEqualTo("new");
    assertThat(work.path("history")).isEmpty();
    assertThat(administrator.get("/alerts").text()).doesNotContain("No team is set");
  }

  @Test
  void whatGoesToSomebodyWhoHasLeftGoesToTheFallbackTeamAndAdministratorsAreTold()
      throws Exception {
    Someone leaver = Someone.at(network, TestNetwork.PRACTICE, "L. Leaver", Role.CLERK);
    set(administrator, "fallback", "team=" + team("Reception"));
    rule("name=Leaver&whom=person-" + leaver.person().id());
    hasLeft(network, leaver);
    JsonNode work = work(received(network));
    assertThat(work.path("team").path("name").asText()).isEqualTo("Reception");
    assertThat(history(work))
        .containsExactly(
            "The node assigned it to the team Reception, since whoever would have it by the rule"
                + " “Leaver” is not here any more.");
    assertThat(administrator.get("/alerts").text())
        .contains("A rule gives documents to somebody who is not here any more");
    assertThat(
            administrator
                .get(
                    "/alerts/" + network.one("select max(id) from alert where resolved_at is null"))
                .text())
        .contains("“Leaver”");
  }

  @Test
  void whoLastSignedIn89DaysAgoIsStillHere() throws Exception {
    Someone seldom = Someone.at(network, TestNetwork.PRACTICE, "S. Seldom", Role.CLERK);
    set(administrator, "fallback", "team=" + team("Reception"));
    rule("name=Seldom&whom=person-" + seldom.person().id());
    signedInDaysAgo(network, seldom, 89);
    assertThat(work(received(network)).path("person").path("name").asText()).isEqualTo("S. Seldom");
  }

  @Test
  void whoseAccountIsShutHasLeftAtOnce() throws Exception {
    Someone leaver = Someone.at(network, TestNetwork.PRACTICE, "M. Leaver", Role.CLERK);
    set(administrator, "fallback", "team=" + team("Reception"));
    rule("name=Shut&whom=person-" + leaver.person().id());
    network.execute(
        """
        insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
        values (gen_random_uuid(), '%1$s', '%2$s', 'Has left', '%1$s', now())
        """
            .formatted(leaver.person().id(), TestNetwork.PRACTICE));
    assertThat(work(received(network)).path("team").path("name").asText()).isEqualTo("Reception");
  }

  @Test
  void aNewVersionOfWhatSomebodyHasStaysTheirs() throws Exception {
    String encounter = UUID.randomUUID().toString();
    UUID first =
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)));
    String entry = network.entryOf(first);
    assertThat(clerk.post("/api/v1/worklist/" + entry + "/take", "{\"version\": 1}").status())
        .isEqualTo(200);
    rule("name=All&whom=team-" + team("Documents"));
    JsonNode work = work(newVersion(network, encounter, first));
    assertThat(work.path("person").path("name").asText()).isEqualTo("A. Clerk");
    assertThat(history(work)).noneMatch(line -> line.contains("rule"));
  }

  @Test
  void aRuleForWhatIsUrgentFitsANewVersionOfWhatAPersonHasMarked() throws Exception {
    String encounter = UUID.randomUUID().toString();
    UUID first =
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)));
    String entry = network.entryOf(first);
    rule("name=Urgent&urgent=true&whom=team-" + team("Documents"));
    assertThat(
            clerk
                .post("/api/v1/worklist/" + entry + "/urgent", "{\"version\": 1, \"urgent\": true}")
                .status())
        .isEqualTo(200);
    assertThat(work(newVersion(network, encounter, first)).path("team").path("name").asText())
        .isEqualTo("Documents");
  }

  @Test
  void theOrderIsChangedWithButtonsAndKeptWithWhoWhyBeforeAndAfter() throws Exception {
    String team = team("Documents");
    rule("name=One&whom=team-" + team);
    String two = rule("name=Two&whom=team-" + team);
    assertThat(administrator.get("/settings/rules").text())
        .contains("formaction=\"/settings/rules/" + two + "/earlier\"")
        .doesNotContain("formaction=\"/settings/rules/" + two + "/later\"");
    set(administrator, "rules/" + two + "/earlier", "");
    assertThat(network.one("select string_agg(name, ' ' order by position) from assignment_rule"))
        .isEqualTo("Two One");
    assertThat(administrator.get("/settings/rules").text())
        .contains(
            "D. Administrator",
            "They asked for it",
            "Before: <bdi>the order “One”, “Two”</bdi>",
            "After: <bdi>the order “Two”, “One”</bdi>");
    assertThat(administrator.post("/settings/rules/" + two + "/earlier", "reason=Again").text())
        .contains("It is the first already.");
  }

  @Test
  void everyChangeIsInTheAuditTrailWithoutNamesOrFreeText() throws Exception {
    String team = team("Documents");
    String rule = rule("name=Secretsome&whom=team-" + team);
    String logged =
        "select convert_from(entry, 'UTF8') from audit_entry where action = '%s' order by at desc"
            + " limit 1";
    assertThat(network.one(logged.formatted("configuration-changed")))
        .contains(rule, team)
        .doesNotContain("Secretsome", "Documents");
    assertThat(network.one(logged.formatted("team-changed")))
        .contains(team)
        .doesNotContain("Documents");
  }

  @Test
  void whoHasSeenAnOlderStateChangesNothing() throws Exception {
    String team = team("Documents");
    rule("name=One&whom=team-" + team);
    Answer late =
        administrator.post(
            "/settings/rules", "name=Two&whom=team-" + team + "&version=1&reason=Late");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("Since you opened the page, D. Administrator has changed");
    assertThat(network.one("select count(*) from assignment_rule")).isEqualTo("1");
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldAndWhatWasFilledInStays() throws Exception {
    Answer wrong =
        administrator.post(
            "/settings/rules", "name=Mine&sender=no+code&whom=team-x&due=400&reason=Try");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text())
        .contains(
            "<title>Error: A new rule", "value=\"Mine\"", "<a href=\"#sender\">", "an ODS code");
    Answer nobody =
        administrator.post(
            "/settings/rules", "name=Mine&whom=team-" + UUID.randomUUID() + "&reason=Try");
    assertThat(nobody.text()).contains("<a href=\"#whom\">", "Choose one of the list.");
    Answer late =
        administrator.post(
            "/settings/rules",
            "name=Mine&whom=team-%s&due=366&reason=Try".formatted(team("Documents")));
    assertThat(late.text()).contains("<a href=\"#due\">", "at most 365 days");
  }

  @Test
  void aTestSaysHowManyAndWhoMaySeeThemWhich() throws Exception {
    String team = team("Documents");
    String rule = rule("name=Summaries&use-case=consultation-summary&whom=team-" + team);
    String later = rule("name=All&whom=team-" + team);
    received(network);
    assertThat(tested(administrator, rule))
        .contains("of the last 7 days would have gone by this rule", "You may not see documents")
        .doesNotContain("/worklist/");
    assertThat(tested(administrator, later)).contains("which an earlier rule would have had");
    Someone both =
        Someone.at(network, TestNetwork.PRACTICE, "E. Both", Role.ADMINISTRATOR, Role.CLINICIAN);
    assertThat(tested(both, rule)).contains("href=\"/worklist/").doesNotContain("You may not see");
  }

  @Test
  void anotherOrganisationsRulesAreNotThere() throws Exception {
    String rule = rule("name=One&whom=team-" + team("Documents"));
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.ADMINISTRATOR);
    assertThat(stranger.get("/settings/rules").text()).doesNotContain(rule);
    assertThat(stranger.get("/settings/rules/" + rule).status()).isEqualTo(404);
    assertThat(stranger.post("/settings/rules/" + rule + "/end", "reason=Mine").status())
        .isEqualTo(404);
    await()
        .during(Duration.ofMillis(10))
        .until(() -> network.one("select count(*) from assignment_rule").equals("1"));
  }

  @Test
  void onlyAnAdministratorSeesTheSettings() throws Exception {
    assertThat(clerk.get("/settings").status()).isEqualTo(403);
    assertThat(clerk.get("/settings/rules").status()).isEqualTo(403);
    assertThat(administrator.get("/settings").text())
        .contains("Settings of A99902", "no fallback team");
  }
}
