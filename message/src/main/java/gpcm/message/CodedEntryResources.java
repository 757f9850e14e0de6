package gpcm.message;

import gpcm.consultation.CodedEntry;
import gpcm.consultation.InvalidValueException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.AllergyIntolerance;
import org.hl7.fhir.dstu3.model.Annotation;
import org.hl7.fhir.dstu3.model.CodeType;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Condition;
import org.hl7.fhir.dstu3.model.Consent;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.DateTimeType;
import org.hl7.fhir.dstu3.model.DateType;
import org.hl7.fhir.dstu3.model.DiagnosticReport;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.FamilyMemberHistory;
import org.hl7.fhir.dstu3.model.Immunization;
import org.hl7.fhir.dstu3.model.Location;
import org.hl7.fhir.dstu3.model.Medication;
import org.hl7.fhir.dstu3.model.MedicationRequest;
import org.hl7.fhir.dstu3.model.MedicationStatement;
import org.hl7.fhir.dstu3.model.ProcedureRequest;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.ReferralRequest;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.SimpleQuantity;
import org.hl7.fhir.dstu3.model.Specimen;
import org.hl7.fhir.dstu3.model.Task;
import org.hl7.fhir.dstu3.model.Type;

/**
 * Coded entries given as plain values become the resources of the payload tables. What {@link
 * PayloadType} fixes and who the patient is are filled in later, as for finished resources.
 */
final class CodedEntryResources {
  private final boolean byPractitioner;

  CodedEntryResources(boolean byPractitioner) {
    this.byPractitioner = byPractitioner;
  }

  List<Resource> of(CodedEntry entry) {
    return switch (entry) {
      case CodedEntry.Observation e -> List.of(observation(e));
      case CodedEntry.Allergy e -> List.of(allergy(e));
      case CodedEntry.FamilyHistory e -> List.of(familyHistory(e));
      case CodedEntry.Referral e -> List.of(referral(e));
      case CodedEntry.Task e -> List.of(task(e));
      case CodedEntry.Consent e -> List.of(consent(e));
      case CodedEntry.Location e -> List.of(location(e));
      case CodedEntry.Problem e -> List.of(problem(e));
      case CodedEntry.Medication e -> medication(e);
      case CodedEntry.Vaccination e -> List.of(vaccination(e));
      case CodedEntry.TestRequest e -> List.of(testRequest(e));
      case CodedEntry.TestResult e -> testResult(e);
      case CodedEntry.Finished e ->
          throw new IllegalArgumentException("a finished resource has nothing to be made");
    };
  }

  private static Resource observation(CodedEntry.Observation e) {
    Payload.Value value;
    if (e.quantity().isPresent()) {
      String unit = e.unit().orElseThrow();
      value = new Payload.Value.Measured(e.quantity().get(), unit, unit);
    } else if (e.text().isPresent()) {
      value = new Payload.Value.Words(e.text().get());
    } else {
      value = new Payload.Value.None();
    }
    return Payload.observation(e.code(), value, e.checked(), e.recordedAt()).resource();
  }

  private Resource allergy(CodedEntry.Allergy e) {
    AllergyIntolerance allergy = new AllergyIntolerance();
    allergy.setClinicalStatus(AllergyIntolerance.AllergyIntoleranceClinicalStatus.ACTIVE);
    allergy.addCategory(
        switch (e.category()) {
          case MEDICATION -> AllergyIntolerance.AllergyIntoleranceCategory.MEDICATION;
          case ENVIRONMENT -> AllergyIntolerance.AllergyIntoleranceCategory.ENVIRONMENT;
        });
    // The profile slices the codings here by a system that it does not fix, so any coding is an
    // error
    // to a validator. The words go here, and the code beside them, where GPCM-SD-GE-104 keeps what
    // cannot be mapped.
    allergy.setCode(new CodeableConcept().setText(e.code().term()));
    allergy
        .addNote()
        .setText("Coded as SNOMED CT %s, %s".formatted(e.code().code(), e.code().term()));
    allergy.setAssertedDateElement(day(e.recordedOn()));
    allergy.setRecorder(recorder());
    e.reaction()
        .ifPresent(
            text ->
                allergy
                    .addReaction()
                    .setDescription(text)
                    .addManifestation(new CodeableConcept().setText(text)));
    e.note().ifPresent(note -> allergy.addNote(new Annotation().setText(note)));
    return allergy;
  }

