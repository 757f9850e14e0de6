package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.OdsCode;
import gpcm.exchange.DocumentState;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The sender is who MESH says it is, whatever a message says of itself. */
class SenderTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running static TestNetwork network;

  @Test
  void answersGoWhereMeshSaysThatTheDocumentCameFromAndTheMismatchIsTold() throws IOException {
    SuppliersMessage message = about().with(SUPPLIER_MAILBOX, HUB_MAILBOX);

    send(message);

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    assertThat(entry(message).warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains(HUB_MAILBOX)
                    .contains("delivered it from mailbox " + SUPPLIER_MAILBOX));
  }

  @Test
  void theSendersNameIsThatOfTheOrganisationTheHeaderNames() throws IOException {
    SuppliersMessage message = about();
    String name = message.document().sender().name().orElseThrow();
    String own = "<name value=\"" + name + "\"/>";
    int place = message.xml().lastIndexOf("<entry>", message.xml().indexOf(own));
    // Part of ours, so that something leads to it.
    String ownUrl =
        message.xml().substring(place).replaceFirst("(?s).*?<fullUrl value=\"([^\"]+)\".*", "$1");
    String first =
        """
        <entry><fullUrl value="urn:uuid:0b1c2d3e-4f50-4617-8283-9a4b5c6d7e8f"/><resource><Organization>\
        <id value="0b1c2d3e-4f50-4617-8283-9a4b5c6d7e8f"/><meta>\
        <profile value="https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Organization-1"/></meta><identifier>\
        <system value="https://fhir.nhs.uk/Id/ods-organization-code"/><value value="A99905"/></identifier>\
        <name value="Somebody Else"/><telecom><system value="phone"/><value value="01632960199"/></telecom><partOf><reference value="%s"/></partOf></Organization></resource></entry>\
        """
            .formatted(ownUrl);

    send(
        new SuppliersMessage(
            message.document(),
            message.xml().substring(0, place) + first + message.xml().substring(place)));

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    assertThat(entry(message).sender().odsCode()).isEqualTo(HUB);
    assertThat(entry(message).sender().name()).isEqualTo(name);
  }

  @Test
  void anotherMailboxReplacesNothing() throws IOException {
    SuppliersMessage original = about();
    send(original);
    assertThat(codes(2)).contains("20013");

    SuppliersMessage replacement = replacementOf(original).with(SUPPLIER_MAILBOX, PHARMACY_MAILBOX);
    try (OtherMailbox other = network.other(PHARMACY_MAILBOX)) {
      other.sends(replacement.bytes(), PRACTICE_MAILBOX, WORKFLOW);
    }

    await()
        .atMost(PATIENCE)
        .until(() -> !network.alerts("sent-back/20014/" + PHARMACY_MAILBOX).isEmpty());
    assertThat(network.alerts("sent-back/20014/" + PHARMACY_MAILBOX).getFirst().organisation())
        .isEqualTo(PRACTICE);
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(network.entries(replacement.documentId())).isEmpty();
  }

  @Test
  void anotherOrganisationReplacesNothing() throws IOException {
    SuppliersMessage original = about();
    send(original);
    assertThat(codes(2)).contains("20013");

    SuppliersMessage replacement = replacementOf(original).with(HUB, "A99905");
    send(replacement);

    assertThat(codes(1)).containsExactly("20014");
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(network.entries(replacement.documentId())).isEmpty();
  }

  @Test
  void anOrganisationThatIsNotPermittedIsRefusedAndOneThatIsIsNot() throws IOException {
    network.restartNode(c -> c.with(c.receiving().permitting(Set.of(new OdsCode(PHARMACY)))));

    assertThat(answerToGeneric(HUB)).isEqualTo("20012");
    assertThat(answerToGeneric(PHARMACY)).isEqualTo("20013");
  }

  /** 20012 is not for what MESH routed by patient. */
  @Test
  void aConsultationSummaryIsTakenFromWhomeverMeshRoutesIt() throws IOException {
    network.restartNode(
        c ->
            c.with(
                c.receiving()
                    .permitting(Set.of(new OdsCode(PHARMACY)))
                    .permittingMailboxes(Set.of(new MailboxId(PHARMACY_MAILBOX)))));

    UUID id = network.submit(TestNetwork.consultation(KNOWN));

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
  }

  @Test
  void aMailboxThatIsNotPermittedIsRefusedWhateverOrganisationItNames() throws IOException {
    network.restartNode(
        c -> c.with(c.receiving().permittingMailboxes(Set.of(new MailboxId(PHARMACY_MAILBOX)))));
    assertThat(answerToGeneric(PHARMACY)).isEqualTo("20013");

    sendFromSupplier(anotherCopyOfWhatWasSent().replace(PHARMACY_MAILBOX, SUPPLIER_MAILBOX));

    assertThat(codes(1)).containsExactly("20012");
  }

  @Test
  void whoNamesAPermittedOrganisationAndItsMailboxButSendsFromAnotherIsRefused()
      throws IOException {
    network.restartNode(c -> c.with(c.receiving().permitting(Set.of(new OdsCode(PHARMACY)))));
    assertThat(answerToGeneric(PHARMACY)).isEqualTo("20013");

    sendFromSupplier(anotherCopyOfWhatWasSent());

    assertThat(codes(1)).containsExactly("20012");
  }

  private static String anotherCopyOfWhatWasSent() throws IOException {
    var sent = network.sentMessage();
    return new String(network.sentBytes(), StandardCharsets.UTF_8)
        .replace(sent.messageId().orElseThrow(), UUID.randomUUID().toString())
        .replace(sent.documentId().orElseThrow(), UUID.randomUUID().toString());
  }

  private static void sendFromSupplier(String xml) {
    network.supplierSends(
        xml.getBytes(StandardCharsets.UTF_8), PRACTICE_MAILBOX, WORKFLOW, "a letter");
  }

  /** The infrastructure answer to a generic document for the practice. */
  private static String answerToGeneric(String sender) throws IOException {
    UUID id = network.submit(TestNetwork.document("generic.json", sender));
    await().atMost(PATIENCE).until(() -> document(id).state().isFinal());
    return document(id).acknowledgements().infrastructure().orElseThrow();
  }

  private static OutboxDocument document(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }

  private static SuppliersMessage about() throws IOException {
    return SuppliersMessage.about(TestNetwork.consultation(KNOWN));
  }

  private static SuppliersMessage replacementOf(SuppliersMessage original) throws IOException {
    return SuppliersMessage.about(
        TestNetwork.newVersion(original.encounterId(), original.documentId()));
  }

  private static void send(SuppliersMessage message) {
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
  }

  private static WorklistEntry entry(SuppliersMessage message) {
    return network.node().worklist().list(WorklistQuery.newest(100)).stream()
        .filter(each -> each.identifiers().documentId().equals(message.documentId()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> codes(int count) {
    List<ItkResponse> responses = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              responses.addAll(network.supplierReceives());
              return responses.size() == count;
            });
    return responses.stream().map(response -> response.codeText().orElseThrow()).toList();
  }
}
