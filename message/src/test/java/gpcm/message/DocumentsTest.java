package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.Author;
import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Medication;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Questionnaire;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.ReferralRequest;
import org.hl7.fhir.dstu3.model.Resource;
import org.junit.jupiter.api.Test;

/** Online Consultations and generic documents as built. */
class DocumentsTest {
  private static final Attachment PDF =
      Attachment.of(
          "application/pdf", "Online consultation report", AttachmentContent.of(Examples.PDF));
  private static final Attachment LETTER =
      Attachment.of(
          "text/plain",
          "Outpatient letter",
          AttachmentContent.of("Dear colleague".getBytes(UTF_8)));

  static DocumentBuilder.Finish onlineBuilder(Author author) {
    return SendDocument.onlineConsultation()
        .from(PayloadExamples.sender(), Examples.MAILBOX)
        .about(PayloadExamples.patient())
        .encounter("encounter-7", 1)
        .by(author)
        .document(PDF);
  }

  static SendDocument online(Author author) {
    return onlineBuilder(author)
        .payload(PayloadExamples.online())
        .build(Examples.CLOCK, Examples.ids());
  }

  static SendDocument generic(List<Payload> payload) {
    return SendDocument.generic(PayloadExamples.LETTER)
        .from(PayloadExamples.sender(), Examples.MAILBOX)
        .about(PayloadExamples.patient())
        .encounter("encounter-8", 2)
        .by(
            new Author.ByPractitioner(Examples.consultation().practitioner()),
            PayloadExamples.system())
        .document(LETTER)
        .attachments(List.of(PDF))
        .payload(payload)
        .replaces("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10")
        .build(Examples.CLOCK, Examples.ids());
  }

  private static List<Payload> everything() {
    List<Payload> all = new ArrayList<>(PayloadExamples.online());
    all.addAll(PayloadExamples.genericOnly());
    return all;
  }

  /** GPCM-SD-OC-001 to -012. */
  @Test
  void anOnlineConsultationSaysWhatItsUseCaseFixes() {
    SendDocument message = online(new Author.ByPatient());
    assertThat(message.useCase()).contains(new UseCase.OnlineConsultation());
    assertThat(message.handling().localExtension())
        .contains("SendDocument-OnlineConsultationReport");
    assertThat(message.handling().senderReference()).contains("encounter-7");
    assertThat(message.composition().typeCode()).contains("149951000000107");
    assertThat(message.composition().title()).contains("Online consultation report");
    assertThat(message.composition().text())
        .contains(
            "Online consultation report for Alpha Example Testpatient, NHS Number 9990000018,"
                + " Version 1");
    assertThat(message.primary().orElseThrow().isPdf()).isTrue();
    Composition composition = first(message, Composition.class);
    Patient author =
        new BundleReferences(message.document().orElseThrow())
            .resolve(composition.getAuthorFirstRep(), Patient.class)
            .orElseThrow();
    assertThat(author.getIdentifierFirstRep().getValue()).isEqualTo("9990000018");
    assertThat(composition.getEncounter().getReference())
        .isEqualTo("urn:uuid:" + first(message, Encounter.class).getIdElement().getIdPart());
  }

  /** GPCM-SD-GE-001 to -012, GPCM-SD-028, -029. */
  @Test
  void aGenericDocumentIsWhatTheSenderCallsIt() {
    SendDocument message = generic(everything());
    assertThat(message.useCase().orElseThrow().name()).isEqualTo("generic");
    assertThat(message.handling().localExtension()).contains("SendDocument-Generic");
    assertThat(message.composition().title()).contains("Outpatient letter");
    assertThat(message.composition().text())
        .contains(
            "Outpatient letter report for Alpha Example Testpatient, NHS Number 9990000018, Version"
                + " 2");
    assertThat(message.composition().replaces())
        .containsExactly("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10");
    assertThat(message.primary().orElseThrow().contentType()).isEqualTo("text/plain");
    assertThat(first(message, Composition.class).getAuthor()).hasSize(2);
  }

  /** So that who hands a document in can know its id before the message is built. */
  @Test
  void theFirstIdThatIsDrawnIsTheDocuments() {
    for (DocumentBuilder.Finish builder :
        List.of(
            onlineBuilder(new Author.ByPatient()).payload(PayloadExamples.online()),
            SendDocument.generic(PayloadExamples.LETTER)
                .from(PayloadExamples.sender(), Examples.MAILBOX)
                .about(PayloadExamples.patient())
                .encounter("encounter-8", 1)
                .by(new Author.ByPatient())
                .document(LETTER))) {
      assertThat(builder.build(Examples.CLOCK, Examples.ids()).documentId())
          .contains(Examples.ids().get().toString());
    }
    assertThat(
            SendDocument.consultationSummary()
                .from(Examples.MAILBOX)
                .consultation(Examples.consultation())
                .report(AttachmentContent.of(Examples.PDF))
                .attachments(
                    Examples.consultation().attachments().stream().map(file -> LETTER).toList())
                .build(Examples.CLOCK, Examples.ids())
                .documentId())
        .contains(Examples.ids().get().toString());
  }

