package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.GenericDocument;
import gpcm.exchange.Deadline;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ResponseCode;
import gpcm.node.ledger.StepResult;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SendingDeadlines;
import gpcm.node.sending.SendingRule;
import gpcm.node.web.HttpCaller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What waits is told of when its time is over: by what its organisation has set, and not before.
 * The hub has set times of its own, and the pharmacy none.
 */
class DeadlinesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration WATCHED = Duration.ofMillis(1_200);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN = Duration.ofMinutes(10);
  private static final String LETTER = "generic.json";

  @Running static TestNetwork network;

  @BeforeEach
  void theHubHasSetNothingElse() {
    own(Map.of());
  }

  @AfterEach
  void asUsual() {
    network.mesh().clearFaults();
    for (String organisation : List.of(HUB, PHARMACY)) {
      confirmed(organisation, false);
    }
  }

  private static SendingDeadlines deadlines() {
    return network.served().sendingRules().deadlines();
  }

  private static void own(Map<Deadline, Duration> own) {
    assertThat(deadlines().set(HUB, own, deadlines().of(HUB).version(), "A. Administrator"))
        .isPresent();
  }

  private static void confirmed(String organisation, boolean confirmed) {
    var rules = network.served().sendingRules();
    SendingRule before =
        rules.all(organisation).stream()
            .filter(rule -> rule.useCase().equals(GenericDocument.USE_CASE))
            .findFirst()
            .orElseThrow();
    assertThat(
            rules.set(
                organisation,
                new SendingRule(
                    before.useCase(),
                    before.delay(),
                    confirmed,
                    Optional.empty(),
                    before.version()),
                "A. Administrator"))
        .isPresent();
  }

  private static void uncollected(String mailbox) {
    network.mesh().add(InjectedFault.answer("GET", mailbox + "/inbox", 503, 100_000));
  }

  private static void pass(Duration time) {
    network.advance(time);
    network.node().look();
  }

  private static UUID submitted(String sender, DocumentState state) throws Exception {
    return submitted(LETTER, sender, state);
  }

  private static UUID submitted(String example, String sender, DocumentState state)
      throws Exception {
    UUID id = network.submit(TestNetwork.document(example, sender));
    await().atMost(PATIENCE).until(() -> network.state(id) == state);
    return id;
  }

  private static boolean isTold(String kind, UUID id) {
    return !network.alerts(kind + "/" + id).isEmpty();
  }

  /** The hub is told after ten minutes and not a minute before, and the pharmacy is not told. */
  private static void toldAfterTen(String kind, UUID ofHub, UUID ofPharmacy) {
    pass(TEN.minus(MINUTE));
    await().during(WATCHED).atMost(PATIENCE).until(() -> !isTold(kind, ofHub));
    pass(MINUTE.multipliedBy(2));
    await().atMost(PATIENCE).until(() -> isTold(kind, ofHub));
    await().during(WATCHED).atMost(PATIENCE).until(() -> !isTold(kind, ofPharmacy));
  }

  @Test
  void what_nobody_confirms() throws Exception {
    own(Map.of(Deadline.CONFIRMATION, TEN));
    confirmed(HUB, true);
    confirmed(PHARMACY, true);
    toldAfterTen(
        "unconfirmed",
        submitted(HUB, DocumentState.UNCONFIRMED),
        submitted(PHARMACY, DocumentState.UNCONFIRMED));
  }

  @Test
  void what_is_held() throws Exception {
    own(Map.of(Deadline.HELD, TEN));
    UUID ofHub = held(HUB);
    UUID ofPharmacy = held(PHARMACY);
    toldAfterTen("held", ofHub, ofPharmacy);
  }

  private static UUID held(String organisation) throws Exception {
    confirmed(organisation, true);
    UUID id = submitted(organisation, DocumentState.UNCONFIRMED);
    assertThat(
            network
                .node()
                .outbox()
                .happens(
                    OutboxView.of(organisation),
                    id,
                    new DocumentFact.Stopped("Bo", "to be talked over"),
                    handle -> {}))
        .isTrue();
    return id;
  }

  @Test
  void what_MESH_does_not_take() throws Exception {
    own(Map.of(Deadline.NOT_ACCEPTED, TEN));
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID ofHub = submitted(HUB, DocumentState.BUILT);
    UUID ofPharmacy = submitted(PHARMACY, DocumentState.BUILT);
    toldAfterTen("not-accepted", ofHub, ofPharmacy);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.state(ofHub) == DocumentState.COMPLETED);
    assertThat(isTold("not-accepted", ofHub)).isFalse();
  }

  @Test
  void what_its_recipient_does_not_collect() throws Exception {
    own(Map.of(Deadline.NOT_COLLECTED, TEN.multipliedBy(2), Deadline.TRACKING, TEN));
    uncollected(PRACTICE_MAILBOX);
    UUID ofHub = submitted(HUB, DocumentState.SENT);
    UUID ofPharmacy = submitted(PHARMACY, DocumentState.SENT);
    pass(TEN);
    await().atMost(PATIENCE).until(() -> network.kinds(ofHub).contains("tracked"));
    toldAfterTen("not-collected", ofHub, ofPharmacy);
    assertThat(network.state(ofHub)).isEqualTo(DocumentState.SENT);
  }

  @Test
  void what_its_recipients_system_does_not_confirm() throws Exception {
    own(Map.of(Deadline.INFRASTRUCTURE, TEN));
    uncollected(PRACTICE_MAILBOX);
    toldAfterTen(
        "overdue", submitted(HUB, DocumentState.SENT), submitted(PHARMACY, DocumentState.SENT));
  }

  @Test
  void what_the_practice_does_not_accept() throws Exception {
    own(Map.of(Deadline.BUSINESS, TEN));
    uncollected(PRACTICE_MAILBOX);
    toldAfterTen(
        "overdue",
        acknowledged(LETTER, HUB, HUB_MAILBOX, PRACTICE_MAILBOX),
        acknowledged(LETTER, PHARMACY, PHARMACY_MAILBOX, PRACTICE_MAILBOX));
  }

  @Test
  void what_another_provider_does_not_answer() throws Exception {
    own(Map.of(Deadline.PROVIDER, TEN, Deadline.BUSINESS, MINUTE));
    uncollected(PHARMACY_MAILBOX);
    uncollected(PRACTICE_MAILBOX);
    UUID id = submitted("online-consultation-pharmacy.json", HUB, DocumentState.SENT);
    network.execute(
        "update document set state = 'infrastructure-acknowledged', infrastructure_code = '20013',"
            + " due_at = due_at - interval '23 hours 50 minutes' where id = '%s'".formatted(id));
    pass(TEN.minus(MINUTE));
    await().during(WATCHED).atMost(PATIENCE).until(() -> !isTold("overdue", id));
    pass(MINUTE.multipliedBy(2));
    await().atMost(PATIENCE).until(() -> isTold("overdue", id));
  }

  private static UUID acknowledged(String example, String sender, String mailbox, String recipient)
      throws Exception {
    UUID id = submitted(example, sender, DocumentState.SENT);
    try (OtherMailbox other = network.other(recipient)) {
      other.answers(network.sentMessage(), ResponseCode.SUCCESS, mailbox);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> network.state(id) == DocumentState.INFRASTRUCTURE_ACKNOWLEDGED);
    return id;
  }

  @Test
  void what_gives_no_sign_of_itself() throws Exception {
    own(Map.of(Deadline.INFRASTRUCTURE, MINUTE, Deadline.UNDELIVERED, TEN.plus(MINUTE)));
    uncollected(PRACTICE_MAILBOX);
    UUID ofHub = submitted(HUB, DocumentState.SENT);
    UUID ofPharmacy = submitted(PHARMACY, DocumentState.SENT);
    pass(MINUTE);
    await().atMost(PATIENCE).until(() -> network.state(ofHub) == DocumentState.OVERDUE);
    toldAfterTen("undelivered", ofHub, ofPharmacy);
  }

  @Test
  void what_waits_already_ends_so_much_earlier_or_later() throws Exception {
    uncollected(PRACTICE_MAILBOX);
    UUID id = submitted(HUB, DocumentState.SENT);
    own(Map.of(Deadline.INFRASTRUCTURE, TEN));
    toldAfterTen("overdue", id, UUID.randomUUID());

    own(Map.of(Deadline.INFRASTRUCTURE, TEN));
    UUID later = submitted(HUB, DocumentState.SENT);
    own(Map.of(Deadline.INFRASTRUCTURE, TEN.multipliedBy(2)));
    pass(TEN);
    toldAfterTen("overdue", later, UUID.randomUUID());
  }

  private static String column(String name, UUID id) {
    return network.one("select %s from document where id = '%s'".formatted(name, id));
  }

  /** A question that was due long ago is asked now. */
  @Test
  void MESH_is_asked_so_much_earlier_of_what_waits_already() throws Exception {
    uncollected(PRACTICE_MAILBOX);
    UUID id = submitted(HUB, DocumentState.SENT);
    pass(Duration.ofMinutes(30));
    own(Map.of(Deadline.TRACKING, Duration.ofMinutes(15)));
    network.node().look();
    await().atMost(PATIENCE).until(() -> network.kinds(id).contains("tracked"));
  }

  @Test
  void MESH_is_asked_again_so_much_later_of_what_it_was_asked_of_already() throws Exception {
    uncollected(PRACTICE_MAILBOX);
    UUID id = submitted(HUB, DocumentState.SENT);
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> network.kinds(id).contains("tracked"));
    String before = column("ask_mesh_at", id);
    own(Map.of(Deadline.TRACKING_AGAIN, Duration.ofHours(5), Deadline.TRACKING, TEN));
    assertThat(column("ask_mesh_at = '%s'::timestamptz + interval '1 hour'".formatted(before), id))
        .isEqualTo("t");
  }

  /** Somebody else works on the document while the time is set: both count. */
  @Test
  void what_comes_into_its_state_at_that_moment_ends_so_much_earlier_too() throws Exception {
    uncollected(PRACTICE_MAILBOX);
    UUID id = submitted(HUB, DocumentState.SENT);
    Thread sets;
    try (Handle other = network.database().open()) {
      other.begin();
      other.execute(
          "update document set state = 'held', due_at = due_at, hold_kind = 'person', held_since = now() where id = '%s'"
              .formatted(id));
      String due = column("due_at", id);
      sets = Thread.ofVirtual().start(() -> own(Map.of(Deadline.HELD, TEN)));
      network.awaitWaiter();
      other.commit();
      sets.join();
      assertThat(
              column(
                  "due_at = '%s'::timestamptz - interval '23 hours 50 minutes'".formatted(due), id))
          .isEqualTo("t");
    }
  }

  @Test
  void what_begins_while_a_time_is_set_has_the_new_one() throws Exception {
    uncollected(PRACTICE_MAILBOX);
    UUID id = submitted(HUB, DocumentState.SENT);
    Thread acknowledged;
    try (Handle other = network.database().open()) {
      other.begin();
      other.execute("select from document where id = '%s' for update".formatted(id));
      acknowledged =
          Thread.ofVirtual()
              .start(
                  () ->
                      network
                          .node()
                          .ledger()
                          .apply(
                              List.of(
                                  new StepResult()
                                      .document(
                                          id, new DocumentFact.Undelivered("14", "uncollected")),
                                  new StepResult()
                                      .document(id, new DocumentFact.Resent("Bo", true)))));
      network.awaitWaiter();
      other.execute(
          "insert into sending_deadlines (organisation, seconds, changed_by, changed_at) values ('%s',"
                  .formatted(HUB)
              + " '{\"not-accepted\": 600}', 'A. Administrator', now()) on conflict (organisation)"
              + " do update set seconds = excluded.seconds, version = sending_deadlines.version +"
              + " 1");
      other.commit();
    }
    acknowledged.join();
    assertThat(
            network.count(
                "select count(*) from document where id = '%s' and tell_at = updated_at + interval '10 minutes'"
                    .formatted(id)))
        .isEqualTo(1);
  }

  @Test
  void a_time_that_would_never_come_is_refused() throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      for (String never :
          List.of("\"tracking\":1440", "\"not-collected\":1440", "\"infrastructure\":720")) {
        var refused =
            http.put(
                "/api/v1/sending-deadlines",
                "{%s,\"version\":%d}"
                    .formatted(never, deadlines().of(HUB).version())
                    .getBytes(UTF_8));
        assertThat(refused.status()).as(never).isEqualTo(422);
        assertThat(refused.text()).contains("must be shorter than infrastructure");
      }
    }
  }

  @Test
  void what_somebody_else_has_set_meanwhile_stands() {
    int seen = deadlines().of(HUB).version();
    own(Map.of(Deadline.HELD, TEN));
    assertThat(deadlines().set(HUB, Map.of(), seen, "A. Administrator")).isEmpty();
    assertThat(deadlines().inForce(HUB).of(Deadline.HELD)).isEqualTo(TEN);
    assertThat(deadlines().inForce(PHARMACY).of(Deadline.HELD)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void they_are_set_and_read_over_HTTP() throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      int version = http.get("/api/v1/sending").json().at("/deadlines/version").asInt();
      JsonNode set =
          http.put(
                  "/api/v1/sending-deadlines",
                  "{\"held\":90,\"version\":%d}".formatted(version).getBytes(UTF_8))
              .json();
      assertThat(set.path("version").asInt()).isEqualTo(version + 1);
      assertThat(set.path("changedBy").asText()).isNotEmpty();
      JsonNode held = http.get("/api/v1/sending").json().at("/deadlines/deadlines/1");
      assertThat(held.path("deadline").asText()).isEqualTo("held");
      assertThat(held.path("minutes").asInt()).isEqualTo(90);
      assertThat(held.path("own").asBoolean()).isTrue();
      assertThat(
              http.put("/api/v1/sending-deadlines", "{\"held\":91,\"version\":0}".getBytes(UTF_8))
                  .status())
          .isEqualTo(409);
      for (String wrong : List.of("0", "86401", "\"soon\"", "-1", "1.5")) {
        assertThat(
                http.put(
                        "/api/v1/sending-deadlines",
                        "{\"held\":%s,\"version\":%d}"
                            .formatted(wrong, version + 1)
                            .getBytes(UTF_8))
                    .status())
            .as(wrong)
            .isEqualTo(422);
      }
      assertThat(
              http.put(
                      "/api/v1/sending-deadlines",
                      "{\"tracking\":14,\"version\":%d}".formatted(version + 1).getBytes(UTF_8))
                  .status())
          .as("MESH is asked politely")
          .isEqualTo(422);
    }
  }
}
