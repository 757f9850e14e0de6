package gpcm.node;

import static gpcm.node.TestNetwork.DECEASED;
import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Consultation;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.node.journal.Alert;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SubmissionRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A document's way, good and bad, through a real node, a real database and a real MESH server. */
class SendingAndReceivingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final String ACK = "GPFED_CONSULT_REPORT_ACK";

  @Running static TestNetwork network;

  @Test
  void a_consultation_summary_reaches_the_practice_and_both_acknowledgements_return()
      throws IOException {
    UUID id = network.submit(TestNetwork.consultation(KNOWN));

    OutboxDocument document = awaitState(id, DocumentState.COMPLETED);
    assertThat(document.acknowledgements().infrastructure()).contains("20013");
    assertThat(document.acknowledgements().business()).contains("30001");
    assertThat(network.node().outbox().timeline(id))
        .extracting(event -> event.kind())
        .startsWith("accepted", "built")
        .contains("sent", "infrastructure-acknowledgement", "business-acknowledgement")
        .endsWith("completed");

    WorklistEntry entry = entry(document.identifiers().documentId().orElseThrow());
    assertThat(entry.organisation()).isEqualTo(PRACTICE);
    assertThat(entry.state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(entry.recipientType()).isEqualTo("FA");
    assertThat(entry.heading().version()).isEqualTo(OptionalInt.of(1));
    assertThat(entry.patient().nhsNumber()).isEqualTo(KNOWN);
    assertThat(entry.warnings()).isEmpty();
    // GPCM-SD-CS-006, -065: the subject line, with the version.
    assertThat(entry.heading().subject())
        .isEqualTo(
            "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, seen at"
                + " Sampleton Evening Hub, ODS Code A99901, Version 1");
  }

  @Test
  void the_practice_gets_the_report_and_every_attachment_unchanged() throws IOException {
    OutboxDocument document =
        awaitState(network.submit(TestNetwork.consultation(KNOWN)), DocumentState.COMPLETED);

    List<WorklistFile> files =
        network
            .node()
            .worklist()
            .files(entry(document.identifiers().documentId().orElseThrow()).id());

    assertThat(files)
        .extracting(WorklistFile::contentType)
        .containsExactly("application/pdf", "text/plain");
    assertThat(network.node().content().read(files.get(0).content().hash()))
        .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
    assertThat(network.node().content().read(files.get(1).content().hash()))
        .isEqualTo(Files.readAllBytes(TestNetwork.example("consultation-summary-throat.txt")));
  }

  @Test
  void a_patient_the_practice_does_not_know_is_rejected_and_people_on_both_sides_are_told()
      throws IOException {
    UUID id = network.submit(TestNetwork.consultation(UNKNOWN_AT_PRACTICE));

    OutboxDocument document = awaitState(id, DocumentState.REJECTED);
    assertThat(document.acknowledgements().infrastructure()).contains("20013");
    assertThat(document.acknowledgements().business()).contains("30002");
    assertThat(entry(document.identifiers().documentId().orElseThrow()).state())
        .isEqualTo(WorklistEntry.State.NOT_KNOWN_HERE);
    assertThat(alerts(alert -> alert.document().equals(Optional.of(id))))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.title()).contains(UNKNOWN_AT_PRACTICE);
              assertThat(alert.whatHappened()).contains("30002");
            });
    UUID received = entry(document.identifiers().documentId().orElseThrow()).received();
    assertThat(alerts(alert -> alert.received().equals(Optional.of(received)))).hasSize(1);
  }

  @Test
  void a_patient_who_left_gives_30003_and_one_who_died_recently_30004() throws IOException {
    UUID left = network.submit(TestNetwork.consultation(LEFT_PRACTICE));
    UUID deceased = network.submit(TestNetwork.consultation(DECEASED));

    assertThat(awaitState(left, DocumentState.REJECTED).acknowledgements().business())
        .contains("30003");
    assertThat(awaitState(deceased, DocumentState.COMPLETED).acknowledgements().business())
        .contains("30004");
  }

  /** GPCM-SD-033: MESH's error reports become an alert with the reason in plain words. */
  @Test
  void a_patient_mesh_cannot_find_fails_with_an_alert_that_says_what_to_do() throws IOException {
    UUID id = network.submit(TestNetwork.consultation("9990000050"));

    OutboxDocument document = awaitState(id, DocumentState.FAILED);
    assertThat(document.failure().orElseThrow()).contains("EPL-153");
    assertThat(alerts(alert -> alert.document().equals(Optional.of(id))))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.title()).contains("Not delivered").contains("9990000050");
              assertThat(alert.whatToDo()).contains("Trace the patient");
            });
  }

  @Test
  void demographics_that_do_not_match_fail_with_epl_154() throws IOException {
    Consultation other =
        ConsultationJson.read(
            new String(
                    TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()),
                    StandardCharsets.UTF_8)
                .replace("1957-01-09", "1958-01-09")
                .getBytes(StandardCharsets.UTF_8));

    assertThat(awaitState(network.submit(other), DocumentState.FAILED).failure().orElseThrow())
        .contains("EPL-154");
  }

  /** GPCM-SD-030, -031, -032. */
  @Test
  void an_invalid_message_is_answered_with_the_fault_and_lands_nowhere() throws IOException {
    SuppliersMessage message =
        SuppliersMessage.about(TestNetwork.consultation(KNOWN))
            .with("<confidentiality value=\"N\"/>", "<confidentiality value=\"U\"/>");

    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "spoiled");

    ItkResponse response = awaitResponses(1).getFirst();
    assertThat(response.code()).contains(ResponseCode.PAYLOAD_INVALID);
    assertThat(response.respondsTo()).contains(message.messageId());
    assertThat(response.senderReference())
        .isEqualTo(message.document().handling().senderReference());
    assertThat(response.diagnostics().orElseThrow())
        .contains("GPCM-SD-CS-021")
        .contains("confidentiality")
        .doesNotContain("Testpatient")
        .doesNotContain(KNOWN);
    assertThat(entries(message)).isEmpty();
  }

  @Test
  void what_is_no_message_at_all_is_answered_as_unreadable() throws IOException {
    network.supplierSends(
        "this is no FHIR".getBytes(StandardCharsets.UTF_8), PRACTICE_MAILBOX, WORKFLOW, "nonsense");

    ItkResponse response = awaitResponses(1).getFirst();
    assertThat(response.code()).contains(ResponseCode.UNREADABLE);
    assertThat(response.respondsTo()).contains(ItkResponse.UNREADABLE_ORIGINAL);
  }

  @Test
  void an_answer_that_cannot_be_read_is_never_answered_but_a_person_is_told() throws IOException {
    String meshId =
        network.supplierSends(
            "no answer".getBytes(StandardCharsets.UTF_8), HUB_MAILBOX, ACK, "nonsense");

    await()
        .atMost(PATIENCE)
        .until(() -> !alerts(alert -> alert.whatHappened().contains(meshId)).isEmpty());
    assertThat(network.supplierReceives()).isEmpty();
  }

  @Test
  void the_same_message_twice_is_one_worklist_entry_and_20007() throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
    assertThat(awaitResponses(2))
        .extracting(response -> response.codeText().orElseThrow())
        .containsExactlyInAnyOrder("20013", "30001");

    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "again");

    assertThat(awaitResponses(1).getFirst().code()).contains(ResponseCode.DUPLICATE_MESSAGE);
    assertThat(entries(message)).hasSize(1);
  }

  @Test
  void the_same_document_in_a_new_message_is_one_worklist_entry_and_20008() throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
    awaitResponses(2);

    SuppliersMessage again = message.with(message.messageId(), UUID.randomUUID().toString());
    network.supplierSends(again.bytes(), PRACTICE_MAILBOX, WORKFLOW, "again");

    assertThat(awaitResponses(1).getFirst().code()).contains(ResponseCode.DUPLICATE_DOCUMENT);
    assertThat(entries(message)).hasSize(1);
  }

  @Test
  void an_attachment_of_a_type_that_is_not_approved_gives_20004() throws IOException {
    SuppliersMessage message =
        SuppliersMessage.about(TestNetwork.consultation(KNOWN))
            .with(
                "<contentType value=\"text/plain\"/>",
                "<contentType value=\"application/x-msdownload\"/>");
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "program");

    assertThat(awaitResponses(1).getFirst().code())
        .contains(ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED);
    assertThat(entries(message)).isEmpty();
  }

  /** GPCM-SD-023: the new one is filed, the old one stays for audit. */
  @Test
  void a_new_version_takes_the_place_of_the_one_it_replaces() throws IOException {
    Consultation first = TestNetwork.consultation(KNOWN);
    OutboxDocument sent = awaitState(network.submit(first), DocumentState.COMPLETED);

    OutboxDocument second =
        awaitState(
            network.submit(
                TestNetwork.newVersion(
                    first.encounterId(), sent.identifiers().documentId().orElseThrow())),
            DocumentState.COMPLETED);

    WorklistEntry now = entry(second.identifiers().documentId().orElseThrow());
    WorklistEntry before = entry(sent.identifiers().documentId().orElseThrow());
    assertThat(now.heading().version()).isEqualTo(OptionalInt.of(2));
    assertThat(before.state()).isEqualTo(WorklistEntry.State.REPLACED);
    assertThat(before.replacedBy()).contains(now.id());
  }

  /** GPCM-SD-025: the version nobody got and the one that was to replace it are void. */
  @Test
  void a_replacement_that_cannot_be_processed_makes_its_original_void_and_says_so()
      throws IOException {
    String json =
        new String(
            TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()), StandardCharsets.UTF_8);
    // Both are handed in before anybody can know that the first one reaches nobody.
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID original =
        network.submit(
            ConsultationJson.read(
                json.replace("1957-01-09", "1958-01-09").getBytes(StandardCharsets.UTF_8)));
    UUID replacement =
        network.submit(
            ConsultationJson.read(
                json.replace(
                        "\"version\": 1,", "\"version\": 2, \"replaces\": \"" + original + "\",")
                    .getBytes(StandardCharsets.UTF_8)));
    network.mesh().clearFaults();

    awaitState(replacement, DocumentState.VOID);
    awaitState(original, DocumentState.VOID);
    assertThat(network.kinds(original)).endsWith("void");
    assertThat(alerts(alert -> alert.document().equals(Optional.of(replacement))))
        .singleElement()
        .satisfies(
            alert -> assertThat(alert.whatToDo()).contains("void").contains("a new document"));
  }

  /** A person looking at the original must know that there is a later version. */
  @Test
  void a_replacement_that_is_sent_back_leaves_a_warning_at_the_one_it_was_to_replace()
      throws IOException {
    SuppliersMessage first = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    String documentId = first.document().documentId().orElseThrow();
    network.supplierSends(first.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
    awaitResponses(2);

    network.supplierSends(
        newVersion(first).with("<code value=\"ITK007C\"/>", "<code value=\"ITK003D\"/>").bytes(),
        PRACTICE_MAILBOX,
        WORKFLOW,
        "spoiled");

    assertThat(awaitResponses(1).getFirst().code()).contains(ResponseCode.HEADER_INVALID);
    assertThat(entry(documentId).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(entry(documentId).warnings())
        .anySatisfy(
            warning -> assertThat(warning).contains("20006").contains("may be out of date"));
  }

  @Test
  void a_second_replacement_of_the_same_document_is_filed_with_a_warning() throws IOException {
    SuppliersMessage first = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(first.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
    awaitResponses(2);
    SuppliersMessage second = newVersion(first);
    network.supplierSends(second.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
    awaitResponses(2);

    SuppliersMessage fork = newVersion(first);
    network.supplierSends(fork.bytes(), PRACTICE_MAILBOX, WORKFLOW, "fork");

    awaitResponses(2);
    WorklistEntry other = entries(second).getFirst();
    assertThat(entries(fork).getFirst().warnings())
        .anySatisfy(warning -> assertThat(warning).contains(other.id().toString()));
  }

  /** A document never takes the place of another patient's. */
  @Test
  void a_replacement_about_another_patient_gives_20014_and_replaces_nothing() throws IOException {
    SuppliersMessage first = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(first.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
    awaitResponses(2);

    SuppliersMessage other =
        newVersion(first).with("value=\"" + KNOWN + "\"", "value=\"" + LEFT_PRACTICE + "\"");
    network.supplierSends(
        other.with("NHS Number " + KNOWN, "NHS Number " + LEFT_PRACTICE).bytes(),
        PRACTICE_MAILBOX,
        WORKFLOW,
        "other");

    assertThat(awaitResponses(1).getFirst().code()).contains(ResponseCode.REPLACEMENT_FAILED);
    assertThat(entry(first.documentId()).state()).isEqualTo(WorklistEntry.State.TO_DO);
  }

  /** GPCM-SD-CS-007. */
  @Test
  void a_new_version_that_does_not_follow_the_one_it_replaces_is_refused() throws IOException {
    Consultation first = TestNetwork.consultation(KNOWN);
    UUID sent =
        UUID.fromString(
            awaitState(network.submit(first), DocumentState.COMPLETED)
                .identifiers()
                .documentId()
                .orElseThrow());
    String next =
        new String(
            DocumentJson.write(TestNetwork.newVersion(first.encounterId(), sent.toString())),
            StandardCharsets.UTF_8);

    for (String[] wrong :
        new String[][] {
          {"\"version\" : 2", "\"version\" : 3", "/version"},
          {first.encounterId(), UUID.randomUUID().toString(), "/encounterId"},
          {KNOWN, LEFT_PRACTICE, "/patient/nhsNumber"}
        }) {
      String json = next.replace(wrong[0], wrong[1]);
      assertThat(json).isNotEqualTo(next);
      assertThatThrownBy(
              () -> network.submit(DocumentJson.read(json.getBytes(StandardCharsets.UTF_8))))
          .isInstanceOf(SubmissionRefused.class)
          .hasMessageContaining(wrong[2]);
    }
  }

  private static SuppliersMessage newVersion(SuppliersMessage replaced) throws IOException {
    return SuppliersMessage.about(
        TestNetwork.newVersion(replaced.encounterId(), replaced.documentId()));
  }

  /** GPCM-SD-024. */
  @Test
  void a_version_that_replaces_a_document_nobody_has_gives_20014() throws IOException {
    // A node does not send one: it refuses what names no document of its own.
    SuppliersMessage orphan =
        SuppliersMessage.about(
            TestNetwork.newVersion(UUID.randomUUID().toString(), UUID.randomUUID().toString()));
    network.supplierSends(orphan.bytes(), PRACTICE_MAILBOX, WORKFLOW, "orphan");

    assertThat(awaitResponses(1).getFirst().code()).contains(ResponseCode.REPLACEMENT_FAILED);
  }

  @Test
  void a_message_larger_than_the_limit_gives_20015() throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    byte[] large = message.with("</Bundle>", "</Bundle>" + " ".repeat(6 << 20)).bytes();
    network.supplierSends(large, PRACTICE_MAILBOX, WORKFLOW, "large");

    assertThat(awaitResponses(1).getFirst().code()).contains(ResponseCode.TOO_LARGE);
  }

  @Test
  void an_acknowledgement_of_something_never_sent_tells_a_person() throws IOException {
    SuppliersMessage never = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.supplierSends(never.bytes(), PRACTICE_MAILBOX, WORKFLOW, "real");
    List<ItkResponse> responses = awaitResponses(2);
    assertThat(responses).hasSize(2);
    java.io.ByteArrayOutputStream xml = new java.io.ByteArrayOutputStream();
    new gpcm.message.MessageWriter().writeXml(responses.getFirst(), xml);

    String meshId = network.supplierSends(xml.toByteArray(), HUB_MAILBOX, ACK, "stray");

    await()
        .atMost(PATIENCE)
        .until(() -> !alerts(alert -> alert.whatHappened().contains(meshId)).isEmpty());
  }

  @Test
  void a_consultation_of_an_organisation_this_node_does_not_serve_is_refused() throws IOException {
    byte[] json =
        new String(
                TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()),
                StandardCharsets.UTF_8)
            .replace("A99901", "A99999")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> network.submit(ConsultationJson.read(json)))
        .isInstanceOf(SubmissionRefused.class)
        .hasMessageContaining("/organisation/odsCode")
        .hasMessageContaining("A99999");
  }

  @Test
  void a_surname_mesh_cannot_carry_is_refused_before_anything_is_stored() throws IOException {
    byte[] json =
        new String(
                TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()),
                StandardCharsets.UTF_8)
            .replace("\"Testpatient\"", "\"测试\"")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> network.submit(ConsultationJson.read(json)))
        .isInstanceOf(SubmissionRefused.class)
        .hasMessageContaining("/patient/name/family");
  }

  private static OutboxDocument awaitState(UUID id, DocumentState state) {
    return await()
        .atMost(PATIENCE)
        .until(() -> network.node().outbox().find(id).orElseThrow(), d -> d.state() == state);
  }

  private static List<ItkResponse> awaitResponses(int count) {
    List<ItkResponse> all = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              all.addAll(network.supplierReceives());
              return all.size() >= count;
            });
    return all;
  }

  private static WorklistEntry entry(String documentId) {
    return network.entries(documentId).getFirst();
  }

  private static List<WorklistEntry> entries(SuppliersMessage message) {
    return network.entries(message.document().documentId().orElseThrow());
  }

  private static List<Alert> alerts(Predicate<Alert> wanted) {
    return network.node().alerts().open(1000).stream().filter(wanted).toList();
  }
}
