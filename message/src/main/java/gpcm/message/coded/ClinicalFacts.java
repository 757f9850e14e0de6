package gpcm.message.coded;

import gpcm.consultation.InvalidValueException;
import gpcm.consultation.SnomedCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.AllergyIntolerance;
import org.hl7.fhir.dstu3.model.Annotation;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Condition;
import org.hl7.fhir.dstu3.model.DiagnosticReport;
import org.hl7.fhir.dstu3.model.Dosage;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.FamilyMemberHistory;
import org.hl7.fhir.dstu3.model.Immunization;
import org.hl7.fhir.dstu3.model.Medication;
import org.hl7.fhir.dstu3.model.MedicationRequest;
import org.hl7.fhir.dstu3.model.MedicationStatement;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Procedure;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Specimen;
import org.hl7.fhir.dstu3.model.Type;

/** What resources say of the patient. */
final class ClinicalFacts {
  private static final String EXTENSION =
      "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-";

  /**
   * GPCM-SD-OC-104 and GPCM-SD-GE-104: a code that has no place in the profile stands in a note.
   */
  private static final Pattern CODED_IN_NOTE =
      Pattern.compile("Coded as SNOMED CT (\\d{6,18}), (.{1,400})");

  private final Targets targets;

  ClinicalFacts(Targets targets) {
    this.targets = targets;
  }

  static Facts of(Condition problem) {
    return new Facts()
        .code(problem.getCode())
        .at(problem.getOnset())
        .until(problem.getAbatement())
        .recorded(problem.getAssertedDateElement())
        .status(problem.getClinicalStatusElement(), problem.getVerificationStatusElement())
        .saidBy(problem.getAsserter())
        .detail("Significance", extension(problem.getExtension(), "ProblemSignificance-1"))
        .detail("Severity", problem.getSeverity())
        .details("Body site", problem.getBodySite())
        .notes(problem.getNote());
  }

  static Facts of(AllergyIntolerance allergy) {
    Facts facts =
        new Facts()
            .code(allergy.getCode())
            .at(allergy.getOnset())
            .recorded(allergy.getAssertedDateElement())
            .status(allergy.getClinicalStatusElement(), allergy.getVerificationStatusElement())
            .saidBy(allergy.getAsserter())
            .saidBy(allergy.getRecorder())
            .detail("Type", allergy.getTypeElement())
            .details("Category", allergy.getCategory())
            .detail("Criticality", allergy.getCriticalityElement());
    if (facts.concept.code().isEmpty()) {
      allergy.getNote().stream()
          .flatMap(note -> codeIn(note).stream())
          .findFirst()
          .ifPresent(
              code -> {
                facts.concept = code;
                facts.detail(
                    "In the sender's words",
                    Texts.words(Texts.stated(allergy.getCode().getText()).orElse("")));
              });
    }
    allergy
        .getReaction()
        .forEach(
            reaction -> {
              facts.detail("Substance", reaction.getSubstance());
              facts.details("Reaction", reaction.getManifestation());
              String words = Texts.words(Texts.stated(reaction.getDescription()).orElse(""));
              if (!facts.says(words)) {
                facts.detail("Reaction in words", words);
              }
              facts.detail("Severity", reaction.getSeverityElement());
              facts.detail("Exposure", reaction.getExposureRoute());
              facts.notes(reaction.getNote());
            });
    return facts.notes(allergy.getNote());
  }

