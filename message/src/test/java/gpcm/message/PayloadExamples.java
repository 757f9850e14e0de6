package gpcm.message;

import gpcm.consultation.Author;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.PersonName;
import gpcm.consultation.SnomedCode;
import gpcm.consultation.Telephone;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.AllergyIntolerance;
import org.hl7.fhir.dstu3.model.CodeType;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Condition;
import org.hl7.fhir.dstu3.model.Consent;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.DateTimeType;
import org.hl7.fhir.dstu3.model.Device;
import org.hl7.fhir.dstu3.model.DiagnosticReport;
import org.hl7.fhir.dstu3.model.DocumentReference;
import org.hl7.fhir.dstu3.model.Enumerations;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.FamilyMemberHistory;
import org.hl7.fhir.dstu3.model.Immunization;
import org.hl7.fhir.dstu3.model.Location;
import org.hl7.fhir.dstu3.model.Medication;
import org.hl7.fhir.dstu3.model.MedicationRequest;
import org.hl7.fhir.dstu3.model.MedicationStatement;
import org.hl7.fhir.dstu3.model.ProcedureRequest;
import org.hl7.fhir.dstu3.model.Questionnaire;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.ReferralRequest;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.Specimen;
import org.hl7.fhir.dstu3.model.Task;

/**
 * One of each: everything a payload can hold, in plain values where the typed API has them, else as
 * finished resources.
 */
final class PayloadExamples {
  static final Instant WHEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final String UK =
      "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-";
  private static final ClinicalCode RASH =
      new ClinicalCode(ClinicalCode.Terminology.SNOMED, "271807003", "Rash");
  private static final ClinicalCode TEMPERATURE =
      new ClinicalCode(ClinicalCode.Terminology.SNOMED, "386725007", "Body temperature");
  private static final ClinicalCode PARACETAMOL =
      new ClinicalCode(ClinicalCode.Terminology.DMD, "322236009", "Paracetamol 500mg tablets");
  private static final ClinicalCode ONLINE =
      new ClinicalCode(
          ClinicalCode.Terminology.SNOMED,
          "149971000000103",
          "Encounter using general practice online consultation system (procedure)");

  private PayloadExamples() {}

  static final UseCase.Generic LETTER =
      new UseCase.Generic(
          new SnomedCode("823681000000100"), "Outpatient letter", "Outpatient letter");

  static Patient patient() {
    return Examples.consultation().patient();
  }

  static Organisation sender() {
    return Examples.consultation().organisation();
  }

  static Author relative() {
    return new Author.ByRelatedPerson(
        new PersonName("Testpatient", List.of("Delta"), Optional.empty()),
        LocalDate.of(1960, 2, 3),
        Optional.of(new Telephone("01632960777")));
  }

  static Author system() {
    return new Author.ByDevice(
        new SnomedCode("706690007"),
        "Clinical management software",
        "Example Online Triage Limited");
  }

  /** What an online consultation may hold. */
  static List<Payload> online() {
    List<Payload> all = new ArrayList<>();
    all.add(Payload.encounter(ONLINE, WHEN, WHEN.plusSeconds(600)));
    all.add(
        Payload.observation(
            TEMPERATURE,
            new Payload.Value.Measured(new BigDecimal("37.20"), "degrees Celsius", "Cel"),
            false,
            WHEN));
    all.add(Payload.observation(RASH, new Payload.Value.Words("on the left forearm"), true, WHEN));
    all.add(
        Payload.questionnaireResponse(
            WHEN,
            List.of(
                new Payload.QuestionnaireItem(
                    "1",
                    "Your problem",
                    List.of(),
                    List.of(
                        new Payload.QuestionnaireItem(
                            "1.1", "What is it?", List.of(new Payload.Value.Code(RASH)), List.of()),
                        new Payload.QuestionnaireItem(
                            "1.2",
                            "Tell us more.",
                            List.of(new Payload.Value.Words("It itches.")),
                            List.of()))))));
    for (Resource resource :
        new Resource[] {
          questionnaire(),
          referral(),
          documentReference(),
          allergy(),
          family(),
          task(),
          consent(),
          location(),
          device()
        }) {
      all.add(Payload.of(resource));
    }
    return all;
  }

