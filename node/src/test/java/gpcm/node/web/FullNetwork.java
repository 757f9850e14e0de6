package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.OdsCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.mesh.Secret;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.people.Role;
import gpcm.node.signin.SignedIn;
import gpcm.node.working.Working;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A network whose pages have something on them: of each state that there is, one. */
final class FullNetwork implements AutoCloseable {
  private static final LimitSettings.Rate PLENTY =
      new LimitSettings.Rate(10_000, Duration.ofSeconds(1));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** As a document that nobody has sent yet. */
  private static final String UNSENT =
      "posts = 0, posting = 'none', infrastructure_code = null, business_code = null, due_at ="
          + " timestamptz '2999-01-01T12:00Z', waits_until = timestamptz '2999-01-01T12:00Z'";

  private final TestNetwork network;
  private final WebServer server;
  private final Map<String, String> ids = new LinkedHashMap<>();

  private FullNetwork(TestNetwork network, WebServer server) {
    this.network = network;
    this.server = server;
  }

  static FullNetwork start(Path folder) throws Exception {
    TestNetwork network = new TestNetwork(folder);
    WebServer server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .withMaxRequestSize(ByteSize.ofMebibytes(1))
                .with(new LimitSettings(PLENTY, PLENTY, PLENTY)),
            network.served(),
            folder.resolve("uploads"));
    FullNetwork full = new FullNetwork(network, server);
    full.documentsTravel();
    full.peopleAreToDecide();
    full.peopleWork();
    full.documentsWaitForPeople();
    full.manyAreActedOn();
    full.oneIsUnreadable();
    full.settingsAreMade();
    full.alertsAreRaised();
    return full;
  }

  TestNetwork network() {
    return network;
  }

  WebServer server() {
    return server;
  }

  /** The id of what stands here under a name. */
  String id(String name) {
    return ids.get(name);
  }

  Someone at(String organisation, String name, Role... roles) {
    return Someone.at(network, organisation, name, roles);
  }

  /** One after the other, so that lists have them in the same order every time. */
  private void documentsTravel() throws Exception {
    sent("summary", "consultation-summary.json");
    sent("generic", "generic.json");
    sent("online", "online-consultation.json");
    sent("letter", "generic.json");
    String encounter = UUID.randomUUID().toString();
    version("replaced", encounter, "\"version\": 1,");
    version("current", encounter, "\"version\": 2, \"replaces\": \"" + encounter + "\",");
    for (String name : List.of("working", "done", "waiting", "void")) {
      version(name, UUID.randomUUID().toString(), "\"version\": 1,");
    }
    sent("confidential", "consultation-summary-confidential.json");
    UUID unknown =
        network.submit(
            ConsultationJson.read(
                TestNetwork.exampleJson(
                    TestNetwork.UNKNOWN_AT_PRACTICE, UUID.randomUUID().toString())));
    awaitState(unknown, DocumentState.REJECTED);
    ids.put("sent-refused", unknown.toString());
    ids.put("refused", network.entryOf(unknown));
  }

  private void sent(String name, String example) throws Exception {
    arrived(name, network.submit(TestNetwork.document(example, TestNetwork.HUB)));
  }

  private void version(String name, String encounter, String version) throws Exception {
    String json =
        new String(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter), StandardCharsets.UTF_8)
            .replace("\"version\": 1,", version);
    arrived(name, network.submit(ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8))));
  }

  private void arrived(String name, UUID sent) {
    awaitState(sent, DocumentState.COMPLETED);
    ids.put("sent-" + name, sent.toString());
    ids.put(
        name,
        network.one(
            "select e.id from worklist_entry e join document d on d.document_id = e.document_id"
                + " where e.organisation = 'A99902' and d.id = '"
                + sent
                + "'"));
  }

  private void awaitState(UUID sent, DocumentState state) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(() -> network.node().outbox().find(sent).orElseThrow().state() == state);
  }

  /** As a node leaves them that has people decide: about a patient, and about what to do. */
  private void peopleAreToDecide() {
    for (Map.Entry<String, String> each :
        Map.of("generic", "matching", "letter", "decision").entrySet()) {
      network.execute(
          """
          insert into business_decision (entry, received, organisation, question, doubts, answers_to, reference, address, opened_at, due_at)
          select id, received, organisation, '%s', 'the surname differs', message_id, encounter_id, 'A99901OT001', now(), now() + interval '1 day'
          from worklist_entry where id = '%s'
          """
              .formatted(each.getValue(), id(each.getKey())));
    }
  }

  private void peopleWork() throws Exception {
    Someone clerk = at(TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    LocalDate soon = LocalDate.ofInstant(network.served().clock().instant(), Working.ZONE);
    work(clerk, "working", "urgent", "{\"version\": 1, \"urgent\": true}");
    work(clerk, "working", "take", "{\"version\": 2}");
    work(clerk, "working", "note", "{\"text\": \"Rang her. She will ring back on Monday.\"}");
    work(clerk, "working", "task", "{\"what\": \"Book a blood test\", \"due\": \"" + soon + "\"}");
    work(clerk, "done", "complete", "{\"version\": 1, \"outcome\": \"no-action-needed\"}");
    work(
        clerk,
        "waiting",
        "wait",
        "{\"version\": 1, \"until\": \"%s\", \"why\": \"She registers\"}"
            .formatted(soon.plusDays(20)));
    network.execute("update worklist_entry set state = 'void' where id = '" + id("void") + "'");
  }

  private void work(Someone who, String name, String act, String body) throws Exception {
    var answer = who.post("/api/v1/worklist/" + id(name) + "/" + act, body);
    assertThat(answer.status()).as(act + ": " + answer.text()).isEqualTo(200);
  }

  /** What was sent is made to stand as it does when people have to do something about it. */
  private void documentsWaitForPeople() throws Exception {
    stands("generic", "state = 'unconfirmed', " + UNSENT);
    stands(
        "online",
        "state = 'held', hold_kind = 'practice', held_since = now(), failure = 'PDS has no"
            + " practice for this patient', "
            + UNSENT);
    stands(
        "working",
        "state = 'held', hold_kind = 'restricted', held_since = now(), failure = 'the record is"
            + " restricted', "
            + UNSENT);
    stands("waiting", "state = 'waiting', " + UNSENT);
    stands("replaced", "state = 'overdue', business_code = null");
    stands("void", "state = 'withdrawn', " + UNSENT);
    for (String failed : List.of("done", "current")) {
      stands(
          failed,
          "state = 'failed', infrastructure_code = null, business_code = null, due_at = null,"
              + " lease_owner = null, fence = fence + 1");
    }
    network.execute(
        "insert into sending_follow_up (id, organisation, document, encounter_id, opened_at,"
            + " opened_by, reason) select gen_random_uuid(), organisation, id, encounter_id, now(),"
            + " 'the hub system', 'Recorded for somebody else' from document where id = '"
            + id("sent-letter")
            + "'");
    Someone asker = at(TestNetwork.HUB, "A. Asker-Example", Role.SENDER);
    ids.put(
        "confirmation",
        asker
            .post(
                "/confirmations",
                "document=%s&document=%s&reason=They+never+went"
                    .formatted(id("sent-done"), id("sent-current")))
            .header("Location"));
  }

  private void stands(String name, String so) {
    network.execute("update document set " + so + " where id = '" + id("sent-" + name) + "'");
  }

  /** One that half of it is done of, and that no node goes on with. */
  private void manyAreActedOn() {
    UUID act = UUID.randomUUID();
    network.execute(
        """
        insert into bulk_act (id, organisation, kind, query, actor, actor_id, made_by, named, drafted_at, items, others, state, reason,
          started_by, started_at, done, left_out, next_at)
        select '%s', 'A99901', 'withdraw', 'view=waiting', '{"kind":"MACHINE","id":"key","organisation":"A99901"}', 'key', 'S. Sender', true, now(),
          count(*), 2, 'running', 'Entered twice', 'S. Sender', now(), 1, 0, 'infinity' from document where organisation = 'A99901'
        """
            .formatted(act));
    network.execute(
        """
        insert into bulk_item (bulk, position, organisation, document, state, recipient, outcome, done_at)
        select '%s', n, organisation, id, 'waiting', recipient, case n when 1 then 'done' end, case n when 1 then now() end
        from (select *, row_number() over (order by accepted_at, id) n from document where organisation = 'A99901') d
        """
            .formatted(act));
    ids.put("act", act.toString());
  }

  /** One that could not be read, with what was found in it. */
  private void oneIsUnreadable() {
    UUID id = UUID.randomUUID();
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, received_at, position)
        select '%s', organisation, '20261128093000000000_ABC123', message_type, sender, recipient, workflow_id, subject, local_id, status_code,
          status_description, linked_message_id, sha256, size, 'unreadable', received_at, position
        from received_message where organisation = 'A99902' limit 1
        """
            .formatted(id));
    network.execute(
        """
        insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
        values ('%s', 0, 'GPCM-C-02', 'MUST', '10009', 'line 3, column 5', 'something else', 'a FHIR STU3 message bundle in XML',
          'Send well-formed XML in UTF-8 whose root is a Bundle of type message', false)
        """
            .formatted(id));
    ids.put("unreadable", id.toString());
  }

  private void settingsAreMade() throws Exception {
    Someone administrator = at(TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
    UUID self = administrator.person().id();
    UUID clerk = at(TestNetwork.PRACTICE, "A. Clerk", Role.CLERK).person().id();
    String team = AssignmentRulesTest.team(administrator, network, "Letters", self, clerk);
    for (String[] each :
        new String[][] {
          {
            "rules",
            "name=Summaries&use-case=consultation-summary&due=2&mark=true&whom=team-" + team
          },
          {"rules", "name=All+others&whom=person-" + clerk},
          {"fallback", "team=" + team},
          {
            "reviews",
            "name=Results&starts=true&use-case=generic&whom-1=team-%s&instruction-1=Read+it"
                .formatted(team)
          },
          {"sampling", "percent=5&whom=team-" + team},
          {"opening-hours", "opens-1=09:00&closes-1=17:30"},
          {
            "alerts",
            "name=Reception&kind=mail&address=desk%40practice.example&step=first&severity=today"
                + "&sides=receiving&sides=technical&hours=open-but-now&summary=true"
          },
          {
            "closed-days", "day=" + LocalDate.now(Working.ZONE).plusDays(100) + "&name=Bank+holiday"
          },
          {
            "absence",
            "person=%s&stand-in=%s&from=%s&to=%3$s"
                .formatted(clerk, self, LocalDate.now(Working.ZONE))
          },
        }) {
      AssignmentRulesTest.set(administrator, each[0], each[1]);
    }
    network.execute(
        """
        insert into saved_view (id, organisation, name, query, made_by, made_at)
        values (gen_random_uuid(), 'A99902', 'Letters that nobody has', 'view=unassigned&action=FA', 'B. Fictional', now())
        """);
  }

  private void alertsAreRaised() throws Exception {
    network.raise(
        UUID.fromString(id("sent-letter")),
        new AlertText("late", "An answer is late", "No answer came", "Ring them"));
    for (String each : List.of("sent-replaced", "sent-void", "sent-summary")) {
      network.raise(
          UUID.fromString(id(each)),
          new AlertText(
              "failed/" + each,
              "A document could not be sent",
              "MESH refused it",
              "Send it again"));
    }
    network.execute(
        """
        insert into alert (organisation, problem, title, what_happened, what_to_do, times, raised_at, last_at, resolved_at, resolved_by, outcome,
          outcome_text)
        values ('A99901', 'overdue/x', 'An answer was late', 'It was', 'Ring', 1, now(), now(), now(), 'B. Fictional', 'other-route', 'Rang')
        """);
    ids.put("alert", alert("late"));
    ids.put("alert-of-many", alert("failed"));
    Someone sender = at(TestNetwork.HUB, "S. Sender", Role.SENDER);
    sender.post("/alerts/" + id("alert-of-many") + "/take", "");
    sender.post("/alerts/" + id("alert-of-many") + "/comment", "text=Rang+the+practice");
    ids.put("alert-closed", network.one("select max(id) from alert where resolved_at is not null"));
  }

  private String alert(String problem) {
    return network.one(
        "select min(id) from alert where resolved_at is null and problem like '" + problem + "%'");
  }

  /** From now on, whoever says first which patient it is needs a second one who says the same. */
  void twoPeopleMatch() throws Exception {
    Someone administrator = at(TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
    AssignmentRulesTest.set(administrator, "matching", "by-two=true");
  }

  void oneOfTwoHasMatched() throws Exception {
    Someone clerk = at(TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    var answer =
        clerk.post(
            "/worklist/" + id("generic") + "/match", "choice=this-patient&reason=Compared+them");
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
  }

  /** What a browser has whose provider has said that somebody works for two organisations. */
  String choiceOfOrganisations() {
    List<SignedIn> choices =
        List.of(
            mayWork(TestNetwork.PRACTICE, Role.CLERK),
            mayWork(TestNetwork.HUB, Role.CLERK, Role.SENDER));
    String secret =
        network.served().waysIn().choices().keep(choices, Secret.of("an id token")).reveal();
    return secret
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("/".getBytes(StandardCharsets.UTF_8));
  }

  private SignedIn mayWork(String organisation, Role... roles) {
    return new SignedIn(
        "https://provider.example",
        "several",
        Optional.empty(),
        "S. Several-Example",
        new OdsCode(organisation),
        Set.of(roles),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        network.served().clock().instant(),
        2);
  }

  /** Somebody has done nothing for a while. */
  void isIdle(String name, Duration since) {
    network.execute(
        "update session set last_at = '%s' where person = (select id from person where name = '%s')"
            .formatted(network.served().clock().instant().minus(since), name));
  }

  @Override
  public void close() {
    server.close();
    network.close();
  }
}
