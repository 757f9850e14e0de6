package gpcm.message;

import java.util.Optional;
import java.util.Set;

/**
 * Every code an ITK3 response may carry, as of the code system ITK-ResponseCodes-1 1.5.0: what it
 * says, which of the two acknowledgements it belongs to, and the FHIR severity and issue type it
 * travels with. Codes are matched by {@link #code()} alone; displays changed their punctuation
 * between releases.
 */
public enum ResponseCode {
  HANDLING_SPECIFICATION_ERROR(
      "10001", "Handling Specification Error", false, "fatal", "processing"),
  INFRASTRUCTURE_FLAG_ERROR(
      "10002",
      "Infrastructure Level Response Value - Processing Error",
      false,
      "fatal",
      "processing"),
  BUSINESS_FLAG_ERROR(
      "10003", "Business Level Response Value - Processing Error", false, "fatal", "processing"),
  MESSAGE_DEFINITION_ERROR(
      "10004", "Message Definition Value - Processing Error", false, "fatal", "processing"),
  MESSAGE_DEFINITION_VERSION_ERROR(
      "10005", "Message Definition Version Value - Processing Error", false, "fatal", "processing"),
  SENDER_REFERENCE_ERROR(
      "10007", "Sender Reference Value - Processing Error", false, "fatal", "processing"),
  HANDLING_RULE_ERROR(
      "10008", "Handling Specification Business Rule Error", false, "fatal", "processing"),
  UNREADABLE("10009", "Unreadable message received", false, "fatal", "processing"),
  RECIPIENT_TYPE_ERROR("10010", "Recipient Type - Processing Error", false, "fatal", "processing"),
  UNRECOGNISED_RECIPIENT_PERSON(
      "20001", "Unrecognised Recipient Person", false, "fatal", "not-found"),
  UNRECOGNISED_RECIPIENT_ORGANISATION(
      "20002", "Unrecognised Recipient Organisation", false, "fatal", "not-found"),
  UNRECOGNISED_SENDER("20003", "Unrecognised Sender", false, "fatal", "not-found"),
  ATTACHMENT_TYPE_NOT_APPROVED(
      "20004", "Non-Approved file type received as an attachment", false, "fatal", "security"),
  ATTACHMENT_TYPE_UNSUPPORTED(
      "20005", "Unsupported file type received as an attachment", false, "fatal", "security"),
  HEADER_INVALID("20006", "ITK header validation failure", false, "fatal", "invalid"),
  DUPLICATE_MESSAGE("20007", "Duplicate Message received", false, "fatal", "duplicate"),
  DUPLICATE_DOCUMENT("20008", "Duplicate Document received", false, "fatal", "duplicate"),
  PAYLOAD_INVALID("20009", "Payload validation failure", false, "fatal", "invalid"),
  UNRECOGNISED_PAYLOAD_ORGANISATION(
      "20010", "Unrecognised Payload Recipient Organisation", false, "fatal", "not-found"),
  UNRECOGNISED_PAYLOAD_PERSON(
      "20011", "Unrecognised Payload Recipient Person", false, "fatal", "not-found"),
  UNAUTHORISED_SENDER("20012", "Unauthorised Sender", false, "fatal", "security"),
  SUCCESS("20013", "Success", true, "information", "informational"),
  REPLACEMENT_FAILED(
      "20014", "Unable to Process Replacement Document", false, "fatal", "processing"),
  TOO_LARGE("20015", "Message too large", false, "fatal", "processing"),
  PATIENT_KNOWN(
      "30001",
      "Patient known here. (e.g. Patient is registered here)",
      true,
      "information",
      "informational"),
  PATIENT_UNKNOWN(
      "30002",
      "Patient not known here. (aka 'patient record not present in system')",
      false,
      "fatal",
      "not-found"),
  PATIENT_NO_LONGER_HERE(
      "30003", "Patient no longer at this clinical setting", false, "fatal", "business-rule"),
  PATIENT_RECENTLY_DECEASED(
      "30004",
      "Patient known here and recently deceased (i.e. patient record current in GP practice system"
          + " at time of patient's death and deduction subsequently occurred for this reason)",
      true,
      "information",
      "informational"),
  REFERRAL_OPEN("30005", "Referral open", true, "information", "informational"),
  REFERRAL_COMPLETED("30006", "Referral completed", true, "information", "informational"),
  REFERRAL_ESCALATED("30007", "Referral escalated back to GP", false, "warning", "informational"),
  SIGNPOSTED_TO_GP("30008", "Signposting to GP (non-urgent)", true, "information", "informational"),
  ESCALATED_TO_URGENT_CARE(
      "30009", "Clinical escalation to UTC/111/GPOOH", true, "information", "informational"),
  ESCALATED_TO_EMERGENCY(
      "30010", "Clinical escalation to A&E or 999", true, "information", "informational"),
  ADVISED_ELSEWHERE(
      "30011", "Advised to go elsewhere/self-referral", true, "information", "informational"),
  PATIENT_NOT_CONTACTABLE(
      "30012", "Unable to contact the patient", false, "warning", "informational"),
  CLOSED_NOT_NEEDED("30013", "Closure (service not needed)", true, "information", "informational"),
  CLOSED_NOT_ACCEPTED(
      "30014", "Closure (service not accepted)", false, "information", "informational"),
  CLOSED_DUPLICATE("30015", "Closure (duplicate referral)", false, "information", "duplicate"),
  REFERRAL_ACCEPTED("30016", "Referral accepted", true, "information", "informational"),
  REFERRAL_REJECTED("30017", "Referral rejected", false, "warning", "informational"),
  DID_NOT_ATTEND("30018", "Did Not Attend", false, "warning", "informational"),
  REGISTRATION_ACCEPTED(
      "30019", "GP Registration - Application accepted", true, "information", "informational"),
  REGISTRATION_PENDING(
      "30020",
      "GP Registration - Application pending (contact practice)",
      false,
      "warning",
      "informational"),
  REGISTRATION_REJECTED_ALREADY_REGISTERED(
      "30021",
      "GP Registration - Application rejected (patient already registered)",
      false,
      "warning",
      "informational"),
  REGISTRATION_REJECTED_AT_CAPACITY(
      "30022",
      "GP Registration - Application rejected (at capacity)",
      false,
      "warning",
      "informational"),
  REGISTRATION_REJECTED_OUT_OF_BOUNDARY(
      "30023",
      "GP Registration - Application rejected (out of boundary)",
      false,
      "warning",
      "informational"),
  REGISTRATION_REJECTED_REMOVED_HERE(
      "30024",
      "GP Registration - Application rejected (Previously removed from this practice)",
      false,
      "warning",
      "informational"),
  REGISTRATION_REJECTED_REMOVED_ELSEWHERE(
      "30025",
      "GP Registration - Application rejected (Previously removed from another practice)",
      false,
      "warning",
      "informational");

