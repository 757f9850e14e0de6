package gpcm.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshClient;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.ResponseCode;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sender and receiver in a supplier's own test: no command line, no terminal. */
class SyntheticPairTest {
  private static final int FIVE_MEBIBYTES = 5 << 20;

  @RegisterExtension static final MeshServerExtension MESH = MeshServerExtension.sandbox();

  private final TestPatient patient =
      new TestPatient("9990000018", LocalDate.of(1957, 1, 9), "Testpatient");

  private SyntheticSender sender(MeshClient mesh) {
    return new SyntheticSender(
        mesh, patient, new MailboxAddress("X26ABC2"), InstantSource.system());
  }

  @Test
  void everythingIsAnsweredAsExpectedAndTold() throws IOException {
    try (MeshClient there = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticSender sender = sender(there);
      SyntheticReceiver receiver =
          new SyntheticReceiver(here, new OdsCode("ZZ999"), FIVE_MEBIBYTES, InstantSource.system());
      sender.send(Exemplar.Good.REPLACEMENT);
      sender.send(MessageFault.SENDER_MISSING);
      sender.send(new Exemplar.Asking(ResponseCode.PATIENT_UNKNOWN));
      List<Receipt> receipts = new ArrayList<>();
      while (!sender.collect()) {
        receiver.answerWaiting(receipts::add);
      }
      assertThat(sender.results()).hasSize(3).allMatch(ExemplarOutcome::asExpected);
      assertThat(receipts).hasSize(4);
      assertThat(receipts.stream().flatMap(receipt -> receipt.answers().stream()))
          .contains(ResponseCode.HEADER_INVALID, ResponseCode.PATIENT_UNKNOWN);
    }
  }

  /** What travels beside the exemplars and their answers keeps the rules as far as can be told. */
  @Test
  void theMetadataOfGoodMessagesAndOfAnswersKeepsTheRules() throws IOException {
    try (MeshClient there = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticSender sender = sender(there);
      SyntheticReceiver receiver =
          new SyntheticReceiver(here, new OdsCode("ZZ999"), FIVE_MEBIBYTES, InstantSource.system());
      for (Exemplar.Good good : Exemplar.Good.values()) {
        sender.send(good);
      }
      List<Receipt> receipts = new ArrayList<>();
      while (!sender.collect()) {
        receiver.answerWaiting(receipts::add);
      }
      assertThat(receipts).flatExtracting(receipt -> receipt.findings().all()).isEmpty();
      assertThat(receipts)
          .allMatch(
              receipt ->
                  receipt.findings().notChecked().stream()
                      .anyMatch(one -> one.reason().contains("MESH replaces the address")));
      assertThat(sender.results())
          .flatExtracting(ExemplarOutcome::answers)
          .isNotEmpty()
          .extracting(ExemplarOutcome.Answer::findings)
          .allMatch(findings -> findings.all().isEmpty() && findings.notChecked().isEmpty());
    }
  }

  @Test
  void aChosenAnswerIsNotTheExpectedOne() throws IOException {
    try (MeshClient there = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticSender sender = sender(there);
      sender.send(Exemplar.Good.CONSULTATION_SUMMARY);
      new SyntheticReceiver(
              here,
              new OdsCode("ZZ999"),
              AnswerChoice.asking(ResponseCode.PATIENT_UNKNOWN),
              FIVE_MEBIBYTES,
              InstantSource.system())
          .answerWaiting(receipt -> assertThat(receipt.chosen()).isTrue());
      assertThat(sender.collect()).isTrue();
      assertThat(sender.results().getFirst().asExpected()).isFalse();
      assertThat(sender.results().getFirst().answers())
          .extracting(ExemplarOutcome.Answer::code)
          .containsExactly("20013", "30002");
    }
  }
}
