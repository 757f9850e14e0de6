package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An id that was here before, with something else under it, is no copy: somebody is told. */
class ReusedIdentifiersTest {
  private static final byte[] OTHER_NOTES = "Other notes".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running static TestNetwork network;

  @BeforeEach
  void nothingIsTold() {
    network
        .node()
        .alerts()
        .open(1000)
        .forEach(each -> network.node().alerts().resolve(each.id(), "test"));
  }

  @Test
  void aMessageIdThatCarriesAnotherPatientsDocumentIsSentBackAndTold() throws IOException {
    SuppliersMessage first = filed();

    SuppliersMessage other = about(LEFT_PRACTICE);
    send(other.with(other.messageId(), first.messageId()));

    assertSentBack(first, ResponseCode.HEADER_INVALID, "Bundle.entry[0].resource.id");
  }

  @Test
  void aMessageIdThatCarriesAnotherDocumentOfTheSamePatientIsSentBackAndTold() throws IOException {
    SuppliersMessage first = filed();

    SuppliersMessage other = about(KNOWN);
    send(other.with(other.messageId(), first.messageId()));

    assertSentBack(first, ResponseCode.HEADER_INVALID, "Bundle.entry[0].resource.id");
  }

  @Test
  void aDocumentIdThatCarriesAnotherPatientsDocumentIsSentBackAndTold() throws IOException {
    SuppliersMessage first = filed();

    SuppliersMessage other = about(LEFT_PRACTICE);
    send(other.with(other.documentId(), first.documentId()));

    assertSentBack(first, ResponseCode.PAYLOAD_INVALID, "MessageHeader.focus");
  }

  @Test
  void aDocumentIdWithAnotherAttachmentIsSentBackAndTold() throws IOException {
    SuppliersMessage first = filed();

    send(first.with(first.messageId(), UUID.randomUUID().toString()).withOtherNotes(OTHER_NOTES));

    assertSentBack(first, ResponseCode.PAYLOAD_INVALID, "MessageHeader.focus");
  }

  @Test
  void theSameMessageIdAndDocumentIdWithAnotherAttachmentIsSentBackAndTold() throws IOException {
    SuppliersMessage first = filed();

    send(first.withOtherNotes(OTHER_NOTES));

    assertSentBack(first, ResponseCode.HEADER_INVALID, "Bundle.entry[0].resource.id");
  }

  @Test
  void ofTwoThatArriveTogetherTheSecondIsNotTakenForACopyEither() throws IOException {
    SuppliersMessage first = about(KNOWN);
    SuppliersMessage other = about(LEFT_PRACTICE);
    SuppliersMessage second = other.with(other.messageId(), first.messageId());

    network.restartNode(
        () -> {
          network.supplierSends(first.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
          network.supplierSends(second.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
        });

    assertThat(responses(3))
        .extracting(response -> response.codeText().orElseThrow())
        .containsExactlyInAnyOrder("20013", "30001", ResponseCode.HEADER_INVALID.code());
    assertThat(network.alerts("sent-back/")).hasSize(1);
  }

  @Test
  void aSenderWhoseOnlyCopyIsTakenForAnotherMessageIsTold() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.SENT);

    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(network.sentMessage(), ResponseCode.DUPLICATE_DOCUMENT, HUB_MAILBOX);
    }

    await().atMost(PATIENCE).until(() -> !network.alerts("taken-for-another/" + id).isEmpty());
    assertThat(network.alerts("taken-for-another/" + id))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.document()).contains(id);
              assertThat(alert.whatHappened()).contains("20008").contains("sent once only");
              assertThat(alert.whatToDo()).contains("Ask the practice");
            });
    assertThat(network.state(id)).isNotEqualTo(DocumentState.COMPLETED);
    network.mesh().clearFaults();
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
  }

  private static SuppliersMessage about(String nhsNumber) throws IOException {
    return SuppliersMessage.about(TestNetwork.consultation(nhsNumber));
  }

  private SuppliersMessage filed() throws IOException {
    SuppliersMessage first = about(KNOWN);
    send(first);
    assertThat(responses(2))
        .extracting(response -> response.codeText().orElseThrow())
        .containsExactlyInAnyOrder("20013", "30001");
    return first;
  }

  private void send(SuppliersMessage message) {
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
  }

  private void assertSentBack(SuppliersMessage first, ResponseCode code, String element) {
    ItkResponse response = responses(1).getFirst();
    assertThat(response.code()).contains(code);
    assertThat(response.diagnostics().orElseThrow()).contains(element).contains("of its own");
    assertThat(network.alerts("sent-back/"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.title()).contains(SUPPLIER_MAILBOX);
              assertThat(alert.whatHappened()).contains(element);
            });
    assertThat(network.node().worklist().list(WorklistQuery.newest(1)))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.identifiers().messageId()).isEqualTo(first.messageId());
              assertThat(entry.patient().nhsNumber()).isEqualTo(KNOWN);
              assertThat(entry.state()).isEqualTo(WorklistEntry.State.TO_DO);
            });
  }

  private List<ItkResponse> responses(int count) {
    List<ItkResponse> responses = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              responses.addAll(network.supplierReceives());
              return responses.size() == count;
            });
    return responses;
  }
}
