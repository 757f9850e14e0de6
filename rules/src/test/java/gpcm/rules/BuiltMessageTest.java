package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Author;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.OdsCode;
import gpcm.consultation.SnomedCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentSink;
import gpcm.message.Attachment;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.Payload;
import gpcm.message.ReadMessage;
import gpcm.message.RecipientType;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.message.UseCase;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever this project builds passes the strict reading. */
class BuiltMessageTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-02T10:15:00Z"));
  private static final MailboxId MAILBOX = new MailboxId("MAILBOX1");
  private static final byte[] PDF = "%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
  private static final Rules STRICT = RuleCatalogue.rules(Tolerances.NONE);

  static Consultation consultation() throws IOException {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples", "consultation-summary.json");
    try (InputStream in = Files.newInputStream(example)) {
      return ConsultationJson.read(in);
    }
  }

  static SendDocument summary() throws IOException {
    return SendDocument.consultationSummary()
        .from(MAILBOX)
        .consultation(consultation())
        .report(AttachmentContent.of(PDF))
        .attachments(
            List.of(
                Attachment.of(
                    "text/plain",
                    "Notes",
                    AttachmentContent.of("Throat red.\n".getBytes(StandardCharsets.UTF_8)))))
        .build(CLOCK, UUID::randomUUID);
  }

  static ReadMessage sent(ReadMessage built) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter().writeXml(built, out);
    return new MessageReader(gpcm.fhir.ReadLimits.STANDARD, Tolerances.NONE)
        .readXml(new ByteArrayInputStream(out.toByteArray()), AttachmentSink.inMemory(1_000_000));
  }

  @Test
  void aBuiltConsultationSummaryGivesNoFinding() throws IOException {
    assertThat(STRICT.check(summary()).all()).isEmpty();
    assertThat(STRICT.check(sent(summary())).all()).isEmpty();
  }

  static SendDocument online() throws IOException {
    Instant when = Instant.parse("2026-03-02T10:00:00Z");
    ClinicalCode online =
        new ClinicalCode(
            ClinicalCode.Terminology.SNOMED,
            "149971000000103",
            "Encounter using general practice online consultation system");
    ClinicalCode weight =
        new ClinicalCode(ClinicalCode.Terminology.SNOMED, "27113001", "Body weight");
    return SendDocument.onlineConsultation()
        .from(consultation().organisation(), MAILBOX)
        .about(consultation().patient())
        .encounter("encounter-1", 1)
        .by(new Author.ByPatient())
        .document(
            Attachment.of(
                "application/pdf", "Online consultation report", AttachmentContent.of(PDF)))
        .payload(
            List.of(
                Payload.encounter(online, when, when.plusSeconds(600)),
                Payload.observation(
                    weight,
                    new Payload.Value.Measured(new BigDecimal("70"), "kg", "kg"),
                    false,
                    when),
                Payload.questionnaireResponse(
                    when,
                    List.of(
                        new Payload.QuestionnaireItem(
                            "1",
                            "Does it hurt?",
                            List.of(new Payload.Value.Words("No")),
                            List.of())))))
        .build(CLOCK, UUID::randomUUID);
  }

  @Test
  void aBuiltOnlineConsultationAndItsCopyForThePracticeGiveNoFinding() throws IOException {
    SendDocument primary = online();
    assertThat(STRICT.check(sent(primary)).all()).isEmpty();
    SendDocument copy = primary.copyFor(RecipientType.FOR_INFORMATION, CLOCK, UUID::randomUUID);
    assertThat(STRICT.check(sent(copy)).all()).isEmpty();
  }

  @Test
  void aBuiltGenericDocumentGivesNoFinding() throws IOException {
    SendDocument letter =
        SendDocument.generic(
                new UseCase.Generic(
                    new SnomedCode("823681000000100"), "Outpatient letter", "Outpatient letter"))
            .from(consultation().organisation(), MAILBOX)
            .about(consultation().patient())
            .encounter("encounter-2", 2)
            .by(new Author.ByPractitioner(consultation().practitioner()))
            .document(
                Attachment.of(
                    "text/plain",
                    "Outpatient letter",
                    AttachmentContent.of("Dear colleague".getBytes(StandardCharsets.UTF_8))))
            .replaces("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10")
            .build(CLOCK, UUID::randomUUID);
    assertThat(STRICT.check(sent(letter)).all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBuiltResponseGivesNoFindingWhateverItsCode(ResponseCode code) throws IOException {
    ItkResponse response =
        ItkResponse.to(summary())
            .code(code)
            .diagnostics("Patient.birthDate is missing")
            .from(new OdsCode("ZZ002"), new MailboxId("MAILBOX2"))
            .build(CLOCK, UUID::randomUUID);
    MeshMetadata mesh =
        new MeshMetadata("MAILBOX2", "MAILBOX1", "GPFED_CONSULT_REPORT_ACK", "", "ZZ002");
    assertThat(STRICT.check(sent(response), mesh).all()).isEmpty();
  }
}
