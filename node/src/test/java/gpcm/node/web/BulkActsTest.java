package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same done with all documents of a list: counted, begun, stopped, and listed afterwards. */
class BulkActsTest {
  private static final String PLACE = "/api/v1/documents/bulk";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;
  private static UUID original;

  private final String use = inLetters(UUID.randomUUID());
  private Someone sender;
  private Someone second;
  private Someone operator;

  /** Letters alone: of a use case nothing else is taken. */
  private static String inLetters(UUID id) {
    return id.toString()
        .replace("-", "")
        .chars()
        .map(each -> each <= '9' ? each - '0' + 'g' : each)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @BeforeAll
  static void oneHasTravelled() throws Exception {
    original = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.node().outbox().find(original).orElseThrow().state()
                    == DocumentState.COMPLETED);
  }

  @BeforeEach
  void peopleAreThere() {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    second = Someone.at(network, TestNetwork.HUB, "T. Second", Role.SENDER);
    operator = Someone.at(network, TestNetwork.HUB, "O. Operator", Role.OPERATOR);
  }

  @AfterEach
  void noneIsLeft() {
    network.execute("drop trigger if exists test_holds on bulk_act");
    network.execute("drop trigger if exists test_fails on document");
    network.execute(
        "update bulk_act set state = 'stopped', ended_at = now() where state = 'running'");
    network.execute(
        "update document set state = 'given-up', due_at = null where use_case like 'u%' and state"
            + " <> 'given-up'");
  }

  /** Documents of a kind of their own, all alike but for their ids, to a mailbox of a supplier. */
  private void documents(int count, String state) {
    String posts = state.equals("failed") ? "1" : "0";
    String due = state.equals("failed") ? "null" : "timestamptz '2999-01-01T12:00Z'";
    network.execute(
        """
        insert into document select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'use_case', '%s',
          'encounter_id', '%s-%s-' || n, 'document_id', gen_random_uuid(), 'message_id', gen_random_uuid(), 'mesh_message_id', null,
          'idempotency_key', null, 'state', '%s', 'posts', %s, 'posting', 'none', 'infrastructure_code', null,
          'business_code', null, 'due_at', %s, 'waits_until', %s, 'address', '%s', 'accepted_at', d.accepted_at - n * interval '1 second',
          'hold_kind', %s, 'held_since', %s, 'failure', 'Not delivered', 'failures', 0))).*
        from document d, generate_series(1, %d) n where d.id = '%s'
        """
            .formatted(
                use,
                use,
                state,
                state,
                posts,
                due,
                due,
                TestNetwork.SUPPLIER_MAILBOX,
                state.equals("held") ? "'practice'" : "null",
                state.equals("held") ? "now()" : "null",
                count,
                original));
  }

  private int count(String condition) {
    return Integer.parseInt(
        network.one(
            "select count(*) from document where use_case = '"
                + use
                + "' and ("
                + condition
                + ")"));
  }

  private String draft(Someone who, String act) throws Exception {
    Answer counted = who.post(PLACE, "{\"act\":\"" + act + "\",\"use-case\":\"" + use + "\"}");
    assertThat(counted.status()).as(counted.text()).isEqualTo(201);
    return counted.json().path("id").asText();
  }

