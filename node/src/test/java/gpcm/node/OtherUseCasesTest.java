package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.store.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Online consultations and generic documents through a real node, database and MESH server. */
class OtherUseCasesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;

  @Test
  void anOnlineConsultationReachesThePracticeByEndpointLookup() throws IOException {
    OutboxDocument sent = completed(send("online-consultation.json", HUB));

    WorklistEntry entry = entry(PRACTICE, sent);
    assertThat(entry.useCase()).isEqualTo("online-consultation");
    assertThat(entry.state()).isEqualTo(WorklistEntry.State.TO_DO);
    // GPCM-SD-OC-014: what the worklist shows has the version, which the subject has not.
    assertThat(entry.heading().subject())
        .isEqualTo(
            "Online consultation report for Charlie Testpatient, NHS Number 9990000018, Version 1");
    assertThat(network.node().outbox().files(sent.id()).getFirst().title())
        .isEqualTo("Online consultation report");
    // GPCM-SD-OC-164: the subject line.
    assertThat(sent.subject())
        .isEqualTo(
            "Online consultation report for Charlie Testpatient, NHS Number 9990000018, ODS Code"
                + " A99901");
    assertThat(network.node().worklist().files(entry.id()))
        .extracting(WorklistFile::contentType)
        .containsExactly("application/pdf", "image/png");
  }

  /** GPCM-SD-OC-141, -142, -159: one act, two messages, two pairs of acknowledgements. */
  @Test
  void thePharmacyIsAskedToActAndThePracticeGetsACopyForInformation() throws IOException {
    OutboxDocument forAction = completed(send("online-consultation-pharmacy.json", HUB));
    OutboxDocument copy = completed(copyOf(forAction).id());

    assertThat(forAction.addressee().recipientType()).isEqualTo("FA");
    assertThat(forAction.addressee().organisation()).isEqualTo("Sampleton Pharmacy (A99904)");
    assertThat(copy.addressee().recipientType()).isEqualTo("FI");
    assertThat(copy.addressee().organisation()).isEqualTo("Testford Surgery (A99902)");
    assertThat(copy.identifiers().messageId()).isNotEqualTo(forAction.identifiers().messageId());
    assertThat(copy.identifiers().documentId()).isEqualTo(forAction.identifiers().documentId());
    for (OutboxDocument document : List.of(forAction, copy)) {
      assertThat(document.acknowledgements().infrastructure()).contains("20013");
      assertThat(document.acknowledgements().business()).contains("30001");
    }
    WorklistEntry atPharmacy = entry(PHARMACY, forAction);
    WorklistEntry atPractice = entry(PRACTICE, copy);
    assertThat(atPharmacy.state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(atPharmacy.recipientType()).isEqualTo("FA");
    assertThat(atPractice.state()).isEqualTo(WorklistEntry.State.TO_FILE);
    assertThat(atPractice.recipientType()).isEqualTo("FI");
    assertThat(network.node().outbox().files(copy.id()))
        .isEqualTo(network.node().outbox().files(forAction.id()));
    assertThat(network.node().worklist().files(atPractice.id()))
        .extracting(file -> file.content().hash())
        .isEqualTo(
            network.node().worklist().files(atPharmacy.id()).stream()
                .map(file -> file.content().hash())
                .toList());
  }

  /** PM-OC1-02, PM-OC2-02, PM-OC3-02, PM-OC3-15: the PDF and the coded resources that apply. */
  @ParameterizedTest
  @CsvSource({
    "online-consultation.json, " + PRACTICE,
    "online-consultation-pharmacy.json, " + PHARMACY,
  })
  void theReportAndWhatThePatientAnsweredWithACodeAreMadeAndArrive(String example, String receiver)
      throws IOException {
    OutboxDocument sent = completed(send(example, HUB));

    WorklistEntry entry = entry(receiver, sent);
    WorklistFile report = network.node().worklist().files(entry.id()).getFirst();
    assertThat(report.contentType()).isEqualTo("application/pdf");
    assertThat(network.node().content().read(report.content().hash()))
        .startsWith("%PDF-".getBytes(StandardCharsets.UTF_8));
    assertThat(
            network.one(
                "select code_system || ' ' || code from coded_entry where resource_type = 'Observation' and entry = '%s'"
                    .formatted(entry.id())))
        .isEqualTo("http://snomed.info/sct 271807003");
    assertThat(
            network.count(
                "select count(*) from coded_entry where resource_type = 'QuestionnaireResponse' and entry = '%s'"
                    .formatted(entry.id())))
        .isEqualTo(1);
  }

  /** GPC-SD02/S3, GPC-SD-OC-03/S4: GPCM-SD-CS-061, GPCM-SD-OC-160. */
  @ParameterizedTest
  @CsvSource({
    "consultation-summary.json, 1",
    "online-consultation.json, 1",
    "online-consultation-pharmacy.json, 2",
  })
  void whatIsSentGoesOnTheWorkflowOfSendDocumentAlone(String example, int messages)
      throws IOException {
    OutboxDocument sent = completed(send(example, HUB));
    copies(sent.id()).forEach(copy -> completed(copy.id()));

    assertThat(
            network.one(
                "select count(*) || ' ' || string_agg(distinct workflow_id, ' ') from received_message where document_id = '%s' and sender = '%s'"
                    .formatted(
                        sent.identifiers().documentId().orElseThrow(), TestNetwork.HUB_MAILBOX)))
        .isEqualTo(messages + " GPFED_CONSULT_REPORT");
  }

  @Test
  void thePharmacyEscalatesToThePracticeWhichIsThenAskedToAct() throws IOException {
    OutboxDocument escalated = completed(send("online-consultation-escalated.json", PHARMACY));

    WorklistEntry entry = entry(PRACTICE, escalated);
    assertThat(entry.sender().odsCode()).isEqualTo(PHARMACY);
    assertThat(entry.recipientType()).isEqualTo("FA");
    assertThat(entry.state()).isEqualTo(WorklistEntry.State.TO_DO);
  }

  @Test
  void aGenericDocumentArrivesUnchanged() throws IOException {
    OutboxDocument sent = completed(send("generic.json", HUB));

    WorklistEntry entry = entry(PRACTICE, sent);
    assertThat(entry.useCase()).isEqualTo("generic");
    assertThat(sent.subject())
        .isEqualTo(
            "Outpatient letter report for Alpha Example Testpatient, NHS Number 9990000018, ODS"
                + " Code A99901");
    List<WorklistFile> files = network.node().worklist().files(entry.id());
    assertThat(files).extracting(WorklistFile::contentType).containsExactly("application/rtf");
    assertThat(network.node().content().read(files.getFirst().content().hash()))
        .isEqualTo(Files.readAllBytes(TestNetwork.example("generic-letter.rtf")));
  }

  /** GPCM-SD-GE-269, GPCM-SD-GE-286. */
  @Test
  void aGenericDocumentForThePharmacyComesWithACopyForThePractice() throws IOException {
    Document letter =
        changed(
            "generic.json",
            HUB,
            "\"registeredPractice\"",
            "\"sendTo\" : { \"odsCode\" : \"A99904\", \"name\" : \"Sampleton Pharmacy\" },"
                + " \"registeredPractice\"");

    OutboxDocument forAction = completed(network.submit(letter));
    OutboxDocument copy = completed(copyOf(forAction).id());

    assertThat(entry(PHARMACY, forAction).recipientType()).isEqualTo("FA");
    assertThat(entry(PRACTICE, copy).recipientType()).isEqualTo("FI");
    assertThat(entry(PRACTICE, copy).state()).isEqualTo(WorklistEntry.State.TO_FILE);
  }

  @Test
  void aResourceThatDoesNotConformIsRefusedBeforeItIsAccepted() throws IOException {
    Document broken =
        changed("generic.json", HUB, "\"primarySource\" : true", "\"primarySource\" : \"yes\"");
    assertThatThrownBy(() -> network.submit(broken))
        .isInstanceOf(SubmissionRefused.class)
        .hasMessageContaining("primarySource");
    Document incomplete = changed("generic.json", HUB, "\"notGiven\" : false,", "");
    assertThatThrownBy(() -> network.submit(incomplete))
        .isInstanceOf(SubmissionRefused.class)
        .hasMessageContaining("notGiven");
  }

  @Test
  void anOrganisationWithoutAMailboxFailsAndAPersonIsTold() throws IOException {
    Document nowhere = changed("online-consultation-pharmacy.json", HUB, PHARMACY, "A99999");
    UUID id = network.submit(nowhere);
    await().atMost(PATIENCE).until(() -> found(id).state() == DocumentState.FAILED);
    assertThat(found(id).failure().orElseThrow())
        .contains("MESH knows no mailbox of organisation A99999");
    assertThat(network.node().alerts().open(1000))
        .anySatisfy(alert -> assertThat(alert.document()).contains(id));
    assertThat(copies(id)).isEmpty();
  }

  private static Document changed(String example, String sender, String from, String to)
      throws IOException {
    String json =
        new String(
            DocumentJson.write(TestNetwork.document(example, sender)), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    return DocumentJson.read(json.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private static UUID send(String example, String sender) throws IOException {
    return network.submit(TestNetwork.document(example, sender));
  }

  private static OutboxDocument found(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }

  private static OutboxDocument completed(UUID id) {
    await().atMost(PATIENCE).until(() -> found(id).state().isFinal());
    OutboxDocument document = found(id);
    assertThat(document.state()).as("%s", document.failure()).isEqualTo(DocumentState.COMPLETED);
    return document;
  }

  private static List<OutboxDocument> copies(UUID id) {
    return network
        .node()
        .outbox()
        .list(new OutboxQuery(Optional.of(HUB), Optional.empty(), Slice.newest(1000)))
        .stream()
        .filter(document -> document.addressee().copyOf().equals(Optional.of(id)))
        .toList();
  }

  private static OutboxDocument copyOf(OutboxDocument original) {
    List<OutboxDocument> copies = copies(original.id());
    assertThat(copies).hasSize(1);
    return copies.getFirst();
  }

  private static WorklistEntry entry(String organisation, OutboxDocument sent) {
    List<WorklistEntry> entries =
        network.entries(sent.identifiers().documentId().orElseThrow()).stream()
            .filter(entry -> entry.organisation().equals(organisation))
            .toList();
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }
}
