package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.AnswerState;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.message.ResponseCode;
import gpcm.node.config.SendingSettings;
import gpcm.node.journal.Alert;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What MESH and receivers say of a message is understood, early or late, of whichever copy. */
class EarlierCopiesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String UNKNOWN_TO_MESH = "9990000050";

  @Running TestNetwork network;

  /** MESH routes within a moment: its report can be read before its id of the message is stored. */
  @Test
  void aReportThatIsHereBeforeTheIdItNamesIsRecordedFailsItsDocument() throws IOException {
    network.execute(
        """
        create function slow() returns trigger language plpgsql as
          $$ begin perform pg_sleep(3); return new; end $$
        """);
    network.execute(
        "create trigger slow before update on document for each row when (new.mesh_message_id is"
            + " distinct from old.mesh_message_id) execute function slow()");

    UUID id = network.submit(TestNetwork.consultation(UNKNOWN_TO_MESH));

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id).getFirst().whatHappened()).contains("EPL-153");
    assertThat(network.alerts("unexpected/")).isEmpty();
  }

  @Test
  void aReportOnACopyThatAPersonHasReplacedFailsNothingAndIsNoSurprise() throws IOException {
    UUID id = overdue();
    network.restartNode(
        c ->
            c.with(
                SendingSettings.defaults()
                    .withDeadlines(Duration.ofDays(30), Duration.ofDays(30))
                    .retrying(Duration.ofMillis(200), Duration.ofSeconds(1))));
    resendAndAwaitSent(id);

    network.advance(Duration.ofDays(4).plusHours(12));
    network.mesh().expire();

    await().atMost(PATIENCE).until(() -> network.kinds(id).contains("mesh-report"));
    assertThat(network.state(id)).isEqualTo(DocumentState.SENT);
    assertThat(network.alerts("unexpected/")).isEmpty();
    assertThat(network.alerts("failed/")).isEmpty();

    network.advance(Duration.ofDays(2));
    network.mesh().expire();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id)).hasSize(1);
  }

  @Test
  void whoGotTheFirstCopyIsHeardAfterTheSecondWentElsewhere() throws IOException {
    network.restartNode(c -> Configurations.without(c, PHARMACY));
    UUID id = overdue();
    registeredAt(KNOWN, PHARMACY);
    resendAndAwaitSent(id);

    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(network.alerts("answer-in-doubt/")).isEmpty();
    try (OtherMailbox pharmacy = network.other(PHARMACY_MAILBOX)) {
      assertThat(pharmacy.messages()).hasSize(1);
    }
  }

  /** Where MESH delivered one document says nothing of another one, whatever practice it names. */
  @Test
  void whoGotAnotherPatientsDocumentForTheSamePracticeAnswersNothingElse() throws IOException {
    registeredAt(LEFT_PRACTICE, PHARMACY);
    UUID elsewhere = network.submit(TestNetwork.consultation(LEFT_PRACTICE));
    await().atMost(PATIENCE).until(() -> network.state(elsewhere).isFinal());
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.SENT);

    try (OtherMailbox pharmacy = network.other(PHARMACY_MAILBOX)) {
      pharmacy.answers(network.sentMessage(), ResponseCode.SUCCESS, HUB_MAILBOX);
    }

    await().atMost(PATIENCE).until(() -> !network.alerts("answer-in-doubt/" + id).isEmpty());
    assertThat(network.state(id)).isEqualTo(DocumentState.SENT);
  }

  @Test
  void aReportOnTheFirstCopyOfAnAnswerFailsNotTheSecond() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", HUB_MAILBOX + "/inbox", 503, 100_000));
    network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> answers("sent") == 2);
    network.advance(Duration.ofDays(6));
    network.mesh().expire();
    await().atMost(PATIENCE).until(() -> network.alerts("response/").size() == 2);
    Alert told = network.alerts("response/").getFirst();
    UUID answer = told.answer().orElseThrow();
    String first = network.one("select mesh_message_id from answer where id = '" + answer + "'");

    assertThat(network.served().answers().resend(answer, "A. Clerk")).isTrue();
    await().atMost(PATIENCE).until(() -> answers("sent") == 1);

    assertThat(network.one("select mesh_message_id from answer where id = '" + answer + "'"))
        .isNotEqualTo(first);
    reportAgain(first);

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one("select count(*) from event where detail like '%, about an earlier copy'")
                    .equals("1"));
    assertThat(network.served().answers().state(answer)).contains(AnswerState.SENT);
    assertThat(network.alerts("unexpected/")).isEmpty();
  }

  @Test
  void whatMeshHasTakenIsNotSentAgainWhenTheLeaseWasLostMeanwhile() throws IOException {
    try (SilentProxy mesh = new SilentProxy(network.mesh().url())) {
      network.restartNode(c -> Configurations.through(c, mesh.url()));
      mesh.silence("/" + HUB_MAILBOX + "/outbox");
      UUID id = network.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> mesh.silenced() >= 1);

      network.execute(
          "update document set fence = fence + 1, lease_owner = 'another node', leased_at ="
              + " clock_timestamp() where id = '"
              + id
              + "'");
      mesh.speak();

      await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
      assertThat(network.kinds(id)).doesNotContain("posting-again");
      assertThat(
              network.one(
                  "select count(*) from received_message where organisation = '" + PRACTICE + "'"))
          .isEqualTo("1");
    }
  }

  /** Sent, and not collected by its practice in time. */
  private UUID overdue() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.SENT);
    network.advance(Duration.ofHours(25));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.OVERDUE);
    return id;
  }

  private void resendAndAwaitSent(UUID id) {
    assertThat(network.node().outbox().resend(id, "A. Nurse")).isTrue();
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.SENT);
  }

  private void registeredAt(String patient, String practice) {
    network
        .mesh()
        .add(new RegisteredPatient(patient, LocalDate.of(1957, 1, 9), "Testpatient", practice));
  }

  /** MESH reports once more that nobody collected a message. */
  private void reportAgain(String meshMessageId) {
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, position, received_at, due_at)
        select gen_random_uuid(), organisation, 'AGAIN', message_type, sender, recipient, workflow_id, subject, local_id, status_code,
          status_description, linked_message_id, sha256, size, 'stored', position, received_at, received_at
        from received_message where linked_message_id = '%s' limit 1
        """
            .formatted(meshMessageId));
    network.node().look();
  }

  private int answers(String state) {
    return network.count("select count(*) from answer where state = '" + state + "'");
  }
}
