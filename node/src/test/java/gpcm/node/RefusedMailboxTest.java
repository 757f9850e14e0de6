package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.AnswerState;
import gpcm.exchange.DocumentState;
import gpcm.mesh.Secret;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.node.journal.Alert;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What MESH refuses about a mailbox holds that mailbox with one alert, and fails none of its
 * messages. What did fail for good a person can send again.
 */
class RefusedMailboxTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;

  @BeforeEach
  void start() throws IOException {
    network.restartNode(
        configuration -> Configurations.holding(configuration, Duration.ofSeconds(1)));
  }

  @Test
  void aWrongPasswordHoldsDocumentsAndAllGoOnOnceItIsRight() throws IOException {
    network.mesh().add(registered(HUB_MAILBOX, "changed"));

    List<UUID> waiting = List.of(submit(), submit(), lookedUp());

    Alert alert = awaitRefused(HUB);
    assertThat(alert.title()).contains(HUB_MAILBOX);
    assertThat(alert.whatHappened()).contains("403").contains("What waits here is kept");
    assertThat(alert.whatToDo()).contains("password");
    assertNothingElseIsTold();
    assertThat(waiting)
        .allSatisfy(
            id -> assertThat(network.state(id)).isIn(DocumentState.ACCEPTED, DocumentState.BUILT));

    network.mesh().add(registered(HUB_MAILBOX, "password"));

    waiting.forEach(id -> await().atMost(PATIENCE).until(() -> done(id)));
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-").isEmpty());
  }

  @Test
  void aClockThatIsWrongHoldsDocumentsToo() throws IOException {
    network.setMeshAhead(Duration.ofDays(2));

    UUID waiting = submit();

    awaitRefused(HUB);
    assertThat(network.state(waiting)).isIn(DocumentState.ACCEPTED, DocumentState.BUILT);

    network.setMeshAhead(Duration.ZERO);

    await().atMost(PATIENCE).until(() -> done(waiting));
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-").isEmpty());
  }

  @Test
  void aProxyThatAsksForALoginHoldsDocumentsToo() throws IOException {
    network.mesh().add(InjectedFault.answer("", HUB_MAILBOX, 407, 100_000));

    UUID waiting = submit();

    assertThat(awaitRefused(HUB).whatToDo()).contains("proxy's login");
    assertThat(network.state(waiting)).isIn(DocumentState.ACCEPTED, DocumentState.BUILT);

    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> done(waiting));
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-").isEmpty());
  }

  @Test
  void answersWaitForTheirMailboxToo() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", PRACTICE_MAILBOX + "/outbox", 403, 100_000));

    UUID sent = submit();

    awaitRefused(PRACTICE);
    await().atMost(PATIENCE).until(() -> answers("waiting").size() == 2);
    assertThat(network.state(sent)).isEqualTo(DocumentState.SENT);

    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> done(sent));
    assertThat(network.alerts("response/")).isEmpty();
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-").isEmpty());
  }

  @Test
  void aMailboxThatIsRefusedHoldsUpNoOther() throws IOException {
    network.mesh().add(registered(HUB_MAILBOX, "changed"));
    UUID waiting = submit();
    awaitRefused(HUB);

    UUID other = network.submit(TestNetwork.document("generic.json", TestNetwork.PHARMACY));

    await().atMost(PATIENCE).until(() -> done(other));
    assertThat(done(waiting)).isFalse();
  }

  @Test
  void aDocumentThatFailedForGoodIsSentAgainByAPerson() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", HUB_MAILBOX + "/outbox", 417, 1));
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id)).hasSize(1);
    String address = "/api/v1/documents/" + id + "/resend";

    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(post(http, address, "{\"by\": \" \"}")).isEqualTo(422);
      assertThat(post(http, address, "{\"by\": \"A. Nurse\"}")).isEqualTo(204);

      await().atMost(PATIENCE).until(() -> done(id));
      assertThat(network.alerts("failed/")).isEmpty();
      assertThat(network.node().outbox().timeline(id))
          .anySatisfy(
              event -> {
                assertThat(event.kind()).isEqualTo("resent");
                assertThat(event.actor()).contains("A. Nurse");
              });
      assertThat(post(http, address, "{\"by\": \"A. Nurse\"}")).isEqualTo(409);
      assertThat(
              post(
                  http,
                  "/api/v1/documents/" + UUID.randomUUID() + "/resend",
                  "{\"by\": \"A. Nurse\"}"))
          .isEqualTo(404);
    }
  }

  @Test
  void anAnswerThatFailedForGoodIsSentAgainByAPerson() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", PRACTICE_MAILBOX + "/outbox", 417, 1));
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> network.alerts("response/").size() == 1);
    Alert told = network.alerts("response/").getFirst();
    assertThat(told.organisation()).isEqualTo(PRACTICE);
    UUID answer = told.answer().orElseThrow();
    assertThat(answers("failed")).containsExactly(answer);
    String address = "/api/v1/answers/" + answer + "/resend";

    try (HttpCaller http =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      assertThat(http.get("/api/v1/alerts").text()).contains("\"answer\":\"" + answer + "\"");
      assertThat(post(http, address, "{\"by\": \"A. Clerk\"}")).isEqualTo(204);

      await().atMost(PATIENCE).until(() -> done(id));
      assertThat(network.alerts("response/")).isEmpty();
      assertThat(post(http, address, "{\"by\": \"A. Clerk\"}")).isEqualTo(409);
    }
    assertThat(network.served().answers().state(answer)).contains(AnswerState.SENT);
  }

  @Test
  void thePagesSendAgainToo() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", HUB_MAILBOX + "/outbox", 417, 1));
    UUID id = submit();
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);

    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(http.get("/outbox/" + id).text()).contains("/outbox/" + id + "/resend");
      http.post(
          "/outbox/" + id + "/resend",
          "application/x-www-form-urlencoded",
          "by=A.+Nurse".getBytes(StandardCharsets.UTF_8));

      await().atMost(PATIENCE).until(() -> done(id));
      assertThat(http.get("/outbox/" + id).text()).doesNotContain("/outbox/" + id + "/resend");
    }
  }

  private static RegisteredMailbox registered(String mailbox, String password) {
    return RegisteredMailbox.of(
        mailbox, mailbox.substring(0, 6), "Organisation " + mailbox, Secret.of(password));
  }

  private Alert awaitRefused(String organisation) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.alerts("mesh-refused").stream()
                    .anyMatch(alert -> alert.organisation().equals(organisation)));
    List<Alert> refused =
        network.alerts("mesh-refused").stream()
            .filter(alert -> alert.organisation().equals(organisation))
            .toList();
    assertThat(refused).hasSize(1);
    return refused.getFirst();
  }

  private void assertNothingElseIsTold() {
    assertThat(network.node().alerts().open(100))
        .extracting(Alert::problem)
        .containsExactly("mesh-refused");
  }

  private static int post(HttpCaller http, String address, String json) throws Exception {
    return http.post(address, "application/json", json.getBytes(StandardCharsets.UTF_8)).status();
  }

  private UUID submit() throws IOException {
    return network.submit(TestNetwork.consultation(KNOWN));
  }

  /** One whose receiver is found by asking MESH. */
  private UUID lookedUp() throws IOException {
    return network.submit(TestNetwork.document("generic.json", HUB));
  }

  private boolean done(UUID id) {
    return network.state(id) == DocumentState.COMPLETED;
  }

  private List<UUID> answers(String state) {
    return network
        .node()
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select id from answer where state = :state")
                    .bind("state", state)
                    .mapTo(UUID.class)
                    .list());
  }
}
