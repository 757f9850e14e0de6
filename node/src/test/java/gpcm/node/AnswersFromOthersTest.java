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
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only who got a document can answer it, and what MESH and the receiver say must agree. */
class AnswersFromOthersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;
  private OtherMailbox third;

  @BeforeEach
  void start() {
    third = network.other(SUPPLIER_MAILBOX);
  }

  @AfterEach
  void stop() {
    third.close();
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

  /** An answer that is not as the profiles have it says what it says; what is wrong is noted. */
  @Test
  void answersWithFaultsCountAndTheirFaultsAreNoted() throws IOException {
    UUID id = sentAndNotRead();
    SendDocument document = asThePracticeGotIt();

    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answersWith(
          "<type value=\"message\"/>",
          "<type value=\"message\"/><total value=\"3\"/>",
          document,
          ResponseCode.SUCCESS,
          HUB_MAILBOX);
      practice.answersWith(
          "<severity value=\"information\"/>",
          "",
          document,
          ResponseCode.PATIENT_KNOWN,
          HUB_MAILBOX);
    }

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
    assertThat(faultsOfAnswersTo(id))
        .satisfiesExactly(
            total -> assertThat(total).startsWith("GPCM-C-02").endsWith(".total"),
            severity -> assertThat(severity).startsWith("FHIR").endsWith("issue.severity"));
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
    assertThat(document(id).state()).isEqualTo(DocumentState.SENT);
    assertThat(document(id).acknowledgements().infrastructure()).isEmpty();
  }

  @Test
  void aNegativeAnswerWithACodeThatIsNotKnownCountsForNothingAndIsTold() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.PATIENT_UNKNOWN, "30099");

    assertToldAsNotUnderstood(id, "30099");
    assertThat(document(id).acknowledgements().business()).isEmpty();
    assertThat(document(id).acknowledgements().infrastructure()).isEmpty();
  }

  /** A code of no list and a good answer, in both orders: the end is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"30099 20013 30001", "20013 30001 30099", "20013 30099 30001"})
  void aCodeOfNoListChangesNothingOfTheEndWheneverItComes(String order) throws IOException {
    UUID id = sentAndNotRead();

    for (String code : order.split(" ", -1)) {
      answersAsThePractice(
          code.equals("30099") ? ResponseCode.PATIENT_KNOWN : ResponseCode.of(code).orElseThrow(),
          code);
    }

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> times("answer-unclear/" + id) == 1);
    assertThat(network.alerts("answer-unclear/" + id).getFirst().whatHappened())
        .contains("30099 (a code we do not know)")
        .contains("severity information");
    assertThat(network.node().alerts().openOfDocument(id)).hasSize(1);
  }

  /**
   * The code decides; that severity and response code say otherwise is told, quoting the answer.
   */
  @Test
  void anAnswerThatContradictsItselfCountsByItsCodeAndIsToldInItsOwnWords() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.PAYLOAD_INVALID, "20013");

    await().atMost(PATIENCE).until(() -> times("answer-unclear/" + id) == 1);
    assertThat(document(id).state()).isEqualTo(DocumentState.INFRASTRUCTURE_ACKNOWLEDGED);
    assertThat(network.alerts("answer-unclear/" + id).getFirst())
        .satisfies(
            alert -> {
              assertThat(alert.whatHappened())
                  .contains("20013 Success")
                  .contains("severity fatal")
                  .contains("response code fatal-error");
              assertThat(alert.whatToDo()).contains("Send nothing again before you know");
            });
  }

  @Test
  void aRefusalThatContradictsItselfAsksForNothingToBeSentAgain() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.SUCCESS, "20009");

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.REJECTED);
    assertThat(network.node().alerts().openOfDocument(id))
        .hasSize(2)
        .anySatisfy(alert -> assertThat(alert.problem()).startsWith("answer-unclear/"))
        .allSatisfy(
            alert -> assertThat(alert.whatToDo()).contains("Send nothing again before you know"));
  }

  /** A UUID is the same in any case. */
  @Test
  void anAnswerThatNamesTheMessageInCapitalsIsMatched() throws IOException {
    UUID id = sentAndNotRead();
    String message = document(id).identifiers().messageId().orElseThrow();

    for (ResponseCode code : List.of(ResponseCode.SUCCESS, ResponseCode.PATIENT_KNOWN)) {
      try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
        practice.answersNaming(
            asThePracticeGotIt(), message.toUpperCase(Locale.ROOT), code, HUB_MAILBOX);
      }
    }

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
    assertThat(network.alerts("unexpected/")).isEmpty();
  }

  /** 30005 to 30018: what became of the patient, not of the document. */
  @ParameterizedTest
  @EnumSource(
      value = ResponseCode.class,
      mode = EnumSource.Mode.MATCH_ANY,
      names = {
        "REFERRAL_.*",
        "SIGNPOSTED.*",
        "ESCALATED.*",
        "ADVISED.*",
        "PATIENT_NOT_CONT.*",
        "CLOSED.*",
        "DID_NOT.*"
      })
  void anOutcomeAtTheProviderIsNoFailedDelivery(ResponseCode outcome) throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.SUCCESS, "20013");
    answersAsThePractice(outcome, outcome.code());

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
    assertThat(document(id).acknowledgements().business()).contains(outcome.code());
    assertThat(times("outcome/" + id)).isEqualTo(outcome.positive() ? 0 : 1);
    assertThat(network.node().alerts().openOfDocument(id)).hasSize(outcome.positive() ? 0 : 1);
  }

  /** A further business response is kept and shown. */
  @Test
  void whatTheProviderTellsLaterIsKeptAndShown() throws Exception {
    UUID id = sentAndNotRead();
    for (String code : List.of("20013", "30001", "30016", "30006")) {
      answersAsThePractice(ResponseCode.of(code).orElseThrow(), code);
    }

    await()
        .atMost(PATIENCE)
        .until(() -> document(id).acknowledgements().business().equals(Optional.of("30006")));

    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(http.get("/outbox/" + id).text())
          .contains("30001 Patient known here")
          .contains("30016 Referral accepted")
          .contains("30006 Referral completed");
      assertThat(http.get("/api/v1/documents/" + id).json().path("timeline").toString())
          .contains("30016 Referral accepted")
          .contains("30006 Referral completed");
    }
    assertThat(document(id).state()).isEqualTo(DocumentState.COMPLETED);
  }

  @Test
  void anAnswerWhoseCodeIsNoCodeClosesNothingAndIsTold() throws IOException {
    UUID id = sentAndNotRead();

    answersAsThePractice(ResponseCode.SUCCESS, "3-banana");

    assertToldAsNotUnderstood(id, "3-banana");
    assertThat(document(id).acknowledgements().infrastructure()).isEmpty();
    assertThat(document(id).acknowledgements().business()).isEmpty();
  }

  private void answersAsThePractice(ResponseCode as, String code) throws IOException {
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(asThePracticeGotIt(), as, code, HUB_MAILBOX);
    }
  }

  private void assertToldAsNotUnderstood(UUID id, String code) {
    await().atMost(PATIENCE).until(() -> times("answer-unclear/" + id) == 1);
    assertThat(network.alerts("answer-unclear/" + id))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.whatHappened()).contains(code).contains("a code we do not know"));
    assertThat(document(id).state()).isEqualTo(DocumentState.SENT);
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

  private List<String> faultsOfAnswersTo(UUID document) {
    return network
        .node()
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select f.requirement || ' ' || f.path from finding f
                        join received_message m on m.id = f.received
                        where m.answers = :document and f.strength = 'MUST' order by m.response_code
                        """)
                    .bind("document", document)
                    .mapTo(String.class)
                    .list());
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
