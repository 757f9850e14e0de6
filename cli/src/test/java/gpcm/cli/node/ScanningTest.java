package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.message.SampleFiles;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentContent;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.node.config.ScanningSettings;
import gpcm.node.sending.NotCheckable;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import gpcm.node.testing.TestOrganisation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nodes whose attachments a malware scanner looks into: nothing passes that it has not seen. */
class ScanningTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/consultation-summary.json");
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final TestOrganisation SENDER =
      TestOrganisation.sender("A99903", "A sender without a node");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Document consultation() throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(EXAMPLE.toFile());
    json.put("encounterId", UUID.randomUUID().toString());
    return DocumentJson.read(JSON.writeValueAsBytes(json));
  }

  private static UUID handIn(TestNode hub, String text) throws IOException {
    return hub.handIn(
        consultation(),
        Map.of("consultation-summary-throat.txt", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void send(MeshClient sender, String text) throws IOException {
    SendDocument message =
        SendDocument.of(
            consultation(),
            SENDER.mailbox(),
            EnclosedFiles.of(
                AttachmentContent.of(SampleFiles.of("application/pdf")),
                List.of(
                    Attachment.of(
                        "text/plain",
                        "Notes",
                        AttachmentContent.of(text.getBytes(StandardCharsets.UTF_8))))),
            InstantSource.system(),
            UUID::randomUUID);
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(message, xml);
    sender.send(
        OutgoingMessage.to(
                new MailboxAddress(LocalNetwork.PRACTICE.mailbox().value()),
                "GPFED_CONSULT_REPORT",
                MeshBody.of(xml.toByteArray()))
            .localId(SENDER.ods().value())
            .subject("A consultation")
            .build());
  }

  @Test
  void malwareIsRefusedOnBothSidesAndNothingPassesWhileTheScannerIsAway() throws Exception {
    LocalClamd clamd = LocalClamd.on(0);
    int port = clamd.port();
    ScanningSettings scanning =
        ScanningSettings.by(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try (LocalNetwork network =
            LocalNetwork.hubAndPractice()
                .mailbox(SENDER)
                .configured(told -> told.with(scanning))
                .start();
        MeshClient sender = network.client(SENDER).build()) {
      TestNode hub = network.node(LocalNetwork.HUB);
      TestNode practice = network.node(LocalNetwork.PRACTICE);

      hub.await(handIn(hub, "Sore throat"), DocumentState.COMPLETED);
      assertThatThrownBy(() -> handIn(hub, LocalClamd.MALWARE))
          .isInstanceOf(SubmissionRefused.class)
          .hasMessageContaining("malware: Test.Malware")
          .hasMessageContaining("20004");
      send(sender, LocalClamd.MALWARE);
      await().atMost(PATIENCE).until(() -> sender.count() > 0);

      clamd.close();
      assertThatThrownBy(() -> handIn(hub, "Sore throat"))
          .isInstanceOf(NotCheckable.class)
          .hasMessageContaining("gave no verdict");
      send(sender, "Sore throat");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  practice.alerts().stream()
                      .anyMatch(alert -> alert.problem().equals("malware-scanner")));
      assertThat(practice.worklist()).hasSize(1);

      clamd = LocalClamd.on(port);
      await().atMost(PATIENCE).until(() -> practice.worklist().size() == 2);
      hub.await(handIn(hub, "Sore throat"), DocumentState.COMPLETED);
      assertThat(practice.worklist()).hasSize(3);
    } finally {
      clamd.close();
    }
  }
}
