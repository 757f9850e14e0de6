package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only who got a document can answer it, and what MESH and the receiver say must agree. */
class AnswersFromOthersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private TestNetwork network;
  private OtherMailbox third;

  @BeforeEach
  void start() throws IOException {
    network = new TestNetwork(folder);
    third = network.other(SUPPLIER_MAILBOX);
  }

  @AfterEach
  void stop() {
    third.close();
    network.close();
  }

  @Test
  void answersThatKnowNothingButTheSenderReferenceCloseNothing() throws IOException {
    UUID id = sentAndNotRead();
    SendDocument document = asThePracticeGotIt();

    third.answersByReference(document, ResponseCode.SUCCESS, HUB_MAILBOX);
    third.answersByReference(document, ResponseCode.PATIENT_KNOWN, HUB_MAILBOX);

    await().atMost(PATIENCE).until(() -> times("answer-in-doubt/" + id) == 2);
    assertThat(network.alerts("answer-in-doubt/").getFirst())
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.document()).contains(id);
              assertThat(alert.whatHappened())
                  .contains(SUPPLIER_MAILBOX)
                  .contains("not the message that only its receiver can have read");
              assertThat(alert.whatToDo()).contains("whether the document has arrived");
            });
    assertThat(document(id).state()).isEqualTo(DocumentState.SENT);
    assertThat(document(id).acknowledgements().infrastructure()).isEmpty();
    assertThat(document(id).acknowledgements().business()).isEmpty();
  }

  @Test
  void theRightIdentifierFromAMailboxToWhichMeshDidNotDeliverClosesNothing() throws IOException {
    UUID id = sentAndNotRead();

    third.answers(asThePracticeGotIt(), ResponseCode.SUCCESS, HUB_MAILBOX);

    await().atMost(PATIENCE).until(() -> times("answer-in-doubt/" + id) == 1);
    assertThat(network.alerts("answer-in-doubt/").getFirst().whatHappened())
        .contains("MESH did not deliver the document to that mailbox");
    assertThat(document(id).state()).isEqualTo(DocumentState.SENT);
    assertThat(document(id).acknowledgements().infrastructure()).isEmpty();
  }

  @Test
  void aNegativeAnswerFromAnotherMailboxRejectsNothing() throws IOException {
    UUID id = sentAndNotRead();

    third.answers(asThePracticeGotIt(), ResponseCode.REPLACEMENT_FAILED, HUB_MAILBOX);

    await().atMost(PATIENCE).until(() -> times("answer-in-doubt/" + id) == 1);
    assertThat(document(id).state()).isEqualTo(DocumentState.SENT);
  }

  @Test
  void afterAnAnswerFromAThirdMailboxTheReportThatNobodyCollectedItStillCounts()
      throws IOException {
    UUID id = sentAndNotRead();
    SendDocument document = asThePracticeGotIt();
    third.answers(document, ResponseCode.SUCCESS, HUB_MAILBOX);
    third.answers(document, ResponseCode.PATIENT_KNOWN, HUB_MAILBOX);
    await().atMost(PATIENCE).until(() -> times("answer-in-doubt/" + id) == 2);

    network.advance(Duration.ofDays(6));
    network.mesh().expire();

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id))
        .singleElement()
        .satisfies(alert -> assertThat(alert.whatHappened()).contains("MESH code 14"));
  }

  @Test
  void whoGotTheDocumentIsHeardAfterSomebodyElseAnswered() throws IOException {
    UUID id = sentAndNotRead();
    third.answers(asThePracticeGotIt(), ResponseCode.PATIENT_UNKNOWN, HUB_MAILBOX);
    await().atMost(PATIENCE).until(() -> times("answer-in-doubt/" + id) == 1);

    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
  }

  @Test
  void aPositiveAnswerWithACodeThatIsNotKnownClosesNothingAndIsTold() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.SUCCESS, "20099");
    assertToldAsNotUnderstood(id, "20099");
    answersAsThePractice(ResponseCode.PATIENT_KNOWN, "30001");

    await()
        .atMost(PATIENCE)
        .until(() -> document(id).acknowledgements().business().equals(Optional.of("30001")));
    assertThat(document(id).state()).isEqualTo(DocumentState.REJECTED);
    assertThat(document(id).acknowledgements().infrastructure()).contains("20099");
    assertThat(document(id).failure().orElseThrow()).contains("20099").doesNotContain("30001");
  }

  @Test
  void aNegativeAnswerWithACodeThatIsNotKnownCountsByItsFirstDigitAndIsTold() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.PATIENT_UNKNOWN, "30099");

    assertToldAsNotUnderstood(id, "30099");
    assertThat(document(id).acknowledgements().business()).contains("30099");
    assertThat(document(id).acknowledgements().infrastructure()).isEmpty();
  }

  @Test
  void anAnswerWhoseCodeIsNoCodeClosesNothingAndIsTold() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.SUCCESS, "3-banana");

    assertToldAsNotUnderstood(id, "3-banana");
    assertThat(document(id).acknowledgements().infrastructure()).contains("3-banana");
    assertThat(document(id).acknowledgements().business()).isEmpty();
  }

  private void answersAsThePractice(ResponseCode as, String code) throws IOException {
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(asThePracticeGotIt(), as, code, HUB_MAILBOX);
    }
  }

  private void assertToldAsNotUnderstood(UUID id, String code) {
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.REJECTED);
    assertThat(network.alerts("rejected/" + id))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.whatHappened()).contains(code).contains("a code we do not know"));
  }

  @Test
  void aReportThatNobodyCollectedWhatWasAnsweredIsToldToAPerson() throws IOException {
    network.mesh().add(InjectedFault.answer("PUT", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);

    network.advance(Duration.ofDays(6));
    network.mesh().expire();

    await().atMost(PATIENCE).until(() -> times("contradicted/" + id) == 1);
    assertThat(network.alerts("contradicted/").getFirst())
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.whatHappened())
                  .contains("was acknowledged")
                  .contains("did not collect the message");
            });
    assertThat(document(id).state()).isEqualTo(DocumentState.COMPLETED);
    assertThat(network.kinds(id)).contains("mesh-report");
  }

  /** A document on MESH that the practice's node cannot see yet. */
  private UUID sentAndNotRead() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.SENT);
    return id;
  }

  private SendDocument asThePracticeGotIt() throws IOException {
    return network.sentMessage();
  }

  private int times(String problem) {
    return network.alerts(problem).stream().mapToInt(alert -> alert.times()).sum();
  }

  private OutboxDocument document(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }
}
