package gpcm.rules.catalogue;

/** Identifier and code systems the rules name. */
final class NamingSystems {
  static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
  static final String ODS_ORGANISATION = "https://fhir.nhs.uk/Id/ods-organization-code";
  static final String ODS_SITE = "https://fhir.nhs.uk/Id/ods-site-code";
  static final String SDS_USER = "https://fhir.nhs.uk/Id/sds-user-id";
  static final String SNOMED = "http://snomed.info/sct";
  static final String UUID = "https://tools.ietf.org/html/rfc4122";
  static final String MESSAGE_EVENT = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-MessageEvent-2";
  static final String RECIPIENT_TYPE = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-RecipientType-1";
  static final String VERIFICATION_STATUS =
      "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1";
  static final String PRESCRIPTION_TYPE =
      "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-PrescriptionType-1";
  static final String PRESCRIBING_AGENCY =
      "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-MedicationPrescribingAgency-1";
  static final String CONDITION_CATEGORY = "http://hl7.org/fhir/condition-category";
  static final String DOSE_STATUS = "http://hl7.org/fhir/vaccination-protocol-dose-status";
  static final String VACCINATION_ROLE = "http://hl7.org/fhir/v2/0443";

  private NamingSystems() {}
}