  private static Resource familyHistory(CodedEntry.FamilyHistory e) {
    FamilyMemberHistory history = new FamilyMemberHistory();
    history.setStatus(FamilyMemberHistory.FamilyHistoryStatus.COMPLETED);
    history
        .getRelationship()
        .addCoding()
        .setSystem("http://hl7.org/fhir/v3/RoleCode")
        .setCode(e.relationship());
    history.addCondition().setCode(Payload.concept(e.condition()));
    e.note().ifPresent(note -> history.addNote(new Annotation().setText(note)));
    return history;
  }

  private Resource referral(CodedEntry.Referral e) {
    ReferralRequest referral = new ReferralRequest();
    referral.setPriority(
        switch (e.priority()) {
          case ROUTINE -> ReferralRequest.ReferralPriority.ROUTINE;
          case URGENT -> ReferralRequest.ReferralPriority.URGENT;
          case ASAP -> ReferralRequest.ReferralPriority.ASAP;
        });
    referral.getRequester().setAgent(recorder());
    referral.addReasonCode(Payload.concept(e.reason()));
    referral.setDescription(e.description());
    return referral;
  }

  private Resource task(CodedEntry.Task e) {
    Task task = new Task();
    task.setIntent(Task.TaskIntent.ORDER);
    task.setPriority(
        switch (e.priority()) {
          case ROUTINE -> Task.TaskPriority.ROUTINE;
          case URGENT -> Task.TaskPriority.URGENT;
          case ASAP -> Task.TaskPriority.ASAP;
        });
    task.getCode().setText(e.text());
    task.getRequester().setAgent(recorder());
    e.reason().ifPresent(reason -> task.getReason().setText(reason));
    return task;
  }

  private static Resource consent(CodedEntry.Consent e) {
    Consent consent = new Consent();
    consent.setStatus(Consent.ConsentState.ACTIVE);
    consent.addCategory().setText(e.category());
    consent.getPeriod().setStartElement(day(e.from()));
    consent.addConsentingParty(new Reference(Payload.PATIENT));
    consent.addPolicy().setUri(e.policy().toString());
    return consent;
  }

  private static Resource location(CodedEntry.Location e) {
    Location location = new Location();
    location
        .addIdentifier()
        .setSystem("https://fhir.nhs.uk/Id/ods-site-code")
        .setValue(e.siteCode().value());
    location.setName(e.name());
    location
        .addTelecom()
        .setSystem(ContactPoint.ContactPointSystem.PHONE)
        .setValue(e.telephone().value());
    e.type().ifPresent(words -> location.getType().setText(words));
    e.address()
        .ifPresent(
            address ->
                location.setAddress(
                    PeopleResources.address(
                        address, org.hl7.fhir.dstu3.model.Address.AddressUse.WORK)));
    return location;
  }

  private Resource problem(CodedEntry.Problem e) {
    Condition problem = new Condition();
    extension(problem, "ProblemSignificance", new CodeType(e.major() ? "major" : "minor"));
    problem.setClinicalStatus(Condition.ConditionClinicalStatus.ACTIVE);
    problem
        .addCategory()
        .addCoding()
        .setSystem("http://hl7.org/fhir/condition-category")
        .setCode("problem-list-item")
        // The profile fixes the display with its leading space.
        .setDisplay(" Problem List Item");
    problem.setCode(Payload.concept(e.code()));
    e.since().ifPresent(since -> problem.setOnset(day(since)));
    problem.setAssertedDateElement(day(e.recordedOn()));
    problem.setAsserter(practitioner("problem"));
    e.note().ifPresent(note -> problem.addNote(new Annotation().setText(note)));
    return problem;
  }

  /** The three refer to each other, so each has an id that follows from the sender's identifier. */
  private List<Resource> medication(CodedEntry.Medication e) {
    Reference practitioner = practitioner("medication");
    Medication medication = new Medication();
    medication.setId(id("Medication", e.identifierSystem(), e.identifier()));
    medication.setCode(Payload.concept(e.code()));

    MedicationRequest plan = new MedicationRequest();
    plan.setId(id("MedicationRequest", e.identifierSystem(), e.identifier()));
    extension(
        plan,
        "PrescriptionType",
        coded(
            "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1",
            "acute",
            "Acute"));
    plan.addIdentifier().setSystem(e.identifierSystem().toString()).setValue(e.identifier());
    plan.setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE);
    plan.setIntent(MedicationRequest.MedicationRequestIntent.PLAN);
    plan.setMedication(reference(medication));
    plan.setAuthoredOnElement(day(e.from()));
    plan.getRequester().setAgent(practitioner.copy());
    plan.setRecorder(practitioner.copy());
    plan.addDosageInstruction().setText(e.dosage());
    plan.getDispenseRequest().getValidityPeriod().setStartElement(day(e.from()));
    SimpleQuantity quantity = new SimpleQuantity();
    quantity.setValue(e.quantity()).setUnit(e.unit());
    plan.getDispenseRequest().setQuantity(quantity);

