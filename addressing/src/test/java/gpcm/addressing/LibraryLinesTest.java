package gpcm.addressing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lines by which the README shows the library, run between a hub and a practice. */
class LibraryLinesTest {
  private static final String HUB = "A99901OT001";
  private static final String PRACTICE = "A99902OT001";
  private static final Secret PASSWORD = Secret.of("password");

  @RegisterExtension
  static final MeshServerExtension MESH =
      MeshServerExtension.with(
          settings ->
              settings
                  .mailbox(RegisteredMailbox.of(HUB, "A99901", "Hub", PASSWORD))
                  .mailbox(RegisteredMailbox.of(PRACTICE, "A99902", "Practice", PASSWORD))
                  .sendDocumentWorkflows()
                  .patient(
                      new RegisteredPatient(
                          "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", "A99902")));

  private final InstantSource clock = InstantSource.system();
  private final Path examples =
      Path.of(System.getProperty("project.root", "..")).resolve("examples");
  private final byte[] pdf = "%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void a_document_goes_out_comes_in_and_is_answered() throws IOException {
    byte[] json = Files.readAllBytes(examples.resolve("consultation-summary.json"));
    byte[] notes = Files.readAllBytes(examples.resolve("consultation-summary-throat.txt"));
    try (MeshClient hub = MESH.client(HUB).build();
        MeshClient practice = MESH.client(PRACTICE).build()) {
      send(hub, json, notes);
      receive(practice, waiting(practice));
      assertThat(practice.count()).as("acknowledged").isZero();
      String answer = waiting(hub);
      try (Download download = hub.download(answer)) {
        assertThat(MeshArrival.of(download.headers())).isInstanceOf(MeshArrival.Response.class);
        assertThat(new MessageReader().readXml(download.body(), AttachmentSink.discarding()))
            .isInstanceOfSatisfying(
                ItkResponse.class,
                response -> assertThat(response.code()).contains(ResponseCode.SUCCESS));
      }
    }
  }

  private void send(MeshClient hub, byte[] json, byte[] notes) throws IOException {
    // README: begin
    Document consultation = DocumentJson.read(json); // or as values, without any JSON
    Attachment file = Attachment.of("text/plain", "Notes", AttachmentContent.of(notes));
    SendDocument document =
        SendDocument.of(
            consultation,
            new MailboxId("A99901OT001"),
            EnclosedFiles.of(AttachmentContent.of(pdf), List.of(file)),
            clock,
            UUID::randomUUID);
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(document, xml);
    MeshEnvelope envelope = MeshEnvelope.of(document, Recipient.registeredPractice());
    hub.send(envelope.around(MeshBody.of(xml.toByteArray())));
    // README: end
  }

  private void receive(MeshClient practice, String id) throws IOException {
    // README: begin
    try (Download download = practice.download(id)) {
      if (MeshArrival.of(download.headers()) instanceof MeshArrival.Document) {
        ReadMessage read =
            new MessageReader().readXml(download.body(), AttachmentSink.discarding());
        ItkResponse answer =
            ItkResponse.to(read)
                .code(ResponseCode.SUCCESS) // once it is checked and stored
                .from(new OdsCode("A99902"), new MailboxId("A99902OT001"))
                .build(clock, UUID::randomUUID);
        MailboxId sender = new MailboxId(read.header().sourceMailbox().orElseThrow());
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        new MessageWriter().writeXml(answer, xml);
        practice.send(MeshEnvelope.of(answer, sender).around(MeshBody.of(xml.toByteArray())));
      }
    }
    practice.acknowledge(id);
    // README: end
  }

  private static String waiting(MeshClient client) {
    return await()
        .until(() -> client.inbox(InboxQuery.all()).messageIds(), ids -> !ids.isEmpty())
        .getFirst();
  }
}
