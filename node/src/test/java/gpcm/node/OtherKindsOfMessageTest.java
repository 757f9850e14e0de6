package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.message.ItkResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What comes and is no Send Document message is said to be what it is; ids are ids in any case. */
class OtherKindsOfMessageTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running static TestNetwork network;

  @Test
  void anUpdateRecordMessageIsNamedAndItsSenderIsNotToldToRelabelIt() throws IOException {
    SuppliersMessage message =
        about()
            .with("ITK007C", "ITK014M")
            .with(
                "ITK-GPConnectSendDocument-MessageDefinition-1",
                "ITK-GPConnectUpdateRecord-MessageDefinition-1")
            .with("SendDocument-ConsultationReport", "SendDocument-Generic");

    send(message.bytes());

    ItkResponse answer = answers(1).getFirst();
    assertThat(answer.codeText()).contains("10004");
    assertThat(answer.respondsTo()).contains(message.messageId());
    assertThat(answer.diagnostics().orElseThrow())
        .contains("a message of the kind Update Record (event ITK014M)")
        .contains("ask whoever sends it")
        .doesNotContain("Generic");
    assertThat(network.alerts("sent-back/10004/" + SUPPLIER_MAILBOX))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.title()).contains("a message of the kind Update Record");
              assertThat(alert.whatToDo()).contains("ask the sender");
            });
    assertThat(network.entries(message.documentId())).isEmpty();
  }

  @Test
  void aDocumentWithoutAMessageAroundItIsNamed() throws IOException {
    String xml = about().xml();
    String document =
        xml.substring(
                    xml.indexOf("<Bundle", xml.indexOf("<Bundle") + 1),
                    xml.lastIndexOf("</Bundle></resource>"))
                .replaceFirst("<Bundle>", "<Bundle xmlns=\"http://hl7.org/fhir\">")
            + "</Bundle>";

    send(document.getBytes(StandardCharsets.UTF_8));

    ItkResponse answer = answers(1).getFirst();
    assertThat(answer.codeText()).contains("10009");
    assertThat(answer.diagnostics().orElseThrow())
        .contains("a document without an ITK3 message around it")
        .contains("ask whoever sends it to send it inside a message");
  }

  /** MessageHeader.id in capitals is the same id. */
  @Test
  void theSameMessageInCapitalsIsACopy() throws IOException {
    SuppliersMessage first = about();
    send(first.bytes());
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");

    send(first.with(first.messageId(), first.messageId().toUpperCase(Locale.ROOT)).bytes());

    assertThat(codes(1)).containsExactly("20007");
    assertThat(network.entries(first.documentId())).hasSize(1);
  }

  /** A replacement names what it replaces in capitals. */
  @Test
  void aReplacementFindsItsOriginalInAnyCase() throws IOException {
    SuppliersMessage first = about();
    send(first.bytes());
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    SuppliersMessage second =
        SuppliersMessage.about(TestNetwork.newVersion(first.encounterId(), first.documentId()));

    send(second.with(first.documentId(), first.documentId().toUpperCase(Locale.ROOT)).bytes());

    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    assertThat(network.entries(first.documentId()).getFirst().replacedBy())
        .contains(network.entries(second.documentId()).getFirst().id());
  }

  /** The same document, its id in capitals, in a new message. */
  @Test
  void theSameDocumentInCapitalsIsFiledOnce() throws IOException {
    SuppliersMessage first = about();
    send(first.bytes());
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");

    send(
        first
            .with(first.messageId(), UUID.randomUUID().toString())
            .with(first.documentId(), first.documentId().toUpperCase(Locale.ROOT))
            .bytes());

    assertThat(codes(1)).doesNotContain("20013");
    assertThat(network.entries(first.documentId())).hasSize(1);
    assertThat(network.entries(first.documentId().toUpperCase(Locale.ROOT))).isEmpty();
  }

  private static SuppliersMessage about() throws IOException {
    return SuppliersMessage.about(TestNetwork.consultation(KNOWN));
  }

  private static void send(byte[] message) {
    network.supplierSends(message, PRACTICE_MAILBOX, WORKFLOW, "a document");
  }

  private static List<String> codes(int count) {
    return answers(count).stream().map(answer -> answer.codeText().orElseThrow()).toList();
  }

  private static List<ItkResponse> answers(int count) {
    List<ItkResponse> answers = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              answers.addAll(network.supplierReceives());
              return answers.size() == count;
            });
    return answers;
  }
}