    MedicationStatement statement = new MedicationStatement();
    extension(
        statement,
        "MedicationPrescribingAgency",
        coded(
            "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-MedicationPrescribingAgency-1",
            "prescribed-by-another-organisation",
            "Prescribed by another organisation"));
    statement.addIdentifier().setSystem(e.identifierSystem().toString()).setValue(e.identifier());
    statement.addBasedOn(reference(plan));
    statement.setStatus(MedicationStatement.MedicationStatementStatus.ACTIVE);
    statement.setMedication(reference(medication));
    org.hl7.fhir.dstu3.model.Period authorised = new org.hl7.fhir.dstu3.model.Period();
    authorised.setStartElement(day(e.from()));
    statement.setEffective(authorised);
    statement.setDateAssertedElement(day(e.from()));
    statement.setTaken(MedicationStatement.MedicationStatementTaken.UNK);
    statement.addDosage().setText(e.dosage());
    return List.of(medication, plan, statement);
  }

  private Resource vaccination(CodedEntry.Vaccination e) {
    Immunization vaccination = new Immunization();
    extension(vaccination, "DateRecorded", day(e.givenOn()));
    extension(vaccination, "VaccinationProcedure", Payload.concept(e.procedure()));
    vaccination.setNotGiven(false);
    vaccination.getVaccineCode().setText(e.vaccine());
    vaccination.setDateElement(day(e.givenOn()));
    vaccination.setPrimarySource(true);
    e.lotNumber().ifPresent(vaccination::setLotNumber);
    e.expires()
        .ifPresent(day -> vaccination.setExpirationDateElement(new DateType(day.toString())));
    e.site().ifPresent(site -> vaccination.getSite().setText(site));
    if (byPractitioner) { // a patient gives no vaccination: FHIR has no such actor
      vaccination.addPractitioner().setActor(new Reference(Payload.AUTHOR));
    }
    e.note().ifPresent(note -> vaccination.addNote(new Annotation().setText(note)));
    return vaccination;
  }

  private static Resource testRequest(CodedEntry.TestRequest e) {
    ProcedureRequest request = new ProcedureRequest();
    request.setCode(Payload.concept(e.code()));
    request.getRequester().setAgent(new Reference(Payload.SENDER));
    e.reason().ifPresent(reason -> request.addReasonCode().setText(reason));
    return request;
  }

  private static List<Resource> testResult(CodedEntry.TestResult e) {
    Specimen specimen = new Specimen();
    specimen.setId(
        id(
            "Specimen",
            URI.create("urn:gpcm:result"),
            e.code().code() + e.issuedAt() + e.specimen()));
    specimen.setStatus(Specimen.SpecimenStatus.AVAILABLE);
    specimen.getType().setText(e.specimen());
    specimen.getReceivedTimeElement().setValueAsString(Envelope.time(e.receivedAt()));
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report.setCode(Payload.concept(e.code()));
    report.getIssuedElement().setValueAsString(Envelope.time(e.issuedAt()));
    report.addSpecimen(reference(specimen));
    report.setConclusion(e.conclusion());
    return List.of(report, specimen);
  }

  private Reference recorder() {
    return new Reference(byPractitioner ? Payload.AUTHOR : Payload.PATIENT);
  }

  private Reference practitioner(String what) {
    if (!byPractitioner) {
      throw new InvalidValueException(
          "Resources",
          "must hold no " + what + " unless a practitioner is the document's first author",
          "Name the practitioner who recorded it as the first author, or leave it out");
    }
    return new Reference(Payload.AUTHOR);
  }

  private static String id(String type, URI system, String identifier) {
    return UUID.nameUUIDFromBytes(
            (type + " " + system + " " + identifier).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static Reference reference(Resource resource) {
    return new Reference(Vocabulary.UUID_PREFIX + resource.getIdElement().getIdPart());
  }

  private static void extension(
      org.hl7.fhir.dstu3.model.DomainResource resource, String name, Type value) {
    resource.addExtension(
        new Extension(
            "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-" + name + "-1",
            value));
  }

  private static CodeableConcept coded(String system, String code, String display) {
    CodeableConcept concept = new CodeableConcept();
    concept.addCoding().setSystem(system).setCode(code).setDisplay(display);
    return concept;
  }

  private static DateTimeType day(LocalDate day) {
    return new DateTimeType(day.toString());
  }
}