  private JsonNode shown(String id) throws Exception {
    Answer answer = sender.get(PLACE + "/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Answer start(Someone who, String id) throws Exception {
    return who.post(PLACE + "/" + id + "/start", "{\"reason\":\"The practice is shut\"}");
  }

  private JsonNode ended(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> network.one("select state from bulk_act where id = '" + id + "'").equals("done"));
    try {
      return shown(id);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String state(String id) {
    return network.one("select state from bulk_act where id = '" + id + "'");
  }

  /** How many entries of the audit log say this of an act. */
  private static long told(Action action, String id) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.HUB, 1001))
        .stream()
        .filter(each -> each.action() == action && each.change().toString().contains(id))
        .count();
  }

  /** From now on an act is held when this happens to it, until {@link #letGo} of it. */
  private static void holdWhen(String condition) {
    network.execute(
        """
        create or replace function test_hold() returns trigger language plpgsql as $$
          begin new.next_at = 'infinity'; return new; end $$;
        create or replace trigger test_holds before update on bulk_act for each row
          when (new.state = 'running' and %s) execute function test_hold()
        """
            .formatted(condition));
  }

  private static void letGo(String... ids) {
    network.execute("drop trigger if exists test_holds on bulk_act");
    network.execute(
        "update bulk_act set next_at = now() where id in ('" + String.join("','", ids) + "')");
  }

  private String second(String id) throws Exception {
    Answer asked = sender.post(PLACE + "/" + id + "/ask", "");
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    return asked.json().path("confirmation").asText();
  }

  private void confirmed(String confirmation) throws Exception {
    Answer done = second.post("/api/v1/confirmations/" + confirmation + "/confirm", "");
    assertThat(done.status()).as(done.text()).isEqualTo(200);
  }

  @Test
  void whatItIsForIsCountedByStateAndRecipientBeforeAnythingIsDone() throws Exception {
    documents(3, "held");
    documents(2, "waiting");
    documents(4, "failed");
    Answer counted = sender.post(PLACE, "{\"act\":\"withdraw\",\"use-case\":\"" + use + "\"}");
    assertThat(counted.status()).as(counted.text()).isEqualTo(201);
    JsonNode json = counted.json();
    assertThat(json.path("state").asText()).isEqualTo("drafted");
    assertThat(json.path("items").asInt()).isEqualTo(5);
    assertThat(json.path("others").asInt()).isEqualTo(4);
    assertThat(json.path("counts").toString())
        .contains("{\"state\":\"held\",\"recipient\":\"Testford Surgery (A99902)\",\"count\":3}")
        .contains("\"waiting\"");
    assertThat(count("state in ('held', 'waiting')")).isEqualTo(5);
  }

  @Test
  void whoeverComesLaterIsNotCaughtAndWhatHasGoneOnIsLeftAndCounted() throws Exception {
    documents(5, "waiting");
    String id = draft(sender, "hold");
    documents(2, "unconfirmed");
    network.execute(
        "update document set state = 'withdrawn', due_at = null where id = (select id from document"
            + " where use_case = '"
            + use
            + "' and state = 'waiting' limit 1)");
    assertThat(start(sender, id).status()).isEqualTo(202);
    JsonNode ended = ended(id);
    assertThat(ended.path("done").asInt()).isEqualTo(4);
    assertThat(ended.path("leftOut").asInt()).isEqualTo(1);
    assertThat(ended.path("outcomes").path("changed").asInt()).isEqualTo(1);
    assertThat(count("state = 'held'")).isEqualTo(4);
    assertThat(count("state = 'unconfirmed'")).isEqualTo(2);
    assertThat(ended.path("documents")).hasSize(5);
    assertThat(ended.path("reason").asText()).isEqualTo("The practice is shut");
    assertThat(ended.path("by").asText()).isEqualTo("S. Sender");
    assertThat(sender.get(PLACE).text()).contains(id);
  }

  @Test
  void theAuditLogTellsOfTheBeginningOfEachDocumentAndOfTheEndByAPerson() throws Exception {
    documents(3, "waiting");
    String id = draft(sender, "withdraw");
    assertThat(start(sender, id).status()).isEqualTo(202);
    ended(id);
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'withdrawn' and case_id in (select"
                    + " id from document where use_case = '"
                    + use
                    + "')"))
        .isEqualTo("3");
    assertThat(told(Action.BULK_STARTED, id)).isEqualTo(1);
    network.execute(
        "update bulk_act set state = 'running', ended_at = null, next_at = 'infinity' where id = '"
            + id
            + "'");
    assertThat(sender.post(PLACE + "/" + id + "/stop", "{}").status()).isEqualTo(200);
    assertThat(told(Action.BULK_STOPPED, id)).isEqualTo(1);
  }

  @Test
  void aReasonIsAskedAndItIsBegunOnce() throws Exception {
    documents(1, "waiting");
    String id = draft(sender, "hold");
    assertThat(sender.post(PLACE + "/" + id + "/start", "{}").status()).isEqualTo(422);
    assertThat(start(sender, id).status()).isEqualTo(202);
    assertThat(start(sender, id).status()).isEqualTo(409);
  }

  @Test
  void whatWasCountedLongAgoIsCountedAgain() throws Exception {
    documents(1, "waiting");
    String id = draft(sender, "hold");
    network.execute(
        "update bulk_act set drafted_at = drafted_at - interval '61 minutes' where id = '"
            + id
            + "'");
    assertThat(start(sender, id).status()).isEqualTo(409);
    assertThat(count("state = 'waiting'")).isEqualTo(1);
  }

  @Test
  void thePatientOfARestrictedRecordIsDecidedAboutOneByOne() throws Exception {
    documents(2, "held");
    String id = draft(sender, "release");
    network.execute("update document set hold_kind = 'restricted' where use_case = '" + use + "'");
    assertThat(start(sender, id).status()).isEqualTo(202);
    assertThat(ended(id).path("outcomes").path("restricted").asInt()).isEqualTo(2);
    assertThat(count("state = 'held'")).isEqualTo(2);
  }

  @Test
  void manyAreSentAgainOnlyWhenASecondPersonConfirms() throws Exception {
    documents(3, "failed");
    String id = draft(sender, "resend");
    assertThat(start(sender, id).status()).isEqualTo(403);
    String confirmation = second(id);
    assertThat(state(id)).isEqualTo("asked");
    assertThat(count("state = 'failed'")).isEqualTo(3);
    assertThat(sender.post("/api/v1/confirmations/" + confirmation + "/confirm", "").status())
        .isEqualTo(403);
    assertThat(second.get("/confirmations/" + confirmation).text())
        .contains("Send many documents again", "3 documents, each of which you find here")
        .contains("/outbox/bulk/" + id);
    confirmed(confirmation);
    assertThat(ended(id).path("by").asText()).isEqualTo("S. Sender, confirmed by T. Second");
    assertThat(count("state <> 'failed'")).isEqualTo(3);
  }

  @Test
  void whatTheSecondPersonRefusesIsNotDone() throws Exception {
    documents(1, "failed");
    String id = draft(sender, "resend");
    String confirmation = second(id);
    assertThat(second.post("/api/v1/confirmations/" + confirmation + "/refuse", "").status())
        .isEqualTo(200);
    assertThat(shown(id).path("state").asText()).isEqualTo("refused");
    assertThat(count("state = 'failed'")).isEqualTo(1);
  }

  @Test
  void itIsStoppedHalfWayAndTheRestStaysAsItIs() throws Exception {
    documents(400, "failed");
    String id = draft(sender, "resend");
    String confirmation = second(id);
    holdWhen("new.done > old.done");
    confirmed(confirmation);
    await().atMost(PATIENCE).until(() -> shown(id).path("done").asInt() > 0);
    assertThat(second.post(PLACE + "/" + id + "/stop", "{}").status()).isEqualTo(200);
    JsonNode stopped = shown(id);
    assertThat(stopped.path("state").asText()).isEqualTo("stopped");
    assertThat(stopped.path("stoppedBy").asText()).isEqualTo("T. Second");
    assertThat(stopped.path("done").asInt()).isEqualTo(100);
    letGo(id);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .until(() -> count("state = 'failed' and posts = 1") == 300);
    assertThat(second.post(PLACE + "/" + id + "/stop", "{}").status()).isEqualTo(409);
  }

  /** What a killed node leaves to others is measured by the bench of clusters. */
  @Test
  void aThousandGoAgainOnceEachThoughTheDatabaseIsLostAndTheNodeRestartsMeanwhile()
      throws Exception {
    documents(1000, "failed");
    String id = draft(sender, "resend");
    confirmed(second(id));
    for (int i = 1; i <= 3; i++) {
      int before = 100 * i;
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  Integer.parseInt(network.one("select done from bulk_act where id = '" + id + "'"))
                      >= before);
      network.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and"
              + " datname = current_database()");
    }
    assertThat(state(id)).isEqualTo("running");
    network.restartNode();
    await().atMost(PATIENCE).until(() -> state(id).equals("done"));
    assertThat(network.one("select done || ' ' || left_out from bulk_act where id = '" + id + "'"))
        .isEqualTo("1000 0");
    assertThat(
            network.one(
                "select count(*) from event where kind = 'resent' and document in (select id from"
                    + " document where use_case = '"
                    + use
                    + "')"))
        .isEqualTo("1000");
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'resent' and case_id in (select id"
                    + " from document where use_case = '"
                    + use
                    + "')"))
        .isEqualTo("1000");
    await().atMost(PATIENCE).until(() -> count("posts > 1") == 1000);
    // What was handed to MESH when the database was lost may be handed over once more: as the same
    // message.
    assertThat(count("cardinality(earlier_message_ids) = 1")).isEqualTo(1000);
  }

  @Test
  void anotherOrganisationSeesAndChangesNothingOfIt() throws Exception {
    documents(1, "waiting");
    String id = draft(sender, "hold");
    Someone stranger = Someone.at(network, TestNetwork.PRACTICE, "S. Stranger", Role.SENDER);
    assertThat(start(stranger, id).status()).isEqualTo(404);
    assertThat(start(sender, id).status()).isEqualTo(202);
    ended(id);
    assertThat(stranger.get(PLACE + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.post(PLACE + "/" + id + "/stop", "{}").status()).isEqualTo(404);
    assertThat(stranger.get(PLACE).text()).doesNotContain(id);
    JsonNode none = stranger.post(PLACE, "{\"act\":\"hold\",\"use-case\":\"" + use + "\"}").json();
    assertThat(none.path("items").asInt()).isZero();
  }

  @Test
  void whatSomebodyHasOnlyCountedIsNobodyElsesToBegin() throws Exception {
    documents(1, "waiting");
    String id = draft(sender, "hold");
    Someone other = Someone.at(network, TestNetwork.HUB, "T. Other", Role.SENDER);
    assertThat(other.get(PLACE + "/" + id).status()).isEqualTo(404);
    assertThat(start(other, id).status()).isEqualTo(404);
  }

  @Test
  void whoMayNotDoItWithOneCountsNothing() throws Exception {
    assertThat(operator.post(PLACE, "{\"act\":\"withdraw\"}").status()).isEqualTo(403);
    assertThat(sender.post(PLACE, "{\"act\":\"confirm\"}").status()).isEqualTo(422);
    assertThat(sender.post(PLACE, "{}").status()).isEqualTo(422);
  }

  @Test
  void aMachineWithdrawsManyForSomebody() throws Exception {
    documents(2, "waiting");
    Credentials key =
        new Credentials(
            Credentials.key(
                network.served(), TestNetwork.HUB, Permission.SEE_OUTBOX, Permission.WITHDRAW),
            "");
    try (HttpCaller machine = HttpCaller.with(network.node().url(), key)) {
      Answer counted = ask(machine, "{\"act\":\"withdraw\",\"use-case\":\"" + use + "\"}");
      String id = counted.json().path("id").asText();
      Answer again = ask(machine, "{\"act\":\"withdraw\",\"use-case\":\"" + use + "\"}");
      assertThat(again.json().path("id").asText()).isEqualTo(id);
      assertThat(ask(machine, "{\"act\":\"hold\",\"use-case\":\"" + use + "\"}").status())
          .isEqualTo(422);
      Answer begun =
          machine.post(
              PLACE + "/" + id + "/start",
              "application/json",
              "{\"reason\":\"Asked to\",\"by\":\"B. Fictional\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(begun.status()).as(begun.text()).isEqualTo(202);
      assertThat(ended(id).path("by").asText()).isEqualTo("B. Fictional, stated by a machine");
    }
    assertThat(count("state = 'withdrawn'")).isEqualTo(2);
  }

  /** With the key of a program, which counts those of this kind that could go again. */
  private String countedByAMachine() throws Exception {
    String key =
        Credentials.key(
            network.served(), TestNetwork.HUB, Permission.SEE_OUTBOX, Permission.RESEND_MANY);
    try (HttpCaller machine = HttpCaller.with(network.node().url(), new Credentials(key, ""))) {
      Answer counted = ask(machine, "{\"act\":\"resend\",\"use-case\":\"" + use + "\"}");
      assertThat(counted.status()).as(counted.text()).isEqualTo(201);
      String id = counted.json().path("id").asText();
      for (String step : List.of("/start", "/ask")) {
        Answer refused =
            machine.post(
                PLACE + "/" + id + step,
                "application/json",
                "{\"reason\":\"Asked to\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).as(step + refused.text()).isEqualTo(403);
      }
      return id;
    }
  }

  @Test
  void whatAMachineHasCountedTwoPeopleHaveSentAgain() throws Exception {
    documents(2, "failed");
    String id = countedByAMachine();
    assertThat(count("state = 'failed'")).isEqualTo(2);
    assertThat(sender.get("/outbox/bulk/" + id).text())
        .contains("Ask a second person", "A program has counted it", "<bdi>a machine</bdi>");
    String confirmation = second(id);
    assertThat(sender.post("/api/v1/confirmations/" + confirmation + "/confirm", "").status())
        .isEqualTo(403);
    confirmed(confirmation);
    assertThat(ended(id).path("by").asText()).isEqualTo("S. Sender, confirmed by T. Second");
    assertThat(count("state <> 'failed'")).isEqualTo(2);
    assertThat(
            network.one(
                "select count(*) from bulk_act where id = '"
                    + id
                    + "' and person = '"
                    + sender.person().id()
                    + "' and actor like '%S. Sender%'"))
        .isEqualTo("1");
  }

  @Test
  void whatAMachineHasCountedIsForThoseWhoMaySendEachOfThem() throws Exception {
    documents(2, "failed");
    String id = countedByAMachine();
    assertThat(operator.get("/outbox/bulk/" + id).status()).isEqualTo(404);
    assertThat(operator.post(PLACE + "/" + id + "/ask", "").status()).isEqualTo(404);
    Someone clinician = Someone.at(network, TestNetwork.HUB, "C. Clinician", Role.CLINICIAN);
    assertThat(clinician.get("/outbox/bulk/" + id).status()).isEqualTo(404);
    Someone elsewhere = Someone.at(network, TestNetwork.PRACTICE, "P. Sender", Role.SENDER);
    assertThat(elsewhere.get("/outbox/bulk/" + id).status()).isEqualTo(404);
    assertThat(state(id)).isEqualTo("drafted");
  }

  @Test
  void whatAPersonHasCountedIsNobodyElsesToAskFor() throws Exception {
    documents(1, "failed");
    String id = draft(sender, "resend");
    assertThat(second.post(PLACE + "/" + id + "/ask", "").status()).isEqualTo(404);
  }

  @Test
  void aMachineWithoutThatScopeCountsNone() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, Permission.SEE_OUTBOX);
    try (HttpCaller machine = HttpCaller.with(network.node().url(), new Credentials(key, ""))) {
      assertThat(ask(machine, "{\"act\":\"resend\"}").status()).isEqualTo(403);
    }
  }

  private static Answer ask(HttpCaller machine, String body) throws Exception {
    return machine.post(
        PLACE,
        "application/json",
        body.getBytes(StandardCharsets.UTF_8),
        "Idempotency-Key",
        "once-" + Thread.currentThread().threadId());
  }

  @Test
  void onPagesItIsCountedBegunAndReportedFromTheList() throws Exception {
    documents(3, "waiting");
    String list = sender.get("/outbox?use-case=" + use).text();
    assertThat(list).contains("With everything that this list shows", "action=\"/outbox/bulk\"");
    Answer counted = sender.post("/outbox/bulk", "act=withdraw&view=all&use-case=" + use);
    assertThat(counted.status()).as(counted.text()).isEqualTo(303);
    String place = counted.header("Location");
    assertThat(sender.get(place).text())
        .contains("Withdraw it: 3 documents?", "Nothing is done yet.", "How many of which")
        .contains("Testford Surgery (A99902)", "TESTPATIENT, Alpha")
        .contains("Back to the list", "/outbox?use-case=" + use);
    assertThat(sender.post(place + "/start", "reason=").status()).isEqualTo(422);
    assertThat(sender.post(place + "/start", "reason=Entered+twice").status()).isEqualTo(303);
    ended(place.substring(place.lastIndexOf('/') + 1));
    assertThat(sender.get(place).text())
        .contains("Finished", "Done with 3 documents.", "Entered twice", "S. Sender");
    assertThat(sender.get("/outbox/bulk").text()).contains("Withdraw it: 3 documents", "Finished");
    assertThat(operator.get(place).text()).contains("Finished").doesNotContain("TESTPATIENT");
    assertThat(count("state = 'withdrawn'")).isEqualTo(3);
  }

  @Test
  void whileItRunsItsPageShowsHowFarItIsAndStopsIt() throws Exception {
    documents(300, "failed");
    String id = draft(sender, "resend");
    String confirmation = second(id);
    holdWhen("true");
    confirmed(confirmation);
    String page = sender.get("/outbox/bulk/" + id).text();
    assertThat(page).contains("Show how far it is now", "<progress", "What has not had its turn");
    assertThat(sender.post("/outbox/bulk/" + id + "/stop", "").status()).isEqualTo(303);
    assertThat(sender.get("/outbox/bulk/" + id).text())
        .contains("because it was stopped", "Stopped by", "More documents");
    assertThat(sender.get("/outbox/bulk/" + id + "?from=300").text()).contains("Not done");
  }

  /** So many are about to leave, and none of them does: another node has them. */
  private void crowd() {
    network.execute(
        "insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)"
            + " values ('other', 'other', 'test', '{}', now(), now(), now() + interval '1 day')"
            + " on conflict do nothing");
    documents(500, "accepted");
    network.execute(
        "update document set due_at = accepted_at - interval '1 day', lease_owner = 'other',"
            + " leased_at = now() + interval '1 day' where state = 'accepted' and use_case = '"
            + use
            + "'");
  }

  @Test
  void whatWaitsForOthersToLeaveKeepsNoOtherActFromItsTurn() throws Exception {
    documents(3, "failed");
    documents(2, "waiting");
    String resend = draft(sender, "resend");
    String withdraw = draft(sender, "withdraw");
    String confirmation = second(resend);
    String giveUp = draft(sender, "give-up");
    crowd();
    confirmed(confirmation);
    assertThat(start(sender, withdraw).status()).isEqualTo(202);
    assertThat(ended(withdraw).path("done").asInt()).isEqualTo(2);
    assertThat(start(sender, giveUp).status()).isEqualTo(202);
    assertThat(ended(giveUp).path("done").asInt()).isEqualTo(3);
    assertThat(shown(resend).path("state").asText()).isEqualTo("running");
    network.execute(
        "delete from document where lease_owner = 'other' and use_case = '" + use + "'");
    assertThat(ended(resend).path("leftOut").asInt()).isEqualTo(3);
  }

  @Test
  void whatKeepsDocumentsHereComesBeforeAllElse() throws Exception {
    documents(1, "failed");
    documents(1, "waiting");
    String giveUp = draft(sender, "give-up");
    String hold = draft(sender, "hold");
    holdWhen("true");
    assertThat(start(sender, giveUp).status()).isEqualTo(202);
    assertThat(start(sender, hold).status()).isEqualTo(202);
    network.execute("drop trigger test_holds on bulk_act");
    network.execute(
        "update bulk_act set next_at = case kind when 'give-up' then timestamptz '2020-01-01' else"
            + " now() end where id in ('%s', '%s')".formatted(giveUp, hold));
    ended(giveUp);
    ended(hold);
    assertThat(
            network.one(
                "select string_agg(kind, ' ' order by id) from event where kind in ('held',"
                    + " 'given-up') and document in (select id from document where use_case = '"
                    + use
                    + "')"))
        .isEqualTo("held given-up");
  }

  @Test
  void whatMeshSaysWasCollectedIsLeftAsItIs() throws Exception {
    documents(2, "failed");
    String collected =
        network.one("select id from document where use_case = '" + use + "' order by id limit 1");
    String mesh = network.one("select mesh_message_id from document where id = '" + original + "'");
    network.execute(
        "update document set mesh_message_id = '%s' where id = '%s'".formatted(mesh, collected));
    String id = draft(sender, "resend");
    confirmed(second(id));
    JsonNode ended = ended(id);
    assertThat(ended.path("outcomes").path("collected").asInt()).isEqualTo(1);
    assertThat(ended.path("done").asInt()).isEqualTo(1);
    assertThat(network.one("select state from document where id = '" + collected + "'"))
        .isEqualTo("failed");
  }

  @Test
  void whereThisProgramFailsTheOthersHaveTheirTurnAndTheTrailKeepsItConfidential()
      throws Exception {
    documents(3, "waiting");
    String fails =
        network.one("select id from document where use_case = '" + use + "' order by id limit 1");
    network.execute("update document set confidential = true where id = '" + fails + "'");
    String id = draft(sender, "hold");
    network.execute(
        """
        create or replace function test_fail() returns trigger language plpgsql as $$
          begin raise exception 'not this one'; end $$;
        create or replace trigger test_fails before update on document for each row
          when (old.id = '%s' and new.state = 'held') execute function test_fail()
        """
            .formatted(fails));
    assertThat(start(sender, id).status()).isEqualTo(202);
    JsonNode ended = ended(id);
    assertThat(ended.path("done").asInt()).isEqualTo(2);
    assertThat(ended.path("outcomes").path("failed").asInt()).isEqualTo(1);
    assertThat(
            network
                .served()
                .audited()
                .search()
                .find(AuditQuery.newest(TestNetwork.HUB, 1001))
                .stream()
                .filter(each -> each.data().caseId().equals(Optional.of(UUID.fromString(fails))))
                .filter(each -> each.action() == Action.HELD)
                .map(each -> each.data().confidentiality().isPresent()))
        .containsExactly(true);
  }

  @Test
  void pagesOfItLeaveOutWhatWasDeletedAndDoubleNothing() throws Exception {
    documents(4, "waiting");
    String id = draft(sender, "hold");
    assertThat(start(sender, id).status()).isEqualTo(202);
    ended(id);
    network.execute("delete from bulk_item where position in (1, 3) and bulk = '" + id + "'");
    List<Integer> positions = new ArrayList<>();
    String next = PLACE + "/" + id + "?limit=1";
    while (!next.isEmpty()) {
      JsonNode page = sender.get(next).json();
      page.path("documents").forEach(each -> positions.add(each.path("position").asInt()));
      next = page.path("next").asText("");
    }
    assertThat(positions).containsExactly(2, 4);
    network.execute("delete from bulk_item where position = 4 and bulk = '" + id + "'");
    assertThat(sender.get(PLACE + "/" + id + "?from=2").json().has("next")).isFalse();
  }

  @Test
  void theSecondPersonHasMoreThanTheHourInWhichItIsAskedFor() throws Exception {
    documents(1, "failed");
    String id = draft(sender, "resend");
    String confirmation = second(id);
    network.execute(
        "update bulk_act set drafted_at = drafted_at - interval '61 minutes' where id = '"
            + id
            + "'");
    confirmed(confirmation);
    assertThat(ended(id).path("done").asInt()).isEqualTo(1);
  }

  @Test
  void theTrailTellsOfTheStateInWhichADocumentReallyWas() throws Exception {
    documents(1, "waiting");
    String id = draft(sender, "hold");
    String document = network.one("select id from document where use_case = '" + use + "'");
    try (Handle meanwhile = network.database().open()) {
      meanwhile.begin();
      meanwhile.execute("update document set state = 'unconfirmed' where id = '" + document + "'");
      assertThat(start(sender, id).status()).isEqualTo(202);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  !network
                      .one(
                          "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and"
                              + " query like '%for update'")
                      .equals("0"));
      meanwhile.commit();
    }
    ended(id);
    assertThat(
            network
                .served()
                .audited()
                .search()
                .find(AuditQuery.newest(TestNetwork.HUB, 1001))
                .stream()
                .filter(each -> each.data().caseId().equals(Optional.of(UUID.fromString(document))))
                .filter(each -> each.action() == Action.HELD)
                .map(each -> each.change().before().orElseThrow()))
        .containsExactly("unconfirmed");
  }
}
