package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.message.ItkResponse;
import gpcm.node.config.ByteSize;
import gpcm.node.config.IntakeSettings.AttachmentLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each organisation takes the attachments that it says, and its sender is told the others. */
class AttachmentLimitsTest {
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running TestNetwork network;

  private void limit(AttachmentLimits limits) throws IOException {
    network.restartNode(
        before -> Configurations.intake(before, PHARMACY, intake -> intake.with(limits)));
  }

  /** The infrastructure answer, and what it says. */
  private ItkResponse answer(SuppliersMessage message, String mailbox) throws IOException {
    network.supplierSends(message.bytes(), mailbox, WORKFLOW, "");
    List<ItkResponse> answers = new ArrayList<>();
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () -> {
              answers.addAll(network.supplierReceives());
              return answers.stream().anyMatch(each -> each.codeText().orElse("").startsWith("2"));
            });
    return answers.stream()
        .filter(each -> each.codeText().orElse("").startsWith("2"))
        .findFirst()
        .orElseThrow();
  }

  private static SuppliersMessage message() throws IOException {
    return SuppliersMessage.about(TestNetwork.consultation(KNOWN));
  }

  private void refused(SuppliersMessage message, String code, String said) throws IOException {
    ItkResponse answer = answer(message, PHARMACY_MAILBOX);
    assertThat(answer.codeText()).contains(code);
    assertThat(answer.diagnostics().orElseThrow()).contains(said);
  }

  @Test
  void aTypeThatOneDoesNotTakeAndTheOtherDoes() throws IOException {
    limit(new AttachmentLimits(List.of("application/pdf"), Optional.empty(), Optional.empty()));
    refused(message(), "20004", "one of [application/pdf]");
    assertThat(answer(message(), PRACTICE_MAILBOX).codeText()).contains("20013");
  }

  @Test
  void whatIsNotWhatItSaysIsUnsupported() throws IOException {
    limit(
        new AttachmentLimits(
            List.of("application/pdf", "text/plain"), Optional.empty(), Optional.empty()));
    refused(
        message().withOtherNotes("%PDF-1.4 in disguise".getBytes(StandardCharsets.US_ASCII)),
        "20005",
        "content of the type that contentType declares");
  }

  @Test
  void aFileThatIsTooLarge() throws IOException {
    limit(new AttachmentLimits(List.of(), Optional.of(ByteSize.ofKibibytes(1)), Optional.empty()));
    refused(
        message().withOtherNotes("so ".repeat(400).getBytes(StandardCharsets.US_ASCII)),
        "20015",
        "a file of at most 1024 bytes");
    assertThat(
            answer(
                    message().withOtherNotes("so".getBytes(StandardCharsets.US_ASCII)),
                    PHARMACY_MAILBOX)
                .codeText())
        .contains("20013");
  }

  @Test
  void tooManyFiles() throws IOException {
    limit(new AttachmentLimits(List.of(), Optional.empty(), Optional.of(1)));
    refused(message(), "20015", "at most 1 files in a message");
    assertThat(answer(message(), PRACTICE_MAILBOX).codeText()).contains("20013");
  }

  @Test
  void asManyFilesAsAreTaken() throws IOException {
    limit(new AttachmentLimits(List.of(), Optional.empty(), Optional.of(2)));
    assertThat(answer(message(), PHARMACY_MAILBOX).codeText()).contains("20013");
  }
}
