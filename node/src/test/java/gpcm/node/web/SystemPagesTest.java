package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of those who run the system, and what they do to a mailbox, over HTTP. */
class SystemPagesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String OWN = "/system/mailboxes/A99901OT001/";
  private static final String API = "/api/v1/mailboxes/A99901OT001/";

  @TempDir static Path folder;
  private static TestNetwork network;
  private static Someone operator;
  private static UUID document;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(folder);
    network.restartNode(configuration -> configuration.runBy(TestNetwork.HUB));
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    operator = Someone.at(network, TestNetwork.HUB, "L. Operator", Role.OPERATOR);
    network.countsNoMore();
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  @AfterEach
  void asBefore() {
    network.execute(
        "update mailbox set paused_at = null, paused_by = null, paused_because = null, held_since ="
            + " null, held_until = null");
    network.execute(
        "update document set state = 'completed', due_at = null, told = false, hold_kind = null,"
            + " held_since = null");
    network.execute("delete from node where id = 'gone'");
  }

  private static String page() throws Exception {
    return operator.get("/system").text();
  }

  private static Answer form(Someone who, String path, String reason) throws Exception {
    return who.post(path, "csrf=" + FormToken.of(who.session()) + "&reason=" + reason);
  }

  private static Optional<AuditEntry> entry(Action action) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.HUB, 200))
        .stream()
        .filter(each -> each.action().equals(action))
        .findFirst();
  }

  /** Of a row of a table on the page, what stands in its cells. */
  private static String row(String page, String begins) {
    return page.lines()
        .reduce("", (all, line) -> all + line)
        .replaceAll("<span class=\"nhsuk-table__heading\"[^>]*>[^<]*</span>", "")
        .replaceAll("<tr[^>]*>", "\n")
        .replaceAll("<[^>]+>", " ")
        .replaceAll("[ \\t]+", " ")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(begins))
        .findFirst()
        .orElse("");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoSeesNodesSeesItAndItStandsInTheirNavigation(Role role) throws Exception {
    boolean sees = role == Role.OPERATOR || role == Role.ADMINISTRATOR;
    Someone one = Someone.at(network, TestNetwork.HUB, "One with a role", role);
    assertThat(one.get("/system").status()).isEqualTo(sees ? 200 : 403);
    assertThat(one.get("/api/v1/system").status()).isEqualTo(sees ? 200 : 403);
    assertThat(one.get("/").text().contains("href=\"/system\"")).isEqualTo(sees);
  }

  @Test
  void nothingOfAPatientOrDocumentStandsOnIt() throws Exception {
    String all = page() + operator.get("/api/v1/system").text();
    assertThat(all)
        .contains("No patient data on this page")
        .doesNotContainIgnoringCase("testpatient")
        .doesNotContain("9990000018", "999 000 0018", document.toString());
  }

  @Test
  void itSaysWhenItWasMadeAndIsMadeAnewByALink() throws Exception {
    assertThat(page())
        .containsPattern(
            "As of \\d+ \\w{3} \\d{4} \\d\\d:\\d\\d\\. <a href=\"/system\">Refresh</a>");
    assertThat(operator.get("/system?of=week").text())
        .contains("<a href=\"/system?of=week\">Refresh</a>");
  }

  @Test
  void aQueueHasItsNumberItsOldestAndHowManyAreLate() throws Exception {
    assertThat(row(page(), "Held for a person")).isEqualTo("Held for a person 0 none 0");
    network.execute(
        "update document set state = 'held', hold_kind = 'practice', held_since = now(),"
            + " state_since = now() - interval '3 hours 1 minute', due_at = now() + interval '1"
            + " day' where id = '"
            + document
            + "'");
    assertThat(row(page(), "Held for a person")).isEqualTo("Held for a person 1 3 hours 0");
    assertThat(page()).contains("Nothing needs you");
    network.execute(
        "update document set due_at = now() - interval '1 second' where state = 'held'");
    assertThat(row(page(), "Held for a person")).isEqualTo("Held for a person 1 3 hours 1, late");
    assertThat(page())
        .contains("1 thing needs you", "“Held for a person”: 1 message is past its time.");
  }

  @ParameterizedTest
  @CsvSource({
    "unconfirmed, due_at = 'infinity', due_at = now() - interval '1 second', unconfirmed",
    "sent, due_at = 'infinity', told = true, sent",
    "built, due_at = 'infinity', told = true, ready",
    "accepted, due_at = 'infinity', told = true, ready",
    "infrastructure-acknowledged, due_at = 'infinity', due_at = now(), answered",
  })
  void whatIsLateIsSoByItsOwnDeadline(String state, String good, String late, String queue)
      throws Exception {
    String its = " where id = '" + document + "'";
    // No node goes on with it.
    String held =
        "lease_owner = (select id from node limit 1), leased_at = now() + interval '1 hour', ";
    network.execute("update document set state = '" + state + "', " + held + good + its);
    assertThat(queue(queue)).isEqualTo("1 0");
    network.execute("update document set " + late + its);
    assertThat(queue(queue)).isEqualTo("1 1");
    network.execute("update document set lease_owner = null, leased_at = null" + its);
  }

  private static String queue(String name) throws Exception {
    for (JsonNode each : operator.get("/api/v1/system").json().path("queues")) {
      if (each.path("queue").asText().equals(name)) {
        return each.path("messages").asText() + " " + each.path("late").asText();
      }
    }
    return "";
  }

  @Test
  void everyMailboxStandsThereWithItsStandingAndWhenItWasRead() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () -> network.one("select count(*) from mailbox where polled_at is null").equals("0"));
    assertThat(row(page(), "A99902OT001"))
        .startsWith("A99902OT001 Organisation A99902 (A99902) Working")
        .containsPattern("(ago|just now)")
        .contains("Nothing unusual");
    network.execute(
        "update mailbox set held_since = now(), held_until = now() + interval '1 hour',"
            + " last_trouble = 'MESH answers 403: <b>no</b>' where organisation = 'A99904'");
    assertThat(row(page(), "A99904OT001"))
        .contains("Refused by MESH", "MESH answers 403: &lt;b&gt;no");
    assertThat(page()).contains("MESH refuses mailbox A99904OT001.");
  }

  @Test
  void theLastHandshakeOfAMailboxStandsThereAndWhyThereIsNone() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.one("select count(*) from mailbox where handshake_at is null").equals("0"));
    assertThat(
            operator
                .get("/api/v1/system")
                .json()
                .path("mailboxes")
                .path(0)
                .path("handshake")
                .path("succeededAt")
                .asText())
        .isNotEmpty();
    network.execute(
        "update mailbox set handshake_failed_at = now(), handshake_trouble = 'HTTP 403 <b>no</b>'"
            + " where organisation = 'A99904'");
    assertThat(row(page(), "A99904OT001"))
        .contains("Handshake failed", "No handshake since", "HTTP 403 &lt;b&gt;no");
    assertThat(page()).contains("MESH doesn’t take the handshake of mailbox A99904OT001.");
    network.execute("update mailbox set handshake_failed_at = null, handshake_trouble = null");
  }

  @Test
  void codesStandThereInWordsThoseThatSaySomethingIsWrongFirst() throws Exception {
    network.execute(
        """
        insert into code_hour (hour, organisation, code, given, messages) values
          (date_trunc('hour', now(), 'UTC'), 'A99901', '30001', false, 7), (date_trunc('hour', now(), 'UTC'), 'A99901', '30002', false, 1),
          (date_trunc('hour', now(), 'UTC') - interval '2 days', 'A99901', 'EPL-151', false, 2), (date_trunc('hour', now(), 'UTC'), 'A99902', '20013', true, 9)
        """);
    String page = page();
    assertThat(row(page, "30002"))
        .isEqualTo("30002 The patient is not known there. Something is wrong It came 1 1 1");
    assertThat(row(page, "EPL-151")).endsWith("Something is wrong It came 0 0 2");
    assertThat(row(page, "30001")).startsWith("30001 The patient is known there. It came 7 7 7");
    assertThat(row(page, "20013")).endsWith("We gave it 9 9 9");
    assertThat(page).contains("<a href=\"/messages?code=30002\">30002</a>");
    assertThat(page)
        .contains("In the last 24 hours 1 of 8 answers and reports about what was sent")
        .contains("(12.5 %)");
    assertThat(page.indexOf(">EPL-151<")).isLessThan(page.indexOf(">30001<"));
    JsonNode first = operator.get("/api/v1/system").json().path("codes").path(0);
    assertThat(first.path("code").asText()).isEqualTo("EPL-151");
    assertThat(first.path("good").asBoolean()).isFalse();
    network.execute("delete from code_hour");
  }

  @Test
  void aNodeThatIsGoneIsMissed() throws Exception {
    network.execute(
        "insert into node (id, name, build, started_at, heartbeat_at, alive_until) values ('gone',"
            + " 'elsewhere', '1', now(), now(), now() - interval '1 minute')");
    assertThat(page()).contains("Node elsewhere is silent.", "Silent");
    assertThat(operator.get("/").text())
        .contains("Node elsewhere is silent.", "<a href=\"/system\">The whole system</a>");
  }

  @Test
  void aPauseIsShownWithWhoWhenAndWhyAndEndsAgain() throws Exception {
    assertThat(page()).contains("Pause sending").doesNotContain("Resume sending");
    Answer paused = form(operator, OWN + "pause-sending", "Wrong+%3Cb%3Erecipients");
    assertThat(paused.status()).isEqualTo(303);
    assertThat(paused.header("Location")).isEqualTo("/system?done=pause-sending");
    assertThat(operator.get("/system?done=pause-sending").text())
        .contains(
            "Nothing leaves mailbox A99901OT001 until you resume sending.",
            "Sending from mailbox A99901OT001 is paused.",
            "Resume sending",
            "by <bdi>L. Operator</bdi>: <bdi>Wrong &lt;b&gt;recipients</bdi>")
        .doesNotContain("Pause sending<");
    assertThat(page()).doesNotContain("Nothing leaves mailbox A99901OT001 until you resume");

    assertThat(form(operator, OWN + "resume-sending", "It+is+over").status()).isEqualTo(303);
    assertThat(operator.get("/system?done=resume-sending").text())
        .contains("Messages leave mailbox A99901OT001 again.", "Nothing needs you");
  }

  @Test
  void anActIsAuditedWithItsReason() throws Exception {
    form(operator, OWN + "pause-sending", "Wrong+recipients");
    form(operator, OWN + "resume-sending", "It+is+over");
    form(operator, OWN + "read-now", "Somebody+waits");
    AuditEntry paused = entry(Action.CHANNEL_PAUSED).orElseThrow();
    assertThat(paused.actor().name()).contains("L. Operator");
    assertThat(paused.toString()).contains("Wrong recipients", "mailbox A99901OT001 not paused");
    assertThat(entry(Action.CHANNEL_RESUMED).orElseThrow().toString())
        .contains("It is over", "mailbox A99901OT001 paused");
    assertThat(entry(Action.CHANNEL_READ).orElseThrow().toString())
        .contains("Somebody waits", "mailbox A99901OT001");
  }

  @Test
  void readNowIsSaidAndDone() throws Exception {
    network.execute("update mailbox set polled_at = null");
    Answer asked = form(operator, OWN + "read-now", "Somebody+waits");
    assertThat(asked.header("Location")).isEqualTo("/system?done=read-now");
    assertThat(operator.get("/system?done=read-now").text())
        .contains("MESH is asked now what waits in mailbox A99901OT001.");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one(
                        "select polled_at is not null and read_asked_at is null from mailbox where"
                            + " organisation = 'A99901'")
                    .equals("t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read-now", "pause-sending", "resume-sending"})
  void anActAsksForAReasonAFreshSignInAndThePermission(String act) throws Exception {
    Answer none = form(operator, OWN + act, "");
    assertThat(none.status()).isEqualTo(403);
    assertThat(none.text()).contains("Say why");
    Someone before =
        Someone.at(
            network,
            TestNetwork.HUB,
            "L. Earlier",
            Optional.empty(),
            Someone.now(network).minus(Duration.ofMinutes(16)),
            Role.OPERATOR);
    assertThat(form(before, OWN + act, "Why").text()).contains("Sign in again");
    Someone administrator =
        Someone.at(network, TestNetwork.HUB, "An administrator", Role.ADMINISTRATOR);
    assertThat(form(administrator, OWN + act, "Why").status()).isEqualTo(403);
    assertThat(administrator.get("/system").text()).doesNotContain(OWN);
    assertThat(network.one("select count(paused_at) from mailbox")).isEqualTo("0");
  }

  @Test
  void aMailboxOfAnotherOrganisationIsNotTheirs() throws Exception {
    for (String act : List.of("read-now", "pause-sending", "resume-sending")) {
      assertThat(form(operator, "/system/mailboxes/A99902OT001/" + act, "Why").status())
          .isEqualTo(404);
      assertThat(operator.post("/api/v1/mailboxes/A99902OT001/" + act, "").status()).isEqualTo(404);
    }
    assertThat(network.one("select count(paused_at) from mailbox")).isEqualTo("0");
  }

  @Test
  void whatAnotherOrganisationSaysOfItsPauseIsNotShown() throws Exception {
    Someone other = Someone.at(network, TestNetwork.PRACTICE, "P. Operator", Role.OPERATOR);
    form(other, "/system/mailboxes/A99902OT001/pause-sending", "Something+of+our+own");
    for (String path : List.of("/system", "/api/v1/system")) {
      assertThat(operator.get(path).text())
          .contains("Sending from mailbox A99902OT001 is paused.")
          .doesNotContain("Something of our own", "P. Operator");
      assertThat(other.get(path).text()).contains("Something of our own", "P. Operator");
    }
  }

  @Test
  void whoeverSendsIsToldOnTheirOwnPages() throws Exception {
    Someone sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    assertThat(sender.get("/outbox").text()).doesNotContain("Sending is paused");
    form(operator, OWN + "pause-sending", "Wrong+recipients");
    assertThat(sender.get("/outbox").text())
        .contains("Sending is paused", "<bdi>L. Operator</bdi> paused it on", "Wrong recipients");
    assertThat(sender.get("/outbox/" + document).text()).doesNotContain("Sending is paused");
    network.execute(
        "update document set state = 'built', due_at = 'infinity' where id = '" + document + "'");
    assertThat(sender.get("/outbox/" + document).text()).contains("Sending is paused");
  }

  @Test
  void theApiDoesTheSameAndSaysWhenThereIsNothingToDo() throws Exception {
    assertThat(operator.post(API + "pause-sending", "").status()).isEqualTo(204);
    Answer again = operator.post(API + "pause-sending", "");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("detail").asText())
        .isEqualTo("sending from mailbox A99901OT001 is paused already");
    assertThat(operator.post(API + "resume-sending", "").status()).isEqualTo(204);
    assertThat(operator.post(API + "resume-sending", "").json().path("detail").asText())
        .isEqualTo("sending from mailbox A99901OT001 is not paused already");
    assertThat(operator.post(API + "read-now", "").status()).isEqualTo(204);
  }

  @Test
  void aMachineSaysWhyAndForWhom() throws Exception {
    String key =
        HttpCaller.Credentials.key(network.served(), TestNetwork.HUB, Permission.WORK_CHANNEL);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      byte[] by = "{\"by\":\"L. Operator\"}".getBytes(StandardCharsets.UTF_8);
      Answer silent = machine.post(API + "pause-sending", "application/json", by);
      assertThat(silent.json().path("type").asText()).isEqualTo("urn:gpcm:problem:reason-needed");
      assertThat(
              machine
                  .post(API + "pause-sending", "application/json", by, "X-Reason", "A check")
                  .status())
          .isEqualTo(204);
    }
    assertThat(
            network.one(
                "select paused_because || ': ' || paused_by from mailbox where organisation ="
                    + " 'A99901'"))
        .startsWith("A check: L. Operator, stated by ");
  }

  @Test
  void theChartsHaveTheirNumbersAsATable() throws Exception {
    Instant at = Someone.now(network).truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
    network.execute(
        """
        insert into message_hour values (timestamptz '%1$s', 'A99901', 7, 3), (timestamptz '%1$s', 'A99902', 4, 40),
          (timestamptz '%1$s' - interval '30 hours', 'A99902', 500, 0)
        """
            .formatted(at));
    network.execute(
        """
        insert into queue_hour values (timestamptz '%s', 'ready', 9, 2280)
        on conflict (hour, queue) do update set deepest = 9, oldest_seconds = 2280
        """
            .formatted(at));
    String day = page();
    String hour = Display.time(at);
    assertThat(row(day, hour)).isEqualTo(hour + " 11 43");
    assertThat(row(day.substring(day.indexOf("chart-waiting")), hour))
        .isEqualTo(hour + " 38 minutes 9");
    assertThat(day).contains("most of them (11) from " + hour).doesNotContain("(500)");
    String week = operator.get("/system?of=week").text();
    assertThat(week).contains("most of them (500) from ", "Messages in six hours, last 7 days");
    assertThat(operator.get("/system?of=year").status()).isEqualTo(400);
    JsonNode hours = operator.get("/api/v1/system?of=week").json().path("hours");
    assertThat(hours.toString()).contains("\"sent\":500", "\"sent\":11,\"received\":43");
  }

  @Test
  void whoeverRunsTheSystemSeesAllOfItAndIsToldOfNothingLeftOut() throws Exception {
    assertThat(page())
        .contains("Mailboxes of all organisations", "A99902OT001", "A99904OT001")
        .doesNotContain("Other organisations share this system");
    JsonNode json = operator.get("/api/v1/system").json();
    assertThat(json.path("whole").asBoolean()).isTrue();
    assertThat(json.has("organisation")).isFalse();
  }

  @Test
  void nothingOfTheDrawingIsInline() throws Exception {
    assertThat(page())
        .contains("<svg class=\"gpcm-chart\"")
        .doesNotContain(" style=", "<style", "<script");
  }
}