  /**
   * The code system of these codes, as it stands in {@code
   * OperationOutcome.issue.details.coding.system}.
   */
  public static final String SYSTEM = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-ResponseCodes-1";

  private static final Set<String> OF_HEADERS =
      Set.of(
          "invalid", "structure", "required", "value", "processing", "code-invalid", "extension");
  private static final Set<String> OF_PAYLOADS =
      Set.of("invariant", "not-supported", "business-rule");

  /**
   * Which of the two acknowledgements of a message a code belongs to; the first digit of the code
   * tells.
   */
  public enum Kind {
    /** About the message: readable, valid, not seen before (1xxxx and 2xxxx). */
    INFRASTRUCTURE,
    /** About the patient and the care (3xxxx). */
    BUSINESS;

    /**
     * The kind of any code, also one this list does not know; empty when it is not five digits from
     * 1, 2 or 3.
     */
    public static Optional<Kind> of(String code) {
      if (!code.matches("[123][0-9]{4}")) {
        return Optional.empty();
      }
      return Optional.of(code.charAt(0) == '3' ? BUSINESS : INFRASTRUCTURE);
    }
  }

  private final String code;
  private final String display;
  private final boolean positive;
  private final String severity;
  private final String issueCode;

  ResponseCode(String code, String display, boolean positive, String severity, String issueCode) {
    this.code = code;
    this.display = display;
    this.positive = positive;
    this.severity = severity;
    this.issueCode = issueCode;
  }

  /** The five digits. */
  public String code() {
    return code;
  }

  /** The text of the code system. */
  public String display() {
    return display;
  }

  /** The acknowledgement it belongs to. */
  public Kind kind() {
    return code.charAt(0) == '3' ? Kind.BUSINESS : Kind.INFRASTRUCTURE;
  }

  /**
   * Whether the sender may take the message as accepted at this level; after a negative code
   * nothing follows.
   */
  public boolean positive() {
    return positive;
  }

  /**
   * Whether it tells what became of the patient at a provider (30005 to 30018): an outcome, which
   * says that the document arrived, whether it is positive or not.
   */
  public boolean outcome() {
    return compareTo(REFERRAL_OPEN) >= 0 && compareTo(DID_NOT_ATTEND) <= 0;
  }

  /**
   * Whether it answers a request to register a patient (30019 to 30025), and so says nothing of a
   * document.
   */
  public boolean registration() {
    return compareTo(REGISTRATION_ACCEPTED) >= 0;
  }

  /** {@code OperationOutcome.issue.severity}: fatal, warning or information. */
  public String severity() {
    return severity;
  }

  /** {@code OperationOutcome.issue.code}, from FHIR's issue types. */
  public String issueCode() {
    return issueCode;
  }

  /** {@code MessageHeader.response.code}: {@code ok} or {@code fatal-error}; ITK3 uses no other. */
  public String responseCode() {
    return positive ? "ok" : "fatal-error";
  }

  /** Whether an issue's severity says the opposite of this code. */
  public boolean deniedBySeverity(String said) {
    boolean bad = said.equals("fatal") || said.equals("error");
    return positive ? bad : said.equals("information") && !severity.equals("information");
  }

  /**
   * Whether a {@code response.code} says the opposite of this code. Published samples have {@code
   * ok} beside 20014 and 20015, so that is none.
   */
  public boolean deniedByResponseCode(String said) {
    boolean good = said.equals("ok");
    boolean asPublished = this == REPLACEMENT_FAILED || this == TOO_LARGE;
    return positive ? !good : good && !asPublished;
  }

  /**
   * Whether this {@code issue.code} belongs to it. For what is wrong with a header or a payload
   * ITK3 has several.
   */
  public boolean mayGoWith(String said) {
    return switch (this) {
      case HEADER_INVALID -> OF_HEADERS.contains(said);
      case PAYLOAD_INVALID -> OF_HEADERS.contains(said) || OF_PAYLOADS.contains(said);
      default -> issueCode.equals(said);
    };
  }

  /** The code with these digits; empty for one this list does not know. */
  public static Optional<ResponseCode> of(String code) {
    for (ResponseCode candidate : values()) {
      if (candidate.code.equals(code)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
