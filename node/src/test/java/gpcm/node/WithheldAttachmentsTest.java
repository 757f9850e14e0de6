package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Document;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import gpcm.message.SendDocument;
import gpcm.node.receiving.WorklistEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hl7.fhir.dstu3.model.Bundle;
import org.junit.jupiter.api.Test;

/**
 * Section 9 of the digest: attachments and coded entries of a confidential document are withheld,
 * and a setting sends them.
 */
class WithheldAttachmentsTest {
  @Running TestNetwork network;

  @Test
  void theAttachmentsOfAConfidentialConsultationDoNotTravel() throws IOException {
    completed(confidentialConsultation());

    assertThat(network.sentMessage().attachments()).hasSize(1);
    assertThat(network.sentMessage().primary().orElseThrow().isPdf()).isTrue();
    assertThat(new String(network.sentBytes(), StandardCharsets.UTF_8))
        .doesNotContain("Examination notes");
    WorklistEntry entry =
        network.entries(network.sentMessage().documentId().orElseThrow()).getFirst();
    assertThat(network.node().worklist().files(entry.id())).hasSize(1);
  }

  @Test
  void theSettingSendsThem() throws IOException {
    network.restartNode(c -> c.with(c.sending().disclosing()));

    completed(confidentialConsultation());

    assertThat(network.sentMessage().attachments()).hasSize(2);

    completed(confidential("generic-coded.json"));

    assertThat(resources(network.sentMessage()))
        .contains("Observation", "AllergyIntolerance", "Condition", "MedicationRequest")
        .contains("Immunization", "ReferralRequest");
    WorklistEntry entry =
        network.entries(network.sentMessage().documentId().orElseThrow()).getFirst();
    assertThat(network.served().coded().review().of(entry.organisation(), entry.id())).isNotEmpty();

    completed(confidential("online-consultation.json"));

    assertThat(resources(network.sentMessage())).contains("QuestionnaireResponse");
  }

  private static List<String> resources(SendDocument sent) {
    return sent.document().orElseThrow().getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .map(resource -> resource.fhirType())
        .toList();
  }

  @Test
  void codedEntriesOfAConfidentialDocumentDoNotTravelEither() throws IOException {
    completed(confidential("generic-coded.json"));
    SendDocument sent = network.sentMessage();

    assertThat(sent.attachments()).hasSize(1);
    assertThat(resources(sent))
        .containsOnly("Composition", "Binary", "Patient", "Organization", "Practitioner");
  }

  @Test
  void theAnswersOfAConfidentialOnlineConsultationDoNotTravelEither() throws IOException {
    completed(confidential("online-consultation.json"));
    SendDocument sent = network.sentMessage();

    assertThat(sent.attachments()).hasSize(1);
    assertThat(resources(sent))
        .doesNotContain("QuestionnaireResponse", "Observation", "AllergyIntolerance", "Condition");
    SendDocument whole =
        (SendDocument)
            new MessageReader()
                .readXml(
                    new ByteArrayInputStream(network.sentBytes()),
                    AttachmentSink.inMemory(1 << 20));
    try (InputStream pdf = whole.primary().orElseThrow().content().open();
        PDDocument report = Loader.loadPDF(pdf.readAllBytes())) {
      assertThat(new PDFTextStripper().getText(report))
          .contains("The details of this consultation have been set as confidential")
          .doesNotContain("rash", "fever");
    }
  }

  private void completed(Document document) throws IOException {
    UUID id = network.submit(document);
    await().atMost(Duration.ofMinutes(4)).until(() -> network.state(id) == DocumentState.COMPLETED);
  }

  private static Document confidentialConsultation() throws IOException {
    return ConsultationJson.read(
        new String(
                TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()),
                StandardCharsets.UTF_8)
            .replace("\"confidential\": false", "\"confidential\": true")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Document confidential(String example) throws IOException {
    String json =
        new String(DocumentJson.write(TestNetwork.document(example, HUB)), StandardCharsets.UTF_8);
    assertThat(json).contains("\"confidential\" : false");
    return DocumentJson.read(
        json.replace("\"confidential\" : false", "\"confidential\" : true")
            .getBytes(StandardCharsets.UTF_8));
  }
}
