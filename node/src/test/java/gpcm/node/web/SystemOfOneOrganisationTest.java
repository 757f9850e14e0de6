package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people and machines of one of several organisations are shown of the system where nobody
 * runs all of it: their own organisation's figures and what all share, over HTTP.
 */
class SystemOfOneOrganisationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String[] OTHERS = {
    "A99901", "A99901OT001", "Organisation A99901", "A99904", "A99904OT001", "Organisation A99904"
  };

  @Running static TestNetwork network;
  private static Someone ours;
  private static Someone theirs;
  private static UUID document;

  @BeforeAll
  static void twoOperators() throws Exception {
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
    network.countsNoMore();
    ours = Someone.at(network, TestNetwork.PRACTICE, "P. Operator", Role.OPERATOR);
    theirs = Someone.at(network, TestNetwork.HUB, "L. Operator", Role.OPERATOR);
  }

  @AfterEach
  void asBefore() {
    network.execute("update document set state = 'completed', due_at = null, hold_kind = null");
    network.execute(
        "update mailbox set held_since = null, held_until = null, paused_at = null, paused_by ="
            + " null, paused_because = null");
    network.execute("update received_message set lease_owner = null");
    for (String table :
        List.of("message_hour", "code_hour", "queue_hour", "organisation_queue_hour")) {
      network.execute("delete from " + table);
    }
  }

  private static void held() {
    network.execute(
        "update document set state = 'held', hold_kind = 'practice', held_since = now(), due_at ="
            + " now() - interval '1 hour'");
  }

  private static JsonNode system(Someone who) throws Exception {
    return who.get("/api/v1/system").json();
  }

  private static JsonNode queue(Someone who, String name) throws Exception {
    for (JsonNode each : system(who).path("queues")) {
      if (each.path("queue").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no queue " + name);
  }

  private static String metrics(String organisation) throws Exception {
    try (HttpCaller machine =
        HttpCaller.withKey(
            network.node().url(),
            Credentials.key(network.served(), organisation, Permission.READ_METRICS))) {
      return machine.get("/metrics").text();
    }
  }

  private static String bundle(Someone who) throws Exception {
    List<String> files = new ArrayList<>();
    Answer answer = who.get("/system/support");
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        files.add(each.getName() + ": " + new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return String.join("\n", files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/system",
        "/system?of=week",
        "/system/configuration",
        "/system/configuration/file",
        "/system/checks",
        "/api/v1/system",
        "/api/v1/system/configuration",
        "/api/v1/system/checks",
        "/api/v1/nodes",
        "/metrics"
      })
  void nothingNamesAnotherOrganisationOrItsMailbox(String path) throws Exception {
    network.execute(
        "update mailbox set held_since = now(), held_until = now() + interval '1 hour',"
            + " last_trouble = 'MESH answers 403'");
    network.raise(new AlertText("of-the-hub", "The hub's", "It happened", "Act"));
    held();
    Answer answer = ours.get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain(OTHERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/system", "/system/configuration", "/system/checks"})
  void aPageSaysThatItDoesNotShowTheWhole(String path) throws Exception {
    assertThat(ours.get(path).text())
        .contains("<bdi>Organisation A99902 (A99902)</bdi>", "ther organisations");
    assertThat(ours.get(path).text()).containsPattern("left out");
  }

  @Test
  void theOverviewSaysSoToo() throws Exception {
    assertThat(ours.get("/").text()).contains("Other organisations of this system are left out.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/system",
        "/api/v1/system/configuration",
        "/api/v1/system/checks",
        "/api/v1/nodes"
      })
  void theApiSaysThatItDoesNotTellTheWhole(String path) throws Exception {
    JsonNode json = ours.get(path).json();
    assertThat(json.path("whole").asBoolean(true)).isFalse();
    assertThat(json.path("organisation").asText()).isEqualTo("A99902");
  }

  @Test
  void aQueueHasOnesOwnMessagesAlone() throws Exception {
    held();
    assertThat(queue(theirs, "held").path("messages").asInt()).isEqualTo(1);
    assertThat(queue(ours, "held").path("messages").asInt()).isZero();
  }

  @Test
  void howLongTheOldestHasWaitedIsOfOnesOwnAlone() throws Exception {
    held();
    assertThat(queue(theirs, "held").has("oldestSeconds")).isTrue();
    assertThat(queue(ours, "held").has("oldestSeconds")).isFalse();
  }

  @Test
  void whatNeedsSomebodyElsewhereIsNotSaid() throws Exception {
    held();
    assertThat(system(theirs).path("needs").toString()).contains("Held for a person");
    assertThat(system(ours).path("needs")).isEmpty();
  }

  @Test
  void whatNeedsSomebodyOfTheWholeSystemIsSaid() throws Exception {
    network.execute(
        "insert into node (id, name, build, started_at, heartbeat_at, alive_until) values ('gone',"
            + " 'elsewhere', '1', now(), now(), now() - interval '1 minute')");
    assertThat(system(ours).path("needs").toString()).contains("Node elsewhere is silent.");
    network.execute("delete from node where id = 'gone'");
  }

  @Test
  void onesOwnMailboxIsThereAlone() throws Exception {
    assertThat(system(ours).path("mailboxes").findValuesAsText("mailbox"))
        .containsExactly("A99902OT001");
  }

  @Test
  void theHoursAreOfOnesOwnMessagesAlone() throws Exception {
    network.execute(
        """
        insert into message_hour (hour, organisation, sent, received) values
          (date_trunc('hour', now(), 'UTC'), 'A99901', 7777, 0), (date_trunc('hour', now(), 'UTC'), 'A99902', 0, 22)
        """);
    assertThat(system(ours).path("hours").findValuesAsText("received")).containsExactly("22");
    assertThat(system(ours).path("hours").findValuesAsText("sent")).containsExactly("0");
    assertThat(ours.get("/system").text()).doesNotContain("7777");
  }

  @Test
  void theHoursOfWaitingAreOfOnesOwnMessagesAlone() throws Exception {
    network.execute(
        """
        insert into queue_hour (hour, queue, deepest, oldest_seconds)
        values (date_trunc('hour', now(), 'UTC'), 'ready', 8888, 8888)
        """);
    network.execute(
        """
        insert into organisation_queue_hour (hour, organisation, queue, deepest, oldest_seconds) values
          (date_trunc('hour', now(), 'UTC'), 'A99901', 'ready', 8866, 8866), (date_trunc('hour', now(), 'UTC'), 'A99902', 'ready', 22, 22)
        """);
    assertThat(system(ours).path("readyHours").findValuesAsText("most")).containsExactly("22");
  }

  @Test
  void codesAreThoseOfOnesOwnMessagesAlone() throws Exception {
    network.execute(
        """
        insert into code_hour (hour, organisation, code, given, messages) values
          (date_trunc('hour', now(), 'UTC'), 'A99901', '30003', false, 7), (date_trunc('hour', now(), 'UTC'), 'A99902', '20013', true, 9)
        """);
    assertThat(system(ours).path("codes").findValuesAsText("code")).containsExactly("20013");
  }

  @Test
  void whatIsDueIsOfOnesOwnAlone() throws Exception {
    network.execute(
        "update document set state = 'sent', due_at = now() - interval '1 hour', lease_owner ="
            + " (select id from node limit 1), leased_at = now() + interval '1 hour'");
    assertThat(lane(theirs, "deadline").path("due").asInt()).isEqualTo(1);
    assertThat(lane(ours, "deadline").path("due").asInt()).isZero();
    network.execute("update document set lease_owner = null, leased_at = null");
  }

  private static JsonNode lane(Someone who, String name) throws Exception {
    for (JsonNode each : who.get("/api/v1/nodes").json().path("lanes")) {
      if (each.path("lane").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no lane " + name);
  }

  @Test
  void aNodeIsThereWithOnesOwnMailboxAlone() throws Exception {
    assertThat(ours.get("/api/v1/nodes").json().at("/nodes/0/mailboxes").toString())
        .isEqualTo("[\"A99902OT001\"]");
  }

  @Test
  void aNodeWorksOnOnesOwnCasesAlone() throws Exception {
    network.execute(
        "update document set lease_owner = (select id from node limit 1), leased_at = now() +"
            + " interval '1 hour'");
    assertThat(theirs.get("/api/v1/nodes").json().at("/nodes/0/cases").asInt()).isEqualTo(1);
    assertThat(ours.get("/api/v1/nodes").json().at("/nodes/0/cases").asInt()).isZero();
    network.execute("update document set lease_owner = null, leased_at = null");
  }

  @Test
  void aRefusedMailboxOfAnotherOrganisationIsNotTold() throws Exception {
    network.execute(
        "update mailbox set held_since = now(), held_until = now() + interval '1 hour',"
            + " last_trouble = 'no' where organisation = 'A99901'");
    assertThat(theirs.get("/api/v1/nodes").json().path("heldMailboxes")).hasSize(1);
    assertThat(ours.get("/api/v1/nodes").json().path("heldMailboxes")).isEmpty();
  }

  @Test
  void aKeyReadsTheFiguresOfItsOrganisationAlone() throws Exception {
    assertThat(metrics(TestNetwork.PRACTICE))
        .contains(
            "gpcm_mailbox_refused{organisation=\"A99902\"}",
            "gpcm_mailbox_poll_age_seconds{organisation=\"A99902\"}",
            "gpcm_lane_rounds_total{lane=\"poll-A99902OT001\"}")
        .doesNotContain(OTHERS);
  }

  @Test
  void aKeyReadsTheFiguresThatAllShare() throws Exception {
    assertThat(metrics(TestNetwork.PRACTICE))
        .contains(
            "gpcm_nodes_alive",
            "gpcm_database_size_bytes",
            "gpcm_lane_rounds_total{lane=\"pulse\"}",
            "jvm_memory_used_bytes");
  }

  @Test
  void theFiguresSayThatTheyAreOfOneOrganisation() throws Exception {
    assertThat(metrics(TestNetwork.PRACTICE)).startsWith("# ").contains("is told of A99902 alone");
  }

  @Test
  void whatOneKeyHasReadIsNotLeftForTheNext() throws Exception {
    assertThat(metrics(TestNetwork.HUB)).contains("\"A99901\"").doesNotContain("A99902");
    assertThat(metrics(TestNetwork.PRACTICE)).contains("\"A99902\"").doesNotContain("A99901");
  }

  @Test
  void checksOfOtherMailboxesAreMadeAndNotShown() throws Exception {
    assertThat(ours.post("/api/v1/system/checks", "").status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> ours.get("/api/v1/system/checks").json().has("endedAt"));
    assertThat(ours.get("/api/v1/system/checks").json().findValuesAsText("name"))
        .contains("Database", "MESH mailbox A99902OT001")
        .doesNotContain("MESH mailbox A99901OT001", "MESH mailbox A99904OT001");
    assertThat(ours.get("/system/checks").text()).doesNotContain(OTHERS);
    assertThat(theirs.get("/api/v1/system/checks").json().findValuesAsText("name"))
        .contains("MESH mailbox A99901OT001");
  }

  @Test
  void theSupportBundleHoldsNothingOfAnotherOrganisationAndSaysSo() throws Exception {
    network.raise(new AlertText("of-the-hub", "The hub's", "It happened", "Act"));
    assertThat(bundle(theirs)).contains("\"problem\":\"of-the-hub\"");
    assertThat(bundle(ours))
        .contains("what is of other organisations is left out", "A99902OT001")
        .doesNotContain(OTHERS)
        .doesNotContain("of-the-hub");
  }

  @Test
  void whoeverRunsTheSystemIsShownAllOfIt() throws Exception {
    network.restartNode(configuration -> configuration.runBy(TestNetwork.HUB));
    try {
      assertThat(at(TestNetwork.HUB).path("mailboxes")).hasSize(3);
      assertThat(at(TestNetwork.HUB).path("whole").asBoolean()).isTrue();
      assertThat(at(TestNetwork.PRACTICE).path("mailboxes")).hasSize(1);
      assertThat(metrics(TestNetwork.HUB)).contains("\"A99902\"", "\"A99904\"");
      assertThat(metrics(TestNetwork.PRACTICE)).doesNotContain(OTHERS);
    } finally {
      network.restartNode();
      twoOperatorsAgain();
    }
  }

  private static JsonNode at(String organisation) throws Exception {
    return system(Someone.at(network, organisation, "Another", Role.OPERATOR));
  }

  private static void twoOperatorsAgain() {
    ours = Someone.at(network, TestNetwork.PRACTICE, "P. Operator", Role.OPERATOR);
    theirs = Someone.at(network, TestNetwork.HUB, "L. Operator", Role.OPERATOR);
  }
}
