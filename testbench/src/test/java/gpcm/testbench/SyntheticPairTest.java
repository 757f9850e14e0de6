package gpcm.testbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gpcm.consultation.OdsCode;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.ResponseCode;
import gpcm.rules.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** GPCM-SD-CS-056: what was sent is at hand, so that nothing need be taken for met. */
  @Test
  void anAnswerIsHeldAgainstTheMessageThatWasSent() throws IOException {
    try (MeshClient there = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticSender sender = sender(there);
      sender.send(Exemplar.Good.CONSULTATION_SUMMARY);
      String id = sender.outcomes().getFirst().messageIds().iterator().next();
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      new MessageWriter()
          .writeXml(
              ItkResponse.to(id, "another-encounter")
                  .code(ResponseCode.UNREADABLE)
                  .from(new OdsCode("ZZ999"), new MailboxId("X26ABC2"))
                  .build(InstantSource.system(), UUID::randomUUID),
              xml);
      here.send(
          OutgoingMessage.to(
                  new MailboxAddress("X26ABC1"),
                  Workflows.ACKNOWLEDGEMENT,
                  MeshBody.of(xml.toByteArray()))
              .localId("ZZ999")
              .build());
      assertThat(sender.collect()).isTrue();
      assertThat(sender.results().getFirst().answers())
          .singleElement()
          .satisfies(
              answer -> {
                assertThat(answer.findings().rejecting())
                    .extracting(Finding::requirement)
                    .containsExactly("GPCM-SD-CS-056");
                assertThat(answer.findings().notChecked()).isEmpty();
              });
      here.acknowledge(here.inbox(InboxQuery.all()).messageIds().getFirst());
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

  /** GPCM-SD-024: a line for each row of the digest's table, "A replacement that fails". */
  @ParameterizedTest
  @EnumSource(
      names = {"REPLACEMENT_FAULTY", "REPLACEMENT_ATTACHMENT", "REPLACES_VOID", "REPLACES_UNKNOWN"})
  void aReplacementThatFailsIsAnsweredAsANodeAnswers(MessageFault fault) throws IOException {
    List<Receipt> receipts = answered(fault);
    assertThat(receipts).hasSize(fault.messages());
    assertThat(receipts.getLast().answers()).containsExactly(ResponseCode.REPLACEMENT_FAILED);
  }

  /** The diagnostics name the fault with the code that it has in a first version. */
  @ParameterizedTest
  @CsvSource({"REPLACEMENT_FAULTY, 20009", "REPLACEMENT_ATTACHMENT, 20004"})
  void theDiagnosticsNameTheFaultOfAReplacement(MessageFault fault, String code)
      throws IOException {
    try (MeshClient there = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticSender sender = sender(there);
      sender.send(fault);
      SyntheticReceiver receiver = receiver(here);
      while (!sender.collect()) {
        receiver.answerWaiting(receipt -> {});
      }
      assertThat(sender.results().getFirst().asExpected()).isTrue();
      assertThat(sender.results().getFirst().answers().getLast().diagnostics().orElseThrow())
          .startsWith(code + " ");
    }
  }

  /** What is wrong before the payload is read keeps its code, and a repetition its own. */
  @ParameterizedTest
  @EnumSource(names = {"SENDER_MISSING", "SAME_DOCUMENT", "COMPOSITION_STATUS"})
  void whatIsNoFailedReplacementKeepsItsCode(MessageFault fault) throws IOException {
    assertThat(answered(fault).getLast().answers()).containsExactly(fault.code());
  }

  private static SyntheticReceiver receiver(MeshClient here) {
    return new SyntheticReceiver(
        here, new OdsCode("ZZ999"), FIVE_MEBIBYTES, InstantSource.system());
  }

  private List<Receipt> answered(MessageFault fault) throws IOException {
    try (MeshClient there = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticSender sender = sender(there);
      sender.send(fault);
      List<Receipt> receipts = new ArrayList<>();
      SyntheticReceiver receiver = receiver(here);
      while (!sender.collect()) {
        receiver.answerWaiting(receipts::add);
      }
      return receipts;
    }
  }

  @Test
  void thePageShowsTheseLines() throws IOException {
    try (MeshClient mesh = MESH.client("X26ABC1").build();
        MeshClient here = MESH.client("X26ABC2").build()) {
      SyntheticReceiver receiver = receiver(here);
      // page: begin
      SyntheticSender sender =
          new SyntheticSender(mesh, patient, new MailboxAddress("X26ABC2"), InstantSource.system());
      sender.send(MessageFault.SENDER_MISSING);
      while (!sender.collect()) {
        receiver.answerWaiting(receipt -> {}); // here stands your own receiver
      }
      assertTrue(sender.results().getFirst().asExpected());
      // page: end
    }
    Path root = Path.of(System.getProperty("project.root", ".."));
    String source =
        Files.readString(
            root.resolve("testbench/src/test/java/gpcm/testbench/SyntheticPairTest.java"));
    String lines =
        source.substring(source.indexOf("// page: begin") + 14, source.indexOf("// page: end"));
    String page = Files.readString(root.resolve("docs/testbench.md"));
    assertThat(plain(page)).contains(plain(lines));
  }

  private static String plain(String code) {
    return code.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
  }
}
