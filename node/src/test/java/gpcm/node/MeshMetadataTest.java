package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.addressing.MeshWorkflow;
import gpcm.consultation.OdsCode;
import gpcm.exchange.DocumentState;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.message.UseCase;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.Outside;
import gpcm.node.mailbox.Transport;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What travels beside a message on MESH is checked before it is sent, and when it is received. */
class MeshMetadataTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ADDRESS = "GPPROVIDER_9990000018_19570109_Testpatient";

  @TempDir Path folder;

  private static List<String> findings(TestNetwork network) {
    return network
        .node()
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select requirement from finding where tolerated order by received,"
                            + " ordinal")
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void what_is_wrong_with_a_received_document_is_noted_and_does_not_reject_it() throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
      network.supplierSends(message.bytes(), PRACTICE_MAILBOX, MeshWorkflow.DOCUMENT, "A letter");
      await().atMost(PATIENCE).until(() -> network.entries(message.documentId()).size() == 1);
      assertThat(findings(network)).contains("GPCM-SD-CS-068", "GPCM-SD-CS-006");
    }
  }

  @Test
  void an_answer_on_the_workflow_of_documents_counts_and_is_noted() throws IOException {
    try (TestNetwork network = new TestNetwork(folder)) {
      UUID id = network.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
      try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
        practice.answersOn(
            MeshWorkflow.DOCUMENT, network.sentMessage(), ResponseCode.SUCCESS, HUB_MAILBOX);
      }
      await().atMost(PATIENCE).until(() -> findings(network).contains("GPCM-SD-CS-062"));
    }
  }

  private static Mailbox supplier(MeshClient mesh) {
    return new Mailbox(
        new OdsCode("A99901"),
        "Sampleton Evening Hub",
        new MailboxId(SUPPLIER_MAILBOX),
        new Transport.Http(mesh));
  }

  private static MeshClient nowhere() {
    return MeshClient.builder()
        .url(URI.create("http://127.0.0.1:1"))
        .mailbox(SUPPLIER_MAILBOX)
        .password(Secret.of("password"))
        .sharedKey(Secret.of("TestKey"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "GPPROVIDER_9990000026_19570109_Testpatient, GPCM-SD-CS-042",
    "PRACTICE1, GPCM-SD-CS-060",
    "GPPROVIDER_9990000018_1957_Testpatient, GPCM-SD-CS-042",
  })
  void a_document_whose_outside_is_wrong_is_not_sent(String address, String requirement)
      throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    Outside outside = new Outside(RuleCatalogue.rules(Tolerances.NONE));
    String subject =
        new UseCase.ConsultationSummary()
            .subjectLine(UseCase.Subject.of(TestNetwork.consultation(KNOWN)), false);
    try (MeshClient mesh = nowhere()) {
      assertThatCode(
              () -> outside.check(message.document(), supplier(mesh), ADDRESS, subject, true))
          .doesNotThrowAnyException();
      assertThatThrownBy(
              () -> outside.check(message.document(), supplier(mesh), address, subject, true))
          .isInstanceOf(Outside.NotConforming.class)
          .hasMessageContaining(requirement)
          .hasMessageNotContaining("9990000026");
      assertThatThrownBy(
              () -> outside.check(message.document(), supplier(mesh), ADDRESS, "A letter", true))
          .isInstanceOf(Outside.NotConforming.class)
          .hasMessageContaining("GPCM-SD-CS-068");
    }
  }

  @Test
  void an_answers_outside_is_right() throws IOException {
    SuppliersMessage message = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    ItkResponse response =
        ItkResponse.to(message.document())
            .code(ResponseCode.SUCCESS)
            .diagnostics("")
            .from(new OdsCode(SUPPLIER), new MailboxId(SUPPLIER_MAILBOX))
            .build(InstantSource.system(), UUID::randomUUID);
    try (MeshClient mesh = nowhere()) {
      assertThatCode(
              () ->
                  new Outside(RuleCatalogue.rules(Tolerances.ALL))
                      .check(response, supplier(mesh), HUB_MAILBOX, "ITK3 response 20013"))
          .doesNotThrowAnyException();
    }
  }
}
