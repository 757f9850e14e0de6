package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.InvalidValueException;
import gpcm.fhir.AttachmentContent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.MessageHeader;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Practitioner;
import org.hl7.fhir.dstu3.model.Resource;
import org.junit.jupiter.api.Test;

/** A Consultation Summary as built, requirement by requirement. */
class ConsultationSummaryTest {
  private final SendDocument message = Examples.summary();
  private final Bundle document = message.document().orElseThrow();
  private final Composition composition = first(Composition.class);

  private <T extends Resource> T first(Class<T> type) {
    return MessageBody.resource(document, type).orElseThrow();
  }

  /** GPCM-SD-CS-043 to -053. */
  @Test
  void theHeaderSaysWhatTheUseCaseFixes() {
    assertThat(message.handling())
        .isEqualTo(
            new MessageHandling(
                Optional.of(true),
                Optional.of(true),
                Optional.of(RecipientType.FOR_ACTION),
                Optional.of(
                    "https://fhir.nhs.uk/STU3/MessageDefinition/ITK-GPConnectSendDocument-MessageDefinition-1"),
                Optional.of(Examples.consultation().encounterId()),
                Optional.of("SendDocument-ConsultationReport")));
    assertThat(message.header().eventCode()).contains("ITK007C");
    assertThat(message.header().senderOds()).contains("A99901");
    assertThat(message.header().sourceMailbox()).contains("X26HC005");
    assertThat(message.header().timestamp()).contains("2026-11-21T09:30:15+00:00");
    MessageHeader header = MessageBody.messageHeader(message.bundle()).orElseThrow();
    assertThat(header.hasDestination()).isFalse();
    assertThat(header.hasReceiver()).isFalse();
    assertThat(message.header().focus())
        .containsExactly("urn:uuid:" + message.documentId().orElseThrow());
  }

  /** GPCM-SD-CS-017 to -028. */
  @Test
  void theCompositionSaysWhatTheUseCaseFixes() {
    assertThat(message.useCase()).contains(new UseCase.ConsultationSummary());
    CompositionView view = message.composition();
    assertThat(view.typeCode()).contains("371531000");
    assertThat(view.title()).contains("Consultation report");
    assertThat(view.confidentiality()).contains("N");
    assertThat(view.date()).contains("2026-11-21T09:30:15+00:00");
    assertThat(view.text())
        .contains(
            "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, seen at"
                + " Sampleton Evening Hub, ODS Code A99901, Version 1");
    assertThat(composition.getStatus()).isEqualTo(Composition.CompositionStatus.FINAL);
    assertThat(composition.getSection())
        .extracting(s -> s.getTitle())
        .containsExactly("Consultation report", "Examination notes");
  }

  /** GPCM-SD-CS-032 to -041. */
  @Test
  void thePeopleAreThere() {
    BundleReferences references = new BundleReferences(document);
    Patient patient = references.resolve(composition.getSubject(), Patient.class).orElseThrow();
    assertThat(patient.getIdentifierFirstRep().getSystem())
        .isEqualTo("https://fhir.nhs.uk/Id/nhs-number");
    assertThat(patient.getIdentifierFirstRep().getValue()).isEqualTo("9990000018");
    assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1957-01-09");
    assertThat(patient.getName()).hasSize(1);
    Practitioner author =
        references.resolve(composition.getAuthorFirstRep(), Practitioner.class).orElseThrow();
    assertThat(author.getIdentifierFirstRep().getValue()).isEqualTo("555000000001");
    Organization custodian =
        references.resolve(composition.getCustodian(), Organization.class).orElseThrow();
    assertThat(custodian.getIdentifierFirstRep().getValue()).isEqualTo("A99901");
    assertThat(custodian.getTelecomFirstRep().getValue()).isEqualTo("01632960100");
    assertThat(message.patient().orElseThrow().displayName())
        .isEqualTo("Alpha Example Testpatient");
  }

  /** GPCM-SD-019 to -022, GPCM-SD-CS-003. */
  @Test
  void theReportComesFirstAndEveryAttachmentTravels() {
    assertThat(message.attachments())
        .extracting(Attachment::contentType)
        .containsExactly("application/pdf", "text/plain");
    assertThat(Examples.bytes(message.primary().orElseThrow().content())).isEqualTo(Examples.PDF);
    assertThatThrownBy(
            () ->
                SendDocument.consultationSummary()
                    .from(Examples.MAILBOX)
                    .consultation(Examples.consultation())
                    .report(AttachmentContent.of(Examples.PDF))
                    .build(Examples.CLOCK, Examples.ids()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("GPCM-SD-CS-003");
  }

  /** GPCM-SD-017, -018, and the digest's Identity section. */
  @Test
  void everyResourceHasItsOwnIdAndProfileAndIsReferredTo() {
    Set<String> ids = new HashSet<>();
    String xml = new String(Examples.xml(message), UTF_8);
    for (Bundle bundle : List.of(message.bundle(), document)) {
      assertThat(ids.add(Stated.id(bundle).orElseThrow())).isTrue();
      for (BundleEntryComponent entry : bundle.getEntry()) {
        String id = Stated.id(entry.getResource()).orElseThrow();
        assertThat(entry.getResource() instanceof Bundle || ids.add(id)).isTrue();
        assertThat(entry.getFullUrl()).isEqualTo("urn:uuid:" + id);
        assertThat(entry.getResource().getMeta().getProfile()).hasSize(1);
        boolean first = bundle.getEntryFirstRep().equals(entry);
        assertThat(xml.split("<reference value=\"urn:uuid:" + id, -1))
            .hasSizeGreaterThanOrEqualTo(first ? 1 : 2);
      }
    }
    assertThat(ids.add(message.bundleIdentifier().orElseThrow())).isTrue();
    assertThat(message.documentIdentifier()).isEqualTo(message.documentId());
    assertThat(document.getMeta().hasLastUpdated()).isTrue();
  }

  @Test
  void aReportThatIsNoPdfIsRefused() {
    ConsultationSummaryBuilder.Report step =
        SendDocument.consultationSummary()
            .from(Examples.MAILBOX)
            .consultation(Examples.consultation());
    AttachmentContent words = AttachmentContent.of("words".getBytes(UTF_8));
    assertThatThrownBy(() -> step.report(words))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("PDF");
  }

  /** GPCM-SD-CS-065 and -006. */
  @Test
  void theSubjectLineNamesPatientOrganisationAndVersionUnlessRestricted() {
    UseCase.Subject subject = UseCase.Subject.of(Examples.consultation());
    UseCase useCase = new UseCase.ConsultationSummary();
    assertThat(useCase.subjectLine(subject, false))
        .isEqualTo(
            "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, seen at"
                + " Sampleton Evening Hub, ODS Code A99901, Version 1");
    assertThat(useCase.subjectLine(subject, true))
        .isEqualTo(
            "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, Version 1");
  }
}
