package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Consultation;
import gpcm.consultation.json.ConsultationJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.node.journal.Alert;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.web.HttpCaller;
import gpcm.node.working.WorkState;
import gpcm.node.working.WorkView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GPCM-SD-024 and GPCM-SD-025, "A replacement that fails": a test for each cell of the digest's
 * table, at the receiver and at the sender; {@link UnreadReplacementTest} has the rest of what is
 * sent back before the payload is read.
 */
class FailedReplacementTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running TestNetwork network;

  /** Rows 3 to 5: the payload is not read, and what it would have replaced is known. */
  @ParameterizedTest
  @CsvSource({
    "20006, <code value=\"ITK007C\"/>, <code value=\"ITK003D\"/>",
    "10002, url=\"InfAckRequested\", url=\"InfAckRequest\"",
    "10004, ITK-GPConnectSendDocument-MessageDefinition, ITK-SendPayload-MessageDefinition",
    "10005, SendDocument-MessageDefinition-1, SendDocument-MessageDefinition-2",
  })
  void aFaultBeforeThePayloadLeavesTheOriginalAsItIs(String code, String right, String wrong)
      throws IOException {
    SuppliersMessage original = filed();
    SuppliersMessage replacement = replacementOf(original);

    send(replacement.with(right, wrong));

    assertThat(codes(1)).containsExactly(code);
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(entry(original).warnings())
        .anySatisfy(warning -> assertThat(warning).contains("may be out of date"));
    assertThat(network.entries(replacement.documentId())).isEmpty();
    assertThat(network.alerts("void/")).isEmpty();
  }

  /** Nobody has anything left to do with it, and it says so. */
  @Test
  void whatBecomesVoidKeepsNothingOpen() throws Exception {
    SuppliersMessage original = filed();
    UUID id = entry(original).id();
    network.execute(
        """
        insert into work_task (id, entry, what, opened_at, opened_by) values (gen_random_uuid(), '%1$s', 'Ring', now(), 'A. Clerk');
        insert into work_review (id, entry, instruction, asked_at, asked_by) values (gen_random_uuid(), '%1$s', 'Look', now(), 'A. Clerk');
        """
            .formatted(id));

    send(replacementOf(original).with("<status value=\"final\"/>", "<status value=\"banana\"/>"));

    answers(1);
    WorkView view = network.served().working().find(PRACTICE, id).orElseThrow();
    assertThat(view.work().state()).isEqualTo(WorkState.NULL_AND_VOID);
    assertThat(view.work().ownTask()).isFalse();
    assertThat(view.open().any()).isFalse();
    assertThat(view.history())
        .anySatisfy(line -> assertThat(line.words()).contains("null and void"));
  }

  /** Row 8: the first copy counts. */
  @Test
  void aReplacementThatWasSeenBeforeLeavesEverythingAsTheFirstCopyLeftIt() throws IOException {
    SuppliersMessage original = filed();
    SuppliersMessage replacement = replacementOf(original);
    send(replacement);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");

    send(replacement.with(replacement.messageId(), UUID.randomUUID().toString()));

    assertThat(codes(1)).containsExactly("20008");
    assertThat(entry(replacement).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.REPLACED);
    assertThat(network.alerts("void/")).isEmpty();
  }

  /** Rows 9 and 10. */
  enum PayloadFault {
    TYPE_NOT_APPROVED("20004", "\"text/plain\"", "\"application/x-msdownload\""),
    TYPE_MISMATCH(
        "20005", "<contentType value=\"text/plain\"/>", "<contentType value=\"image/png\"/>"),
    PAYLOAD("20009", "<status value=\"final\"/>", "<status value=\"banana\"/>"),
    CONFIDENTIALITY("20009", "<confidentiality value=\"N\"/>", "<confidentiality value=\"U\"/>");

    private final String code;
    private final String right;
    private final String wrong;

    PayloadFault(String code, String right, String wrong) {
      this.code = code;
      this.right = right;
      this.wrong = wrong;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyPayloadFaultMakesBothVoidAndTellsAPerson(PayloadFault fault) throws Exception {
    SuppliersMessage original = filed();
    SuppliersMessage replacement = replacementOf(original);

    send(replacement.with(fault.right, fault.wrong));

    ItkResponse answer = answers(1).getFirst();
    assertThat(answer.codeText()).contains("20014");
    assertThat(answer.diagnostics().orElseThrow()).startsWith(fault.code + " ");
    assertThat(network.entries(replacement.documentId())).isEmpty();
    WorklistEntry entry = entry(original);
    assertThat(entry.state()).isEqualTo(WorklistEntry.State.VOID);
    assertThat(entry.warnings().getFirst()).contains("Void, do not rely on it");
    assertThat(network.node().worklist().timeline(entry))
        .extracting(TimelineEvent::kind)
        .endsWith("void");
    assertThat(network.alerts("void/"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.whatHappened()).contains(entry.id().toString());
              assertThat(alert.whatToDo()).contains("current consultation");
            });
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(http.get("/worklist/" + entry.id()).text()).contains("Void, do not rely on it");
      assertThat(http.get("/worklist").text()).contains("Void, do not rely on it");
      assertThat(http.get("/api/v1/worklist/" + entry.id()).json().path("state").asText())
          .isEqualTo("void");
    }
  }

  /** Row 11. */
  @Test
  void aReplacementOfWhatIsVoidFailsTooAndNothingIsToldTwice() throws IOException {
    SuppliersMessage original = filed();
    send(replacementOf(original).with("<status value=\"final\"/>", "<status value=\"banana\"/>"));
    assertThat(codes(1)).containsExactly("20014");
    SuppliersMessage another = replacementOf(original);

    send(another);

    ItkResponse answer = answers(1).getFirst();
    assertThat(answer.codeText()).contains("20014");
    assertThat(answer.diagnostics().orElseThrow()).contains("the id of a document that counts");
    assertThat(network.entries(another.documentId())).isEmpty();
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.VOID);
    assertThat(network.alerts("void/")).hasSize(1);
  }

  @Test
  void aReplacementOfWhatIsNotHereFailsAlone() throws IOException {
    SuppliersMessage another = filed();
    SuppliersMessage orphan =
        SuppliersMessage.about(
            TestNetwork.newVersion(another.encounterId(), UUID.randomUUID().toString()));

    send(orphan);

    assertThat(codes(1)).containsExactly("20014");
    assertThat(network.entries(orphan.documentId())).isEmpty();
    assertThat(entry(another).state()).isEqualTo(WorklistEntry.State.TO_DO);
  }

  /** Void only about the same patient: what is about another one stays. */
  @Test
  void aFaultyReplacementAboutAnotherPatientLeavesTheOriginal() throws IOException {
    SuppliersMessage original = filed();

    send(
        replacementOf(original)
            .with("value=\"" + KNOWN + "\"", "value=\"" + LEFT_PRACTICE + "\"")
            .with("<status value=\"final\"/>", "<status value=\"banana\"/>"));

    assertThat(codes(1)).containsExactly("20014");
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
  }

  /** Void only from the same organisation. */
  @Test
  void aFaultyReplacementFromAnotherOrganisationLeavesTheOriginal() throws IOException {
    SuppliersMessage original = filed();

    send(
        replacementOf(original)
            .with(TestNetwork.HUB, "A99905")
            .with("<status value=\"final\"/>", "<status value=\"banana\"/>"));

    assertThat(codes(1)).containsExactly("20014");
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
  }

  /** No replacement can be recognised. */
  @Test
  void aRelationWithoutItsCodeLeavesTheOriginal() throws IOException {
    SuppliersMessage original = filed();

    send(replacementOf(original).with("<code value=\"replaces\"/>", "<code value=\"appends\"/>"));

    assertThat(codes(1)).containsExactly("20009");
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(network.alerts("void/")).isEmpty();
  }

  /** The payload is sound, and the patient is gone. */
  @Test
  void aReplacementForAPatientWhoIsNotKnownLeavesTheOriginal() throws IOException {
    String list = Files.readString(network.patients());
    Files.writeString(
        network.patients(),
        TestNetwork.line(UNKNOWN_AT_PRACTICE, "known"),
        StandardOpenOption.APPEND);
    SuppliersMessage original =
        SuppliersMessage.about(TestNetwork.consultation(UNKNOWN_AT_PRACTICE));
    send(original);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    Files.writeString(network.patients(), list);
    String json =
        new String(
            TestNetwork.exampleJson(UNKNOWN_AT_PRACTICE, original.encounterId()),
            StandardCharsets.UTF_8);

    send(
        SuppliersMessage.about(
            ConsultationJson.read(
                json.replace(
                        "\"version\": 1,",
                        "\"version\": 2, \"replaces\": \"" + original.documentId() + "\",")
                    .getBytes(StandardCharsets.UTF_8))));

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30002");
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
  }

  /** At the sender: the original stays, and the alert says that the practice still holds it. */
  @ParameterizedTest
  @ValueSource(strings = {"20006", "20015", "10009", "20012"})
  void aSenderKeepsTheOriginalWhenThePayloadWasNotRead(String code) throws IOException {
    Sent sent = sent();

    answer(code);

    awaitState(sent.replacement, DocumentState.REJECTED);
    assertThat(network.state(sent.original)).isEqualTo(DocumentState.COMPLETED);
    assertThat(alertOf(sent.replacement).whatHappened())
        .contains(sent.originalDocument)
        .contains("still holds it");
  }

  @Test
  void aSenderTakesADocumentSeenBeforeForNoFailure() throws IOException {
    Sent sent = sent();

    answer("20008");

    await()
        .atMost(PATIENCE)
        .until(() -> network.kinds(sent.replacement).contains("infrastructure-acknowledgement"));
    assertThat(network.state(sent.replacement)).isEqualTo(DocumentState.SENT);
    assertThat(network.state(sent.original)).isEqualTo(DocumentState.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20014", "20004", "20005", "20009", "20010", "20011"})
  void aSenderMakesBothVoidAndOneAlertNamesBoth(String code) throws IOException {
    Sent sent = sent();

    answer(code);

    awaitState(sent.replacement, DocumentState.VOID);
    awaitState(sent.original, DocumentState.VOID);
    assertThat(network.kinds(sent.original)).endsWith("void");
    Alert alert = alertOf(sent.replacement);
    assertThat(alert.whatHappened()).contains(sent.originalDocument).contains("are void");
    assertThat(alert.whatHappened().contains("may still show the earlier version"))
        .isEqualTo(!code.equals("20014"));
    assertThat(alert.whatToDo()).contains("as a new document that replaces none");
    assertThat(network.node().alerts().openOfDocument(sent.original)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"30002", "30003"})
  void aSenderKeepsTheOriginalWhenThePatientIsNotKnown(String code) throws IOException {
    Sent sent = sent();

    answer("20013");
    answer(code);

    awaitState(sent.replacement, DocumentState.REJECTED);
    assertThat(network.state(sent.original)).isEqualTo(DocumentState.COMPLETED);
    assertThat(alertOf(sent.replacement).whatHappened()).contains("still holds it");
  }

  private record Sent(UUID original, String originalDocument, UUID replacement) {}

  /** A document that was completed and its replacement, which no node answers. */
  private Sent sent() throws IOException {
    Consultation first = TestNetwork.consultation(KNOWN);
    UUID original = network.submit(first);
    awaitState(original, DocumentState.COMPLETED);
    String document =
        network
            .node()
            .outbox()
            .find(original)
            .orElseThrow()
            .identifiers()
            .documentId()
            .orElseThrow();
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID replacement = network.submit(TestNetwork.newVersion(first.encounterId(), document));
    awaitState(replacement, DocumentState.SENT);
    return new Sent(original, document, replacement);
  }

  private void answer(String code) throws IOException {
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(network.sentMessage(), ResponseCode.of(code).orElseThrow(), HUB_MAILBOX);
    }
  }

  private Alert alertOf(UUID document) {
    List<Alert> alerts = network.node().alerts().openOfDocument(document);
    assertThat(alerts).hasSize(1);
    return alerts.getFirst();
  }

  private void awaitState(UUID document, DocumentState state) {
    await().atMost(PATIENCE).until(() -> network.state(document) == state);
  }

  private SuppliersMessage filed() throws IOException {
    SuppliersMessage original = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    send(original);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    return original;
  }

  private static SuppliersMessage replacementOf(SuppliersMessage original) throws IOException {
    return SuppliersMessage.about(
        TestNetwork.newVersion(original.encounterId(), original.documentId()));
  }

  private void send(SuppliersMessage message) {
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
  }

  private WorklistEntry entry(SuppliersMessage message) {
    List<WorklistEntry> entries = network.entries(message.documentId());
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private List<String> codes(int count) {
    return answers(count).stream().map(answer -> answer.codeText().orElseThrow()).toList();
  }

  private List<ItkResponse> answers(int count) {
    return network.supplierAwaits(count);
  }
}
