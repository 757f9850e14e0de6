package gpcm.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.consultation.Author;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedContents;
import gpcm.message.coded.CodedDetail;
import gpcm.message.coded.CodedKind;
import gpcm.message.coded.SaidBy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.AllergyIntolerance;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.ClinicalImpression;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.DiagnosticReport;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Medication;
import org.hl7.fhir.dstu3.model.MedicationStatement;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Quantity;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.StringType;
import org.junit.jupiter.api.Test;

/** GPC-SD-OC-04 and GPC-SD-OC-05: what is coded in a document, as people read it. */
class CodedContentsTest {
  private static final CodedContents CONTENTS = new CodedContents();

  private static SendDocument example(String name) throws IOException {
    GenericDocument document =
        (GenericDocument)
            DocumentJson.read(
                Files.readAllBytes(Examples.root().resolve("examples").resolve(name)));
    return SendDocument.of(
        document,
        Examples.MAILBOX,
        new EnclosedFiles(
            Optional.empty(),
            List.of(
                Attachment.of(
                    "application/rtf",
                    "Walk-in clinic letter",
                    AttachmentContent.of(
                        Files.readAllBytes(
                            Examples.root().resolve("examples/generic-letter.rtf"))))),
            false),
        Examples.CLOCK,
        Examples.ids());
  }

  private static SendDocument everything() {
    List<Payload> all = new ArrayList<>(PayloadExamples.online());
    all.addAll(PayloadExamples.genericOnly());
    return DocumentsTest.generic(all);
  }

  /** A document with these resources, as somebody else's program might send it. */
  private static SendDocument holding(Resource... resources) {
    SendDocument message = DocumentsTest.generic(List.of());
    Stream.of(resources).forEach(resource -> enter(message, resource));
    return message;
  }

  private static String enter(SendDocument message, Resource resource) {
    String url = "urn:uuid:" + (resource.hasId() ? resource.getId() : UUID.randomUUID().toString());
    document(message).addEntry().setFullUrl(url).setResource(resource);
    return url;
  }

  private static Bundle document(SendDocument message) {
    return message.document().orElseThrow();
  }