  /** What a generic document may hold beyond that. */
  static List<Payload> genericOnly() {
    List<Payload> all = new ArrayList<>();
    UUID drug = new UUID(0x4000, 0x8000000000000777L);
    Medication medication = new Medication();
    medication.setId(drug.toString());
    medication.setCode(Payload.concept(PARACETAMOL));
    all.add(Payload.of(medication));
    all.add(Payload.of(medicationRequest(drug)));
    all.add(Payload.of(medicationStatement(drug)));
    all.add(Payload.of(immunization()));
    all.add(Payload.of(problem()));
    ProcedureRequest request = new ProcedureRequest();
    request.setCode(new CodeableConcept().setText("No code available"));
    all.add(Payload.of(request));
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report.setCode(new CodeableConcept().setText("Full blood count"));
    report.getIssuedElement().setValueAsString("2026-11-20T10:00:00+00:00");
    all.add(Payload.of(report));
    Specimen specimen = new Specimen();
    specimen.setStatus(Specimen.SpecimenStatus.AVAILABLE);
    specimen.getReceivedTimeElement().setValueAsString("2026-11-20T10:00:00+00:00");
    all.add(Payload.of(specimen));
    return all;
  }

  private static Questionnaire questionnaire() {
    Questionnaire questionnaire = new Questionnaire();
    questionnaire.setVersion("1");
    questionnaire.setName("Rash");
    questionnaire.setTitle("Rash");
    questionnaire
        .addItem()
        .setLinkId("1")
        .setText("Your problem")
        .setType(Questionnaire.QuestionnaireItemType.STRING);
    return questionnaire;
  }

  private static ReferralRequest referral() {
    ReferralRequest referral = new ReferralRequest();
    referral.setPriority(ReferralRequest.ReferralPriority.ROUTINE);
    referral.getRequester().setAgent(new Reference(Payload.SENDER));
    referral.addReasonCode(Payload.concept(RASH));
    referral.setDescription("Please look at the rash.");
    return referral;
  }

  private static DocumentReference documentReference() {
    DocumentReference reference = new DocumentReference();
    reference.setStatus(Enumerations.DocumentReferenceStatus.CURRENT);
    reference.setType(new CodeableConcept().setText("Picture"));
    reference.getIndexedElement().setValueAsString("2026-11-20T10:00:00+00:00");
    reference.addAuthor(new Reference(Payload.PATIENT));
    reference
        .addContent()
        .getAttachment()
        .setContentType("image/png")
        .setTitle("Picture of the rash");
    return reference;
  }

  private static AllergyIntolerance allergy() {
    AllergyIntolerance allergy = new AllergyIntolerance();
    allergy.setClinicalStatus(AllergyIntolerance.AllergyIntoleranceClinicalStatus.ACTIVE);
    allergy.setType(AllergyIntolerance.AllergyIntoleranceType.ALLERGY);
    allergy.addCategory(AllergyIntolerance.AllergyIntoleranceCategory.MEDICATION);
    // A coding here cannot be checked: the profile slices it by a system it does not fix.
    allergy.setCode(new CodeableConcept().setText("Paracetamol"));
    allergy.getAssertedDateElement().setValueAsString("2026-11-20T10:00:00+00:00");
    allergy.setRecorder(new Reference(Payload.PATIENT));
    allergy.addNote().setText("Came out in spots.");
    return allergy;
  }

  private static FamilyMemberHistory family() {
    FamilyMemberHistory history = new FamilyMemberHistory();
    history.setStatus(FamilyMemberHistory.FamilyHistoryStatus.COMPLETED);
    history.setRelationship(
        new CodeableConcept()
            .addCoding(
                new Coding()
                    .setSystem("http://hl7.org/fhir/v3/RoleCode")
                    .setCode("MTH")
                    .setDisplay("mother")));
    history.addNote().setText("Eczema.");
    return history;
  }

  private static Task task() {
    Task task = new Task();
    task.setIntent(Task.TaskIntent.PLAN);
    task.setPriority(Task.TaskPriority.ROUTINE);
    task.setContext(new Reference(Payload.ENCOUNTER));
    task.setDescription("Ring the patient.");
    return task;
  }