  /** A node finds a document by other names too; a message has no node. */
  @Test
  void whatAMessageReplacesIsNamedByTheDocumentsId() {
    DocumentBuilder.Finish next =
        SendDocument.generic(PayloadExamples.LETTER)
            .from(PayloadExamples.sender(), Examples.MAILBOX)
            .about(PayloadExamples.patient())
            .encounter("encounter-8", 2)
            .by(new Author.ByPatient())
            .document(LETTER)
            .replaces("encounter-8");
    assertThatThrownBy(() -> next.build(Examples.CLOCK, Examples.ids()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("document id");
  }

  /** GPCM-SD-007, -008, GPCM-SD-OC-040 to -046. */
  @Test
  void everyObservationIsInTheOneListAndInASection() {
    SendDocument message = online(PayloadExamples.system());
    ListResource list = first(message, ListResource.class);
    List<String> observations =
        message.document().orElseThrow().getEntry().stream()
            .filter(entry -> entry.getResource() instanceof Observation)
            .map(Bundle.BundleEntryComponent::getFullUrl)
            .toList();
    assertThat(observations).hasSize(2);
    assertThat(list.getEntry()).extracting(e -> e.getItem().getReference()).isEqualTo(observations);
    assertThat(list.getTitle()).isEqualTo(list.getCode().getCodingFirstRep().getDisplay());
  }

  @Test
  void everyEntryIsReferredToAndEveryReferenceLeadsSomewhere() {
    for (SendDocument message :
        List.of(online(PayloadExamples.relative()), generic(everything()))) {
      String xml = new String(Examples.xml(message), UTF_8);
      Bundle document = message.document().orElseThrow();
      Set<String> urls = new HashSet<>();
      for (Bundle.BundleEntryComponent entry : document.getEntry()) {
        assertThat(urls.add(entry.getFullUrl())).isTrue();
        if (!(entry.getResource() instanceof Composition)) {
          assertThat(xml)
              .as(entry.getResource().fhirType())
              .contains("<reference value=\"" + entry.getFullUrl() + "\"/>");
        }
      }
      assertThat(xml).doesNotContain("urn:gpcm:");
      assertThat(Examples.readXml(Examples.xml(message))).isEqualTo(message);
      assertThat(Examples.readJson(Examples.json(message))).isEqualTo(message);
      assertThat(Examples.readXml(Examples.xml(message)).faults()).isEmpty();
      assertThat(Examples.readXml(Examples.xml(message)).tolerated()).isEmpty();
    }
  }

  /** Digest, section 4: FA to the pharmacy, FI copy to the practice, one document. */
  @Test
  void theCopyForInformationIsAMessageOfItsOwnAroundTheSameDocument() {
    SendDocument original = online(new Author.ByPatient());
    SendDocument copy =
        original.copyFor(RecipientType.FOR_INFORMATION, Examples.CLOCK, Examples.ids(500));
    assertThat(copy.handling().recipientType()).contains(RecipientType.FOR_INFORMATION);
    assertThat(copy.messageId()).isPresent().isNotEqualTo(original.messageId());
    assertThat(copy.bundleIdentifier()).isNotEqualTo(original.bundleIdentifier());
    assertThat(copy.documentId()).isEqualTo(original.documentId());
    assertThat(copy.attachments()).isEqualTo(original.attachments());
    assertThat(copy.handling().senderReference()).isEqualTo(original.handling().senderReference());
    assertThat(Examples.readXml(Examples.xml(copy))).isEqualTo(copy);
    assertThat(document(copy)).isEqualTo(document(original));
  }

  private static String document(SendDocument message) {
    String xml = new String(Examples.xml(message), UTF_8);
    return xml.substring(xml.indexOf("<resource><Bundle>"));
  }

  @Test
  void whatTheTablesFixCannotBeChosenOtherwise() {
    ReferralRequest referral = new ReferralRequest();
    referral.setStatus(ReferralRequest.ReferralRequestStatus.ACTIVE);
    assertRefused(referral, "status unknown");
    Observation other = new Observation();
    other.setSubject(new Reference("urn:uuid:5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10"));
    assertRefused(other, "about the document's patient");
    Questionnaire dangling = new Questionnaire();
    dangling
        .addItem()
        .addEnableWhen()
        .setAnswer(new Reference("urn:uuid:5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10"));
    assertRefused(dangling, "no resource of the payload");
    ReferralRequest lonely = new ReferralRequest();
    lonely.setContext(new Reference(Payload.ENCOUNTER));
    assertRefused(lonely, "urn:gpcm:encounter");
    assertRefused(new Medication(), "Generic Send");
    assertThatThrownBy(() -> Payload.of(new Patient())).isInstanceOf(InvalidValueException.class);
  }

  private static void assertRefused(Resource resource, String because) {
    DocumentBuilder.Finish builder =
        onlineBuilder(new Author.ByPatient()).payload(List.of(Payload.of(resource)));
    assertThatThrownBy(() -> builder.build(Examples.CLOCK, Examples.ids()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(because);
  }

  private static <T extends Resource> T first(SendDocument message, Class<T> type) {
    return MessageBody.resource(message.document().orElseThrow(), type).orElseThrow();
  }
}
