package gpcm.message;

/**
 * The names that stand on the wire: profiles, identifier systems and code systems, each as the
 * standard spells it.
 */
final class Vocabulary {
  private static final String NHS = "https://fhir.nhs.uk/STU3/StructureDefinition/";
  private static final String HL7_UK = "https://fhir.hl7.org.uk/STU3/StructureDefinition/";

  static final String UUID_PREFIX = "urn:uuid:";

  static final String MESSAGE_BUNDLE = NHS + "ITK-Message-Bundle-1";
  static final String MESSAGE_HEADER = NHS + "ITK-MessageHeader-2";
  static final String HEADER_ORGANIZATION = NHS + "CareConnect-ITK-Header-Organization-1";
  static final String DOCUMENT_BUNDLE = NHS + "ITK-Document-Bundle-1";
  static final String ATTACHMENT_BINARY = NHS + "ITK-Attachment-Binary-1";
  static final String RESPONSE_OUTCOME = NHS + "ITK-Response-OperationOutcome-1";
  static final String HANDLING = NHS + "Extension-ITK-MessageHandling-2";

  static final String NHS_NUMBER_VERIFICATION =
      HL7_UK + "Extension-CareConnect-NHSNumberVerificationStatus-1";
  static final String NHS_NUMBER_VERIFICATION_SYSTEM =
      "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1";

  static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
  static final String ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code";
  static final String SDS_USER = "https://fhir.nhs.uk/Id/sds-user-id";
  static final String RFC_4122 = "https://tools.ietf.org/html/rfc4122";
  static final String SNOMED = "http://snomed.info/sct";

  static final String EVENT_SYSTEM = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-MessageEvent-2";
  static final String SEND_DOCUMENT_EVENT = "ITK007C";
  static final String RESPONSE_EVENT = "ITK008M";

  static final String SEND_DOCUMENT_DEFINITION =
      "https://fhir.nhs.uk/STU3/MessageDefinition/ITK-GPConnectSendDocument-MessageDefinition-1";
  static final String RESPONSE_DEFINITION =
      "https://fhir.nhs.uk/STU3/MessageDefinition/ITK-Response-MessageDefinition-1";

  static final String XHTML = "http://www.w3.org/1999/xhtml";

  private Vocabulary() {}

  /** The CareConnect profile of this name. */
  static String careConnect(String name) {
    return HL7_UK + "CareConnect-" + name + "-1";
  }
}
