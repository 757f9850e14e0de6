package gpcm.message.coded;

import org.hl7.fhir.dstu3.model.AllergyIntolerance;
import org.hl7.fhir.dstu3.model.CarePlan;
import org.hl7.fhir.dstu3.model.Condition;
import org.hl7.fhir.dstu3.model.Consent;
import org.hl7.fhir.dstu3.model.Device;
import org.hl7.fhir.dstu3.model.DiagnosticReport;
import org.hl7.fhir.dstu3.model.DocumentReference;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.FamilyMemberHistory;
import org.hl7.fhir.dstu3.model.Immunization;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Location;
import org.hl7.fhir.dstu3.model.Medication;
import org.hl7.fhir.dstu3.model.MedicationRequest;
import org.hl7.fhir.dstu3.model.MedicationStatement;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.Procedure;
import org.hl7.fhir.dstu3.model.ProcedureRequest;
import org.hl7.fhir.dstu3.model.Questionnaire;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse;
import org.hl7.fhir.dstu3.model.ReferralRequest;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.Specimen;
import org.hl7.fhir.dstu3.model.Task;

/**
 * What a resource tells of, and what it says.
 *
 * @param kind what it tells of
 * @param facts what it says
 */
record ResourceFacts(CodedKind kind, Facts facts) {

  /** Reads one document's resources. */
  static final class Reader {
    private final ClinicalFacts clinical;
    private final Questions questions;

    Reader(Targets targets) {
      this.clinical = new ClinicalFacts(targets);
      this.questions = new Questions(targets);
    }

    ResourceFacts of(Resource resource) {
      return switch (resource) {
        case Condition e -> is(CodedKind.PROBLEM, ClinicalFacts.of(e));
        case AllergyIntolerance e -> is(CodedKind.ALLERGY, ClinicalFacts.of(e));
        case Observation e -> is(CodedKind.OBSERVATION, ClinicalFacts.of(e));
        case MedicationStatement e -> is(CodedKind.MEDICATION, clinical.of(e));
        case MedicationRequest e -> is(CodedKind.MEDICATION, clinical.of(e));
        case Medication e -> is(CodedKind.MEDICATION, ClinicalFacts.of(e));
        case Immunization e -> is(CodedKind.IMMUNISATION, ClinicalFacts.of(e));
        case Procedure e -> is(CodedKind.PROCEDURE, ClinicalFacts.of(e));
        case FamilyMemberHistory e -> is(CodedKind.FAMILY_HISTORY, ClinicalFacts.of(e));
        case DiagnosticReport e -> is(CodedKind.TEST_RESULT, clinical.of(e));
        case Specimen e -> is(CodedKind.SPECIMEN, ClinicalFacts.of(e));
        case QuestionnaireResponse e -> is(CodedKind.QUESTIONNAIRE, questions.of(e));
        case Questionnaire e -> is(CodedKind.QUESTIONNAIRE, Questions.of(e));
        case ReferralRequest e -> is(CodedKind.REFERRAL, RequestFacts.of(e));
        case ProcedureRequest e -> is(CodedKind.TEST_REQUEST, RequestFacts.of(e));
        case Task e -> is(CodedKind.TASK, RequestFacts.of(e));
        case Consent e -> is(CodedKind.CONSENT, RequestFacts.of(e));
        case CarePlan e -> is(CodedKind.PLAN, RequestFacts.of(e));
        case Encounter e -> is(CodedKind.ENCOUNTER, RequestFacts.of(e));
        case Location e -> is(CodedKind.LOCATION, RequestFacts.of(e));
        case Device e -> is(CodedKind.DEVICE, RequestFacts.of(e));
        case DocumentReference e -> is(CodedKind.DOCUMENT_REFERENCE, RequestFacts.of(e));
        case ListResource e -> is(CodedKind.LIST, RequestFacts.of(e));
        default -> is(CodedKind.OTHER, RequestFacts.of(resource));
      };
    }

    private static ResourceFacts is(CodedKind kind, Facts facts) {
      return new ResourceFacts(kind, facts);
    }
  }

  /** The code's words, or what else tells people best what this is. */
  CodedConcept concept(String resourceType) {
    CodedConcept concept = facts.concept;
    if (!concept.display().isEmpty()) {
      return concept;
    }
    String name =
        facts.details().stream()
            .filter(
                detail ->
                    detail.label().equals("Title") || detail.label().equals("What is asked for"))
            .map(detail -> Texts.line(detail.value()))
            .findFirst()
            .orElse(kind == CodedKind.OTHER ? resourceType : kind.words());
    return new CodedConcept(concept.system(), concept.code(), name);
  }
}
