package gpcm.message;

import java.util.Map;
import java.util.Optional;

/**
 * What the payload tables fix for one resource type: its profile, the element that names the
 * patient, and the values no sender may choose.
 *
 * @param profile the profile the requirement names
 * @param patient the element that refers to the patient; empty where the type has none
 * @param fixed elements of type code with their one value
 * @param section the title of the section that holds such entries
 * @param genericOnly whether only Generic Send has it
 */
record PayloadType(
    String profile,
    Optional<String> patient,
    Map<String, String> fixed,
    String section,
    boolean genericOnly) {

  private static final Map<String, PayloadType> TYPES =
      Map.ofEntries(
          // GPCM-SD-OC-033, -035
          common("Encounter", "subject", Map.of("status", "finished"), "Encounter"),
          // GPCM-SD-OC-041, -042, -045
          common(
              "List",
              "subject",
              Map.of("status", "current", "mode", "snapshot"),
              "Coded observations list"),
          // GPCM-SD-OC-050
          common("Observation", "subject", Map.of(), "Observations"),
          // GPCM-SD-OC-055
          common("Questionnaire", "", Map.of("status", "active"), "Questionnaire"),
          // GPCM-SD-OC-063, -064
          common(
              "QuestionnaireResponse",
              "subject",
              Map.of("status", "completed"),
              "Questionnaire response"),
          // GPCM-SD-OC-071, -072, -074
          common(
              "ReferralRequest",
              "subject",
              Map.of("status", "unknown", "intent", "order"),
              "Referral request"),
          // GPCM-SD-OC-084
          common("DocumentReference", "subject", Map.of(), "Document references"),
          // GPCM-SD-OC-092, -098
          common(
              "AllergyIntolerance",
              "patient",
              Map.of("verificationStatus", "unconfirmed"),
              "Allergies and intolerances"),
          // GPCM-SD-OC-110
          common("FamilyMemberHistory", "patient", Map.of(), "Family member history"),
          // GPCM-SD-OC-115, -120
          common("Task", "for", Map.of("status", "requested"), "Tasks"),
          // GPCM-SD-OC-131
          common("Consent", "patient", Map.of(), "Consent"),
          // GPCM-SD-OC-169
          common("Location", "", Map.of("status", "active"), "Location"),
          Map.entry(
              "Device",
              new PayloadType(
                  "https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Device-1",
                  Optional.empty(),
                  Map.of(),
                  "Devices",
                  false)),
          // GPCM-SD-GE-147 and following
          generic("Medication", "", Map.of(), "Medications"),
          generic("MedicationRequest", "subject", Map.of(), "Medication requests"),
          generic("MedicationStatement", "subject", Map.of(), "Medication statements"),
          // GPCM-SD-GE-194, -197
          generic("Immunization", "patient", Map.of("status", "completed"), "Immunisations"),
          Map.entry(
              "Condition",
              new PayloadType(
                  Vocabulary.careConnect("ProblemHeader-Condition"),
                  Optional.of("subject"),
                  Map.of(),
                  "Problems",
                  true)),
          // GPCM-SD-GE-237, -238, -240
          generic(
              "ProcedureRequest",
              "subject",
              Map.of("status", "active", "intent", "order"),
              "Procedure requests"),
          // GPCM-SD-GE-250
          generic("DiagnosticReport", "subject", Map.of(), "Diagnostic reports"),
          // GPCM-SD-GE-260
          generic("Specimen", "subject", Map.of(), "Specimens"));

  private static Map.Entry<String, PayloadType> common(
      String type, String patient, Map<String, String> fixed, String section) {
    return Map.entry(
        type,
        new PayloadType(Vocabulary.careConnect(type), Stated.text(patient), fixed, section, false));
  }

  private static Map.Entry<String, PayloadType> generic(
      String type, String patient, Map<String, String> fixed, String section) {
    return Map.entry(
        type,
        new PayloadType(Vocabulary.careConnect(type), Stated.text(patient), fixed, section, true));
  }

  /** What is fixed for this resource type; empty for one that is no part of a payload. */
  static Optional<PayloadType> of(String resourceType) {
    return Optional.ofNullable(TYPES.get(resourceType));
  }
}