  private static <T extends Resource> T the(SendDocument message, Class<T> type) {
    return document(message).getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static CodedContent only(SendDocument message, CodedKind kind) {
    List<CodedContent> found = of(message, kind);
    assertThat(found).as("entries of kind %s", kind).hasSize(1);
    return found.getFirst();
  }

  private static List<CodedContent> of(SendDocument message, CodedKind kind) {
    return CONTENTS.of(message).stream().filter(each -> each.kind() == kind).toList();
  }

  private static String detail(CodedContent entry, String label) {
    return entry.details().stream()
        .filter(each -> each.label().equals(label))
        .map(CodedDetail::value)
        .findFirst()
        .orElse("");
  }

  private static Observation weight() {
    Observation observation = new Observation();
    observation
        .getCode()
        .addCoding()
        .setSystem("http://snomed.info/sct")
        .setCode("27113001")
        .setDisplay("Body weight");
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setValue(new Quantity().setValue(new BigDecimal("71.50")).setUnit("kg"));
    return observation;
  }

  @Test
  void everyKindOfTheExampleBecomesAnEntryWithItsCode() throws IOException {
    SendDocument message = example("generic-coded.json");

    assertThat(only(message, CodedKind.PROBLEM).concept())
        .isEqualTo(new CodedConcept(CodedConcept.SNOMED, "38341003", "Hypertensive disorder"));
    assertThat(only(message, CodedKind.PROBLEM).from()).isEqualTo("2026-10-01");
    assertThat(only(message, CodedKind.PROBLEM).recorded()).isEqualTo("2026-11-20");
    assertThat(only(message, CodedKind.PROBLEM).status()).isEqualTo("active");
    assertThat(detail(only(message, CodedKind.PROBLEM), "Significance")).isEqualTo("major");
    assertThat(of(message, CodedKind.OBSERVATION))
        .extracting(each -> each.concept().display(), CodedContent::value, CodedContent::unit)
        .containsExactly(
            tuple("Body weight", "71.5", "kg"), tuple("Fever", "Since yesterday evening", ""));
    assertThat(detail(only(message, CodedKind.FAMILY_HISTORY), "Relative")).isEqualTo("MTH");
    assertThat(only(message, CodedKind.FAMILY_HISTORY).concept().code()).isEqualTo("73211009");
    assertThat(only(message, CodedKind.IMMUNISATION).concept().code()).isEqualTo("86198006");
    assertThat(detail(only(message, CodedKind.IMMUNISATION), "Vaccine"))
        .isEqualTo("Influenza vaccine");
    assertThat(detail(only(message, CodedKind.IMMUNISATION), "Batch")).isEqualTo("EXAMPLE-2");
    assertThat(only(message, CodedKind.TEST_REQUEST).concept().code()).isEqualTo("43396009");
    assertThat(only(message, CodedKind.TEST_RESULT).value()).isEqualTo("Within the usual range");
    assertThat(detail(only(message, CodedKind.TEST_RESULT), "Specimen")).isEqualTo("Blood");
    assertThat(detail(only(message, CodedKind.REFERRAL), "What is asked for"))
        .isEqualTo("Please review the blood pressure in two weeks");
    assertThat(only(message, CodedKind.TASK).concept().display())
        .isEqualTo("Telephone the patient with the result");
    assertThat(only(message, CodedKind.CONSENT).concept().display())
        .isEqualTo("Sharing with the registered practice");
    assertThat(only(message, CodedKind.LOCATION).value()).isEqualTo("Sampleton Walk-in Centre");
  }

  @Test
  void aMedicationIsOneEntryWithItsProductAndPrescription() throws IOException {
    CodedContent medication = only(example("generic-coded.json"), CodedKind.MEDICATION);

    assertThat(medication.concept().code()).isEqualTo("322236009");
    assertThat(detail(medication, "Dosage")).isEqualTo("One or two every six hours");
    assertThat(detail(medication, "Quantity")).isEqualTo("32 tablet");
    assertThat(medication.original())
        .contains("\"resourceType\":\"MedicationStatement\"")
        .contains("\"resourceType\":\"MedicationRequest\"")
        .contains("\"resourceType\":\"Medication\"");
  }

  /** GPCM-SD-GE-104: where the profile has no place for the code, a note has it. */
  @Test
  void theCodeOfAnAllergyIsFoundInTheNoteThatHoldsIt() throws IOException {
    CodedContent allergy = only(example("generic-coded.json"), CodedKind.ALLERGY);

    assertThat(allergy.concept())
        .isEqualTo(new CodedConcept(CodedConcept.SNOMED, "91936005", "Allergy to penicillin"));
    assertThat(detail(allergy, "Reaction")).isEqualTo("Rash on both arms");
    assertThat(allergy.status()).isEqualTo("active, unconfirmed");
  }

  @Test
  void aNoteWhoseCodeHasAWrongCheckDigitIsNoCode() {
    AllergyIntolerance allergy = new AllergyIntolerance();
    allergy.getCode().setText("Penicillin");
    allergy.addNote().setText("Coded as SNOMED CT 91936006, Allergy to penicillin");

    assertThat(only(holding(allergy), CodedKind.ALLERGY).concept())
        .isEqualTo(new CodedConcept("", "", "Penicillin"));
  }

  /** GPCM-SD-OC-052. */
  @Test
  void anEntrySaysWhetherThePatientOrAClinicianSaysSo() throws IOException {
    SendDocument message = example("generic-coded.json");
    assertThat(of(message, CodedKind.OBSERVATION))
        .extracting(CodedContent::saidBy)
        .containsOnly(SaidBy.PATIENT);
    assertThat(only(message, CodedKind.PROBLEM).saidBy()).isEqualTo(SaidBy.CLINICIAN);
    assertThat(only(message, CodedKind.PROBLEM).author()).isEqualTo("Dr Bravo Fictional");

    SendDocument online = DocumentsTest.online(new Author.ByPatient());
    assertThat(only(online, CodedKind.ALLERGY).saidBy()).isEqualTo(SaidBy.PATIENT);
  }

  @Test
  void anEntryWithoutAnAuthorIsSaidByTheOnlyAuthorOfTheDocument() {
    SendDocument message = DocumentsTest.online(new Author.ByPatient());
    enter(message, weight());

    CodedContent weight =
        CONTENTS.of(message).stream()
            .filter(each -> each.concept().code().equals("27113001"))
            .findFirst()
            .orElseThrow();
    assertThat(weight.saidBy()).isEqualTo(SaidBy.PATIENT);
    assertThat(weight.author()).isEqualTo("(author of the document)");
  }

  @Test
  void aQuestionnaireIsReadAsQuestionsAndAnswers() {
    CodedContent questionnaire =
        of(everything(), CodedKind.QUESTIONNAIRE).stream()
            .filter(each -> each.resourceType().equals("QuestionnaireResponse"))
            .findFirst()
            .orElseThrow();

    assertThat(questionnaire.details())
        .containsExactly(
            new CodedDetail("Your problem", "", 0),
            new CodedDetail("What is it?", "Rash", 1),
            new CodedDetail("Tell us more.", "It itches.", 1));
  }

  @Test
  void theQuestionsOfAnOfficialExampleAreAllThere() {
    SendDocument message =
        (SendDocument) Examples.readXml(Examples.official("online-consultation.xml"));
    CodedContent questionnaire = only(message, CodedKind.QUESTIONNAIRE);

    assertThat(detail(questionnaire, "Please tell us in a few words how we can help."))
        .isEqualTo("Short of breath at rest");
    assertThat(detail(questionnaire, "Are your lips or tongue swollen?")).isEqualTo("No");
    assertThat(of(message, CodedKind.OBSERVATION)).hasSize(5);
  }

  @Test
  void entriesStandInTheOrderOfTheSectionsAndOfTheListsInThem() {
    Observation first = weight();
    Observation second = weight();
    second.setValue(new StringType("heavier"));
    SendDocument message = holding(first);
    String secondUrl = enter(message, second);
    ListResource list = new ListResource();
    list.setTitle("Measurements");
    list.addEntry().setItem(new Reference(secondUrl));
    String listUrl = enter(message, list);
    the(message, Composition.class)
        .addSection()
        .setTitle("Examination")
        .addEntry(new Reference(listUrl));

    assertThat(
            CONTENTS.of(message).stream().filter(each -> each.kind() != CodedKind.DEVICE).toList())
        .extracting(CodedContent::kind, CodedContent::value, CodedContent::section)
        .containsExactly(
            tuple(CodedKind.LIST, "1 entry", "Examination"),
            tuple(CodedKind.OBSERVATION, "heavier", "Examination, Measurements"),
            tuple(CodedKind.OBSERVATION, "71.50", ""));
  }

  @Test
  void whatHasNoReadingOfItsOwnIsKeptForAPersonToRead() {
    ClinicalImpression impression = new ClinicalImpression();
    impression.setStatus(ClinicalImpression.ClinicalImpressionStatus.COMPLETED);
    impression.setDescription("Settling.");

    CodedContent other = only(holding(impression), CodedKind.OTHER);
    assertThat(other.resourceType()).isEqualTo("ClinicalImpression");
    assertThat(other.status()).isEqualTo("completed");
    assertThat(detail(other, "Description")).isEqualTo("Settling.");
    assertThat(other.original()).contains("Settling.");
  }

  @Test
  void everyResourceOfAPayloadIsAnEntryOrPartOfOne() {
    SendDocument message = everything();
    List<CodedContent> entries = CONTENTS.of(message);

    for (Bundle.BundleEntryComponent entry : document(message).getEntry()) {
      String type = entry.getResource().fhirType();
      if (!List.of("Composition", "Binary", "Patient", "Practitioner", "Organization")
          .contains(type)) {
        assertThat(entries)
            .as("%s", type)
            .anyMatch(
                each -> each.original().contains(entry.getResource().getIdElement().getIdPart()));
      }
    }
  }

  @Test
  void aDocumentWithoutCodedEntriesHasNone() {
    assertThat(
            CONTENTS.of(DocumentsTest.generic(List.of())).stream()
                .filter(each -> each.kind().decided()))
        .isEmpty();
  }

  @Test
  void theOriginalIsTheResourceAsItWasSent() {
    Observation weight = weight();
    weight.setComment("with shoes");
    String original = only(holding(weight), CodedKind.OBSERVATION).original();
    assertThat(original)
        .startsWith("[{\"resourceType\":\"Observation\"")
        .contains("\"value\":71.50")
        .contains("with shoes");
  }

  @Test
  void theSameEntryInAnotherVersionHasTheSameFingerprintWhateverItsIds() {
    Observation earlier = weight();
    earlier.setId("7f0f5d0e-9b0c-4d51-8a53-2f6f0d1c9e11");
    earlier.getMeta().getLastUpdatedElement().setValueAsString("2026-11-20T10:00:00Z");
    Observation later = weight();
    later.setId("7f0f5d0e-9b0c-4d51-8a53-2f6f0d1c9e12");
    later.getMeta().getLastUpdatedElement().setValueAsString("2026-11-21T10:00:00Z");

    assertThat(only(holding(later), CodedKind.OBSERVATION).fingerprint())
        .isEqualTo(only(holding(earlier), CodedKind.OBSERVATION).fingerprint());
  }

  @Test
  void whatChangesAnythingThatCountsChangesTheFingerprint() {
    String before = only(holding(weight()), CodedKind.OBSERVATION).fingerprint();
    List<Consumer<Observation>> changes =
        List.of(
            each -> each.setValue(new Quantity().setValue(new BigDecimal("17.50")).setUnit("kg")),
            each -> each.setStatus(Observation.ObservationStatus.PRELIMINARY),
            each -> each.setComment("with shoes"),
            each -> each.getCode().getCodingFirstRep().setCode("386661006"));
    for (Consumer<Observation> change : changes) {
      Observation changed = weight();
      change.accept(changed);
      assertThat(only(holding(changed), CodedKind.OBSERVATION).fingerprint()).isNotEqualTo(before);
    }
  }

  @Test
  void anotherProductOfTheSameStatementChangesTheFingerprint() {
    assertThat(product("Example tablets 5 mg").fingerprint())
        .isNotEqualTo(product("Example tablets 50 mg").fingerprint());
  }

  private static CodedContent product(String name) {
    Medication medication = new Medication();
    medication.setId("7f0f5d0e-9b0c-4d51-8a53-2f6f0d1c9e11");
    medication.getCode().setText(name);
    MedicationStatement statement = new MedicationStatement();
    statement.setMedication(new Reference("urn:uuid:" + medication.getId()));
    return only(holding(medication, statement), CodedKind.MEDICATION);
  }

  @Test
  void twoThatSayTheSameInOneDocumentAreToldApart() {
    assertThat(of(holding(weight(), weight()), CodedKind.OBSERVATION))
        .extracting(CodedContent::fingerprint)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void anEntryAboutAnotherPatientSaysSo() {
    Patient other = new Patient();
    other.setId("7f0f5d0e-9b0c-4d51-8a53-2f6f0d1c9e99");
    Observation weight = weight();
    weight.setSubject(new Reference("urn:uuid:" + other.getId()));

    assertThat(only(holding(other, weight), CodedKind.OBSERVATION).details().getFirst().label())
        .isEqualTo("About somebody else");
  }

  @Test
  void anEntryLargerThanIsKeptLeavesItsOriginalInTheMessage() {
    Observation huge = weight();
    huge.setValue(new StringType("x".repeat(CodedContents.LARGEST_ORIGINAL)));

    CodedContent entry = only(holding(huge), CodedKind.OBSERVATION);
    assertThat(entry.original()).isEmpty();
    assertThat(entry.value()).hasSizeLessThan(5_000).endsWith("(cut here, see the original)");
  }

  @Test
  void ofVeryManyEntriesTheLastSaysHowManyMoreThereAre() {
    SendDocument message = holding();
    int before = document(message).getEntry().size();
    for (int i = 0; i < CodedContents.MOST + 7; i++) {
      enter(message, weight());
    }
    assertThat(document(message).getEntry()).hasSize(before + CodedContents.MOST + 7);
    List<CodedContent> entries = of(message, CodedKind.OTHER);
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().concept().display()).contains(" more coded entries");
    assertThat(CONTENTS.of(message)).hasSize(CodedContents.MOST + 1);
  }

  @Test
  void aRingOfReferencesAndADeepQuestionnaireAreReadToTheirEnd() {
    SendDocument message = holding();
    ListResource one = new ListResource();
    ListResource two = new ListResource();
    String first = enter(message, one);
    String second = enter(message, two);
    one.addEntry().setItem(new Reference(second));
    two.addEntry().setItem(new Reference(first));
    DiagnosticReport report = new DiagnosticReport();
    String reports = enter(message, report);
    report.addResult(new Reference(reports));
    report.addSpecimen(new Reference(reports));
    QuestionnaireResponse response = new QuestionnaireResponse();
    QuestionnaireResponseItemComponent item = response.addItem();
    for (int i = 0; i < 100; i++) {
      item = item.addItem();
    }
    response.setQuestionnaire(new Reference(enter(message, response)));

    assertThat(CONTENTS.of(message))
        .extracting(CodedContent::resourceType)
        .contains("List", "DiagnosticReport", "QuestionnaireResponse");
  }

  @Test
  void manyThatAllReferToManyLargeOnesCostNoMoreThanTheMessageHolds() {
    SendDocument message = holding();
    List<String> drugs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Medication drug = new Medication();
      drug.getCode().setText("x".repeat(30_000));
      drugs.add(enter(message, drug));
    }
    for (int i = 0; i < 200; i++) {
      MedicationStatement statement = new MedicationStatement();
      statement.setMedication(new Reference(drugs.get(i)));
      drugs.forEach(drug -> statement.addBasedOn(new Reference(drug)));
      enter(message, statement);
    }
    assertThat(CONTENTS.of(message).stream().mapToLong(each -> each.original().length()).sum())
        .isLessThanOrEqualTo(4L * 1024 * 1024);
  }

  /** Of values that may say anything, nothing is said in a log. */
  @Test
  void anEntrySaysNothingOfThePatientInLogs() {
    assertThat(only(holding(weight()), CodedKind.OBSERVATION).toString())
        .isEqualTo("CodedContent[OBSERVATION Observation]");
  }
}
