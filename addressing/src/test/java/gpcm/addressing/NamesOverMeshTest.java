package gpcm.addressing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.Workflow;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as people have them, from a document over a real MESH server to the practice and back. */
class NamesOverMeshTest {
  private static final String PRACTICE = "GPBOX001";
  private static final Secret PASSWORD = Secret.of("test-password");

  @RegisterExtension
  static final MeshServerExtension MESH =
      MeshServerExtension.with(
          settings ->
              settings
                  .mailbox(RegisteredMailbox.of(Messages.HUB.value(), "A99901", "Hub", PASSWORD))
                  .mailbox(RegisteredMailbox.of(PRACTICE, "A99902", "Practice", PASSWORD))
                  .workflow(
                      new Workflow(
                          MeshWorkflow.DOCUMENT, Set.of(Messages.HUB.value()), Set.of(PRACTICE)))
                  .workflow(
                      new Workflow(
                          MeshWorkflow.RESPONSE, Set.of(PRACTICE), Set.of(Messages.HUB.value()))));

  private static MeshClient client(String mailbox) {
    return MESH.client(mailbox).password(PASSWORD).build();
  }

  private static List<String> waiting(MeshClient client) {
    return await().until(() -> client.inbox(InboxQuery.all()).messageIds(), ids -> !ids.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Müller",
        "Zoë-Testpatient",
        "O’Connor",
        "Łukasiewicz",
        "Þórsdóttir",
        "Nguyễn",
        "Şahin Yılmaz",
        "Strauß",
        "Əliyeva",
        "Quñónez\u00a0Ruiz",
        "Mu\u0308ller"
      })
  void document_reaches_the_practice_and_its_answer_comes_back(String surname) throws IOException {
    Document document = Messages.summaryOf(surname);
    SendDocument message = Messages.message(document);
    MESH.server()
        .add(
            new RegisteredPatient("9990000018", document.patient().birthDate(), surname, "A99902"));
    try (MeshClient hub = client(Messages.HUB.value());
        MeshClient practice = client(PRACTICE)) {
      SentMessage sent =
          hub.send(
              MeshEnvelope.of(message, Recipient.registeredPractice())
                  .around(MeshBody.of(Messages.xml(message))));
      assertThat(waiting(practice)).containsExactly(sent.messageId());
      try (Download download = practice.download(sent.messageId())) {
        assertThat(MeshArrival.of(download.headers()))
            .isEqualTo(
                new MeshArrival.Document(
                    sent.messageId(),
                    Optional.of(Messages.HUB.value()),
                    Optional.of("A99901"),
                    MeshEnvelope.of(message, Recipient.registeredPractice()).subject()));
        ReadMessage read =
            new MessageReader().readXml(download.body(), AttachmentSink.discarding());
        assertThat(((SendDocument) read).patient().orElseThrow().family())
            .as("inside, the name is as it was")
            .hasValue(surname);
        answer(practice, read);
      }
      String answer = waiting(hub).getFirst();
      try (Download download = hub.download(answer)) {
        assertThat(MeshArrival.of(download.headers()))
            .isEqualTo(
                new MeshArrival.Response(answer, Optional.of(PRACTICE), Optional.of("A99902")));
      }
    }
  }

  private static void answer(MeshClient practice, ReadMessage original) {
    ItkResponse response =
        ItkResponse.to(original)
            .code(ResponseCode.SUCCESS)
            .from(new OdsCode("A99902"), new MailboxId(PRACTICE))
            .build(Messages.CLOCK, UUID::randomUUID);
    MailboxId to = new MailboxId(original.header().sourceMailbox().orElseThrow());
    practice.send(MeshEnvelope.of(response, to).around(MeshBody.of(Messages.xml(response))));
  }

  @Test
  void surname_of_another_patient_comes_back_as_a_report() {
    SendDocument message = Messages.message(Messages.summaryOf("Müller"));
    MESH.server()
        .add(new RegisteredPatient("9990000018", LocalDate.of(1957, 1, 9), "Möller", "A99902"));
    try (MeshClient hub = client(Messages.HUB.value())) {
      SentMessage sent =
          hub.send(
              MeshEnvelope.of(message, Recipient.registeredPractice())
                  .around(MeshBody.of(Messages.xml(message))));
      String report = waiting(hub).getFirst();
      assertThat(MeshArrival.of(hub.headers(report)))
          .isEqualTo(
              new MeshArrival.Report(
                  report,
                  Optional.of(sent.messageId()),
                  "EPL-154",
                  "NHS Number supplied does not match demographics"));
    }
  }

  @Test
  void address_is_ascii_whoever_makes_it() {
    assertThat(new PatientAddress("9990000018", LocalDate.of(1957, 1, 9), "Müller").text())
        .isEqualTo("GPPROVIDER_9990000018_19570109_Muller");
  }
}