  private static Consent consent() {
    Consent consent = new Consent();
    consent.setStatus(Consent.ConsentState.ACTIVE);
    consent.setPolicyRule("https://example.org/policy");
    return consent;
  }

  private static Location location() {
    Location location = new Location();
    location.addIdentifier().setSystem("https://fhir.nhs.uk/Id/ods-site-code").setValue("A9990301");
    location.setName("Sampleton Branch");
    location.addTelecom().setSystem(ContactPoint.ContactPointSystem.PHONE).setValue("01632960301");
    return location;
  }

  private static Device device() {
    Device device = new Device();
    device
        .getType()
        .addCoding()
        .setSystem(Vocabulary.SNOMED)
        .setCode("706690007")
        .setDisplay("Clinical management software");
    device.setManufacturer("Example Online Triage Limited");
    return device;
  }

  private static MedicationRequest medicationRequest(UUID drug) {
    MedicationRequest request = new MedicationRequest();
    request.addExtension(
        new Extension()
            .setUrl(UK + "PrescriptionType-1")
            .setValue(
                new CodeableConcept()
                    .addCoding(
                        new Coding()
                            .setSystem(
                                "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1")
                            .setCode("acute")
                            .setDisplay("Acute"))));
    request.addIdentifier(Envelope.uuidIdentifier("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e11"));
    request.setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE);
    request.setIntent(MedicationRequest.MedicationRequestIntent.PLAN);
    request.setMedication(Envelope.reference(drug.toString()));
    request.getAuthoredOnElement().setValueAsString("2026-11-20T10:00:00+00:00");
    request.setRecorder(new Reference(Payload.AUTHOR));
    request.addDosageInstruction().setText("One when needed");
    request
        .getDispenseRequest()
        .getValidityPeriod()
        .getStartElement()
        .setValueAsString("2026-11-20");
    return request;
  }

  private static MedicationStatement medicationStatement(UUID drug) {
    MedicationStatement statement = new MedicationStatement();
    statement.addIdentifier(Envelope.uuidIdentifier("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e12"));
    statement.setStatus(MedicationStatement.MedicationStatementStatus.ACTIVE);
    statement.setMedication(Envelope.reference(drug.toString()));
    statement.setEffective(new DateTimeType("2026-11-20"));
    statement.getDateAssertedElement().setValueAsString("2026-11-20");
    statement.setTaken(MedicationStatement.MedicationStatementTaken.UNK);
    statement.addDosage().setText("One when needed");
    return statement;
  }

  private static Immunization immunization() {
    Immunization immunization = new Immunization();
    immunization.addExtension(
        new Extension()
            .setUrl(UK + "DateRecorded-1")
            .setValue(new DateTimeType("2026-11-20T10:00:00+00:00")));
    immunization.addExtension(
        new Extension()
            .setUrl(UK + "VaccinationProcedure-1")
            .setValue(
                new CodeableConcept()
                    .addCoding(
                        new Coding()
                            .setSystem(Vocabulary.SNOMED)
                            .setCode("86198006")
                            .setDisplay("Influenza vaccination"))));
    immunization.setNotGiven(false);
    immunization.setVaccineCode(new CodeableConcept().setText("Influenza vaccine"));
    immunization.getDateElement().setValueAsString("2026-11-20");
    immunization.setPrimarySource(true);
    return immunization;
  }

  private static Condition problem() {
    Condition condition = new Condition();
    condition.addExtension(
        new Extension().setUrl(UK + "ProblemSignificance-1").setValue(new CodeType("major")));
    condition.setClinicalStatus(Condition.ConditionClinicalStatus.ACTIVE);
    condition.addCategory(
        new CodeableConcept()
            .addCoding(
                new Coding()
                    .setSystem("http://hl7.org/fhir/condition-category")
                    .setCode("problem-list-item")
                    // The profile fixes the display with this leading space.
                    .setDisplay(" Problem List Item")));
    condition.setCode(Payload.concept(RASH));
    condition.getAssertedDateElement().setValueAsString("2026-11-20");
    condition.setAsserter(new Reference(Payload.AUTHOR));
    return condition;
  }
}
