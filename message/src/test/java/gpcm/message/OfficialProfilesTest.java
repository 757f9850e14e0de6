package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Author;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What we build conforms to the official profiles: no error but the validator's two known false
 * kinds, and no warning that has not been reviewed.
 */
@Tag("slow")
class OfficialProfilesTest {
  private static OfficialProfiles profiles;

  @BeforeAll
  static void load() {
    profiles = new OfficialProfiles();
  }

  @Test
  void theValidatorSeesAFaultWhereThereIsOne() {
    String xml = new String(Examples.xml(Examples.summary()), UTF_8);
    String broken = xml.replace("<code value=\"FA\"/>", "<code value=\"XX\"/>");
    assertThat(profiles.errors(broken.getBytes(UTF_8))).isNotEmpty();
  }

  /** Only SNOMED CT goes unchecked. */
  @Test
  void aCodeOfAnotherSystemThanSnomedIsStillChecked() {
    String xml = new String(Examples.xml(Examples.summary()), UTF_8);
    String broken =
        xml.replaceFirst("(NHSNumberVerificationStatus-1\"/><code value=)\"01\"", "$1\"99\"");
    assertThat(broken).isNotEqualTo(xml);
    assertThat(profiles.errors(broken.getBytes(UTF_8))).isNotEmpty();
  }

  @Test
  void aConsultationSummaryConforms() {
    conforms(Examples.summary());
  }

  private static void conforms(ReadMessage message) {
    byte[] xml = Examples.xml(message);
    assertThat(profiles.errors(xml)).isEmpty();
    assertThat(profiles.surprises(xml)).as("warnings nobody has reviewed").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyResponseConforms(ResponseCode code) {
    conforms(
        ItkResponse.to("0a7e4f10-0000-4000-8000-000000000001", "encounter-1")
            .code(code)
            .diagnostics("MessageHeader.event: missing (GPCM-SD-CS-051)")
            .from(new OdsCode("A99902"), Examples.MAILBOX)
            .build(Examples.CLOCK, Examples.ids()));
  }

  static Stream<Payload> everyPayload() {
    return Stream.concat(PayloadExamples.online().stream(), PayloadExamples.genericOnly().stream());
  }

  /** What a sender hands in as answers with codes (examples/online-consultation-coded.json). */
  private static SendDocument codedAnswers() {
    try {
      return CodedAnswersTest.message(
          Files.readString(
              Path.of(System.getProperty("project.root", ".."))
                  .resolve("examples/online-consultation-coded.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a sender hands in as plain values (examples/generic-coded.json). */
  private static SendDocument coded() {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples", "generic-coded.json");
    try {
      Document document = DocumentJson.read(Files.readAllBytes(example));
      return SendDocument.of(
          document,
          Examples.MAILBOX,
          EnclosedFiles.withoutReport(
              document.attachments().stream()
                  .map(
                      file ->
                          Attachment.of(
                              file.contentType(),
                              file.title(),
                              AttachmentContent.of("{\\rtf1}".getBytes(UTF_8))))
                  .toList()),
          Examples.CLOCK,
          Examples.ids());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<SendDocument> documents() {
    return Stream.of(
        DocumentsTest.online(new Author.ByPatient()),
        DocumentsTest.online(PayloadExamples.relative()),
        DocumentsTest.online(PayloadExamples.system()),
        DocumentsTest.online(new Author.ByPatient())
            .copyFor(RecipientType.FOR_INFORMATION, Examples.CLOCK, Examples.ids(1_000)),
        DocumentsTest.generic(everyPayload().toList()),
        coded(),
        codedAnswers());
  }

  @Test
  void anOnlineConsultationAndAGenericDocumentWithEverythingTheyCanHoldConform() {
    documents().forEach(OfficialProfilesTest::conforms);
  }

  @Test
  void everyResourceTypeOfThePayloadTablesIsAmongThem() {
    assertThat(
            documents()
                .flatMap(message -> message.document().orElseThrow().getEntry().stream())
                .map(entry -> entry.getResource().fhirType()))
        .contains(
            "Composition",
            "Binary",
            "Patient",
            "Organization",
            "Practitioner",
            "RelatedPerson",
            "Device",
            "Encounter",
            "List",
            "Observation",
            "Questionnaire",
            "QuestionnaireResponse",
            "ReferralRequest",
            "DocumentReference",
            "AllergyIntolerance",
            "FamilyMemberHistory",
            "Task",
            "Consent",
            "Location",
            "Medication",
            "MedicationRequest",
            "MedicationStatement",
            "Immunization",
            "Condition",
            "ProcedureRequest",
            "DiagnosticReport",
            "Specimen");
  }

  @Test
  void noReviewedWarningHasOutlivedItsReason() {
    Set<String> given =
        documents()
            .flatMap(message -> profiles.reviewed(Examples.xml(message)).stream())
            .collect(Collectors.toSet());
    assertThat(given).isEqualTo(OfficialProfiles.reviewed());
  }
}