  private static Optional<CodedConcept> codeIn(Annotation note) {
    Matcher coded = CODED_IN_NOTE.matcher(Texts.stated(note.getText()).orElse(""));
    try {
      return coded.matches()
          ? Optional.of(
              new CodedConcept(
                  CodedConcept.SNOMED, new SnomedCode(coded.group(1)).value(), coded.group(2)))
          : Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  static Facts of(Observation observation) {
    Facts facts =
        new Facts()
            .code(observation.getCode())
            .value(observation.getValue())
            .at(observation.getEffective())
            .recorded(observation.getIssuedElement())
            .status(observation.getStatusElement());
    observation.getPerformer().forEach(facts::saidBy);
    facts
        .detail("No value, because", observation.getDataAbsentReason())
        .detail("Interpretation", observation.getInterpretation())
        .detail("Body site", observation.getBodySite())
        .detail("Method", observation.getMethod());
    observation
        .getReferenceRange()
        .forEach(
            range -> {
              facts.detail("Usual from", range.hasLow() ? range.getLow() : null);
              facts.detail("Usual to", range.hasHigh() ? range.getHigh() : null);
              facts.detail("Usual", Texts.line(Texts.stated(range.getText()).orElse("")));
            });
    observation
        .getComponent()
        .forEach(
            part ->
                facts.detail(
                    labelled(Texts.concept(part.getCode()).display(), "Part of it"),
                    part.getValue()));
    return facts.detail("Comment", observation.getCommentElement());
  }

  Facts of(MedicationStatement statement) {
    Facts facts =
        medication(statement.getMedication())
            .at(statement.getEffective())
            .recorded(statement.getDateAssertedElement())
            .status(statement.getStatusElement())
            .saidBy(statement.getInformationSource())
            .detail("Taken", taken(statement))
            .detail(
                "Prescribed by",
                extension(statement.getExtension(), "MedicationPrescribingAgency-1"))
            .details("Reason", statement.getReasonCode());
    statement.getDosage().forEach(dosage -> dosage(facts, dosage));
    for (Reference plan : statement.getBasedOn()) {
      targets
          .of(plan, MedicationRequest.class)
          .ifPresent(
              request -> {
                if (facts.owns(request)) {
                  supply(facts, request);
                  facts.saidBy(request.getRequester().getAgent());
                  facts.saidBy(request.getRecorder());
                  prescribed(facts, request);
                }
              });
    }
    return facts.notes(statement.getNote());
  }

  // Usually the same product; when it is another, staff have to see both.
  private void prescribed(Facts facts, MedicationRequest request) {
    CodedConcept product =
        switch (request.getMedication()) {
          case Reference reference ->
              targets
                  .of(reference, Medication.class)
                  .filter(facts::owns)
                  .map(found -> Texts.concept(found.getCode()))
                  .orElse(CodedConcept.NONE);
          case CodeableConcept code -> Texts.concept(code);
          case null, default -> CodedConcept.NONE;
        };
    if (!product.equals(CodedConcept.NONE) && !product.equals(facts.concept)) {
      facts.detail("Prescribed product", product.display());
    }
  }

  private static String taken(MedicationStatement statement) {
    return switch (Texts.primitive(statement.getTakenElement())) {
      case "y" -> "Yes";
      case "n" -> "No";
      case "unk" -> "Not known";
      case "na" -> "Does not apply";
      case String other -> other;
    };
  }

  Facts of(MedicationRequest request) {
    Facts facts =
        medication(request.getMedication())
            .at(request.getDispenseRequest().getValidityPeriod())
            .recorded(request.getAuthoredOnElement())
            .status(request.getStatusElement(), request.getIntentElement())
            .saidBy(request.getRequester().getAgent())
            .saidBy(request.getRecorder())
            .details("Reason", request.getReasonCode());
    request.getDosageInstruction().forEach(dosage -> dosage(facts, dosage));
    supply(facts, request);
    return facts.notes(request.getNote());
  }

  static Facts of(Medication medication) {
    return new Facts()
        .code(medication.getCode())
        .status(medication.getStatusElement())
        .detail("Form", medication.getForm());
  }

  private Facts medication(Type product) {
    Facts facts = new Facts();
    if (product instanceof CodeableConcept code) {
      return facts.code(code);
    }
    if (product instanceof Reference reference) {
      Optional<Medication> medication = targets.of(reference, Medication.class);
      medication.ifPresent(
          found -> {
            facts.owns(found);
            facts.code(found.getCode()).detail("Form", found.getForm());
          });
      if (medication.isEmpty()) {
        facts.concept = new CodedConcept("", "", Texts.of(reference));
      }
    }
    return facts;
  }

  private static void dosage(Facts facts, Dosage dosage) {
    facts.detail("Dosage", Texts.words(Texts.stated(dosage.getText()).orElse("")));
    facts.detail("Dose", dosage.getDose());
    facts.detail("Route", dosage.getRoute());
    facts.detail(
        "For the patient", Texts.words(Texts.stated(dosage.getPatientInstruction()).orElse("")));
    facts.details("More instructions", dosage.getAdditionalInstruction());
    facts.detail("As needed", dosage.getAsNeeded());
  }

  private static void supply(Facts facts, MedicationRequest request) {
    facts.detail("Prescription type", extension(request.getExtension(), "PrescriptionType-1"));
    if (request.getDispenseRequest().hasQuantity()) {
      facts.detail("Quantity", request.getDispenseRequest().getQuantity());
    }
    if (request.getDispenseRequest().hasExpectedSupplyDuration()) {
      facts.detail("For how long", request.getDispenseRequest().getExpectedSupplyDuration());
    }
  }

  static Facts of(Immunization vaccination) {
    Facts facts = new Facts();
    Type procedure = extension(vaccination.getExtension(), "VaccinationProcedure-1");
    if (procedure instanceof CodeableConcept code) {
      facts.code(code).detail("Vaccine", vaccination.getVaccineCode());
    } else {
      facts.code(vaccination.getVaccineCode());
    }
    if (Boolean.TRUE.equals(vaccination.getNotGivenElement().getValue())) {
      facts.value = "Not given";
      facts.details("Reason", vaccination.getExplanation().getReasonNotGiven());
    }
    facts.at(vaccination.getDateElement()).status(vaccination.getStatusElement());
    if (extension(vaccination.getExtension(), "DateRecorded-1") instanceof PrimitiveType<?> date) {
      facts.recorded(date);
    }
    vaccination.getPractitioner().forEach(who -> facts.saidBy(who.getActor()));
    return facts
        .detail("Dose", vaccination.hasDoseQuantity() ? vaccination.getDoseQuantity() : null)
        .detail("Batch", vaccination.getLotNumberElement())
        .detail("Batch expires", vaccination.getExpirationDateElement())
        .detail("Site", vaccination.getSite())
        .detail("Route", vaccination.getRoute())
        .details("Reason", vaccination.getExplanation().getReason())
        .notes(vaccination.getNote());
  }

  static Facts of(Procedure procedure) {
    Facts facts =
        new Facts()
            .code(procedure.getCode())
            .at(procedure.getPerformed())
            .status(procedure.getStatusElement());
    procedure.getPerformer().forEach(who -> facts.saidBy(who.getActor()));
    if (Boolean.TRUE.equals(procedure.getNotDoneElement().getValue())) {
      facts.value = "Not done";
      facts.detail("Reason", procedure.getNotDoneReason());
    }
    return facts
        .detail("Outcome", procedure.getOutcome())
        .details("Body site", procedure.getBodySite())
        .details("Reason", procedure.getReasonCode())
        .notes(procedure.getNote());
  }

  static Facts of(FamilyMemberHistory history) {
    Facts facts = new Facts().status(history.getStatusElement());
    if (Boolean.TRUE.equals(history.getNotDoneElement().getValue())) {
      facts.value = "Not asked";
    }
    facts
        .recorded(history.getDateElement())
        .detail("Relative", history.getRelationship())
        .detail("Relative's name", Texts.line(Texts.stated(history.getName()).orElse("")))
        .detail("Born", history.getBorn())
        .detail("Age", history.getAge())
        .detail("Deceased", history.getDeceased());
    boolean first = true;
    for (var condition : history.getCondition()) {
      if (first) {
        facts.code(condition.getCode()).at(condition.getOnset());
        first = false;
      } else {
        facts.detail("Further condition", condition.getCode());
      }
      facts.detail("Outcome", condition.getOutcome()).notes(condition.getNote());
    }
    return facts.notes(history.getNote());
  }

  Facts of(DiagnosticReport report) {
    Facts facts =
        new Facts()
            .code(report.getCode())
            .at(report.getEffective())
            .recorded(report.getIssuedElement())
            .status(report.getStatusElement())
            .details("Coded conclusion", report.getCodedDiagnosis());
    facts.value = Texts.words(Texts.stated(report.getConclusion()).orElse(""));
    report.getPerformer().forEach(who -> facts.saidBy(who.getActor()));
    for (Reference reference : report.getSpecimen()) {
      targets
          .of(reference, Specimen.class)
          .ifPresent(
              specimen -> {
                facts.owns(specimen);
                facts
                    .detail("Specimen", specimen.getType())
                    .detail("Specimen taken", specimen.getCollection().getCollected())
                    .detail("Specimen received", specimen.getReceivedTimeElement());
              });
    }
    report.getResult().stream()
        .flatMap(result -> targets.of(result, Observation.class).stream())
        .forEach(
            result ->
                facts.detail(
                    labelled(Texts.concept(result.getCode()).display(), "Result"),
                    result.getValue()));
    return facts;
  }

  static Facts of(Specimen specimen) {
    return new Facts()
        .code(specimen.getType())
        .at(specimen.getCollection().getCollected())
        .recorded(specimen.getReceivedTimeElement())
        .status(specimen.getStatusElement())
        .saidBy(specimen.getCollection().getCollector())
        .notes(specimen.getNote());
  }

  private static String labelled(String label, String otherwise) {
    return label.isEmpty() ? otherwise : label;
  }

  private static Type extension(List<Extension> extensions, String name) {
    return extensions.stream()
        .filter(each -> (EXTENSION + name).equals(each.getUrl()))
        .map(Extension::getValue)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
