package gpcm.audit.fhir;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import java.util.Optional;

/**
 * Which kind of AuditEvent an entry becomes.
 *
 * @param kind how agents and entities stand to each other
 * @param type of the event
 * @param subtype of the event
 * @param action C, R, U, D or E
 */
record Shape(Kind kind, Code type, Code subtype, String action) {

  /** How agents and entities stand to each other, and what the profile is called. */
  enum Kind {
    READ("Read"),
    QUERY("Query"),
    CREATE("Create"),
    UPDATE("Update"),
    DELETE("Delete"),
    DISCLOSED("PrivacyDisclosure.Source"),
    RECEIVED("PrivacyDisclosure.Recipient"),
    PLAIN("");

    private final String name;

    Kind(String name) {
      this.name = name;
    }

    boolean disclosure() {
      return this == DISCLOSED || this == RECEIVED;
    }

    /** The profile that such an event meets; empty where there is none without a patient. */
    Optional<String> profile(boolean patient) {
      if (this == PLAIN || (disclosure() && !patient)) {
        return Optional.empty();
      }
      return Optional.of(
          "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
              + (patient && !disclosure() ? "Patient" : "")
              + name);
    }
  }

  private static final Code REST =
      Code.terminology("audit-event-type", "rest", "RESTful Operation");
  private static final Code DISCLOSE =
      Code.terminology("iso-21089-lifecycle", "disclose", "Disclose Record Lifecycle Event");
  private static final Code SECURITY_ALERT = Code.dicom("110113", "Security Alert");
  private static final Code AUTHENTICATION = Code.dicom("110114", "User Authentication");
  private static final Code APPLICATION = Code.dicom("110100", "Application Activity");
  private static final Code RESTRICTED = Code.dicom("110132", "Use of Restricted Function");

  static Shape of(AuditEntry entry) {
    Action action = entry.action();
    if (entry.outcome().kind() == Outcome.Kind.REFUSED && !isSignIn(action)) {
      return plain(SECURITY_ALERT, RESTRICTED, "E");
    }
    return switch (action) {
      case DOCUMENT_OPENED, ATTACHMENT_OPENED, ALERT_SEEN, MESSAGE_SEEN ->
          rest(Kind.READ, "read", "R");
      case LIST_SEEN, PATIENT_SEARCHED, LOOKED_UP_ON_PDS -> rest(Kind.QUERY, "search-type", "E");
      case FILED, IMAGE_FILED, SUBMITTED, ESCALATED, BUILT, ALERT_RAISED ->
          rest(Kind.CREATE, "create", "C");
      case SYSTEM_EXPORTED -> plain(APPLICATION, Code.dicom("110106", "Export"), "R");
      case TRIED, SYSTEM_CHECKED -> plain(REST, Code.interaction("operation"), "E");
      case ERASED -> rest(Kind.DELETE, "delete", "D");
      case PRINTED, DOWNLOADED, MESSAGE_TAKEN_OUT, HANDED_OVER, POSTED ->
          new Shape(Kind.DISCLOSED, Code.dicom("110106", "Export"), DISCLOSE, "R");
      case RECEIVED -> new Shape(Kind.RECEIVED, Code.dicom("110107", "Import"), DISCLOSE, "C");
      case SIGN_IN_DONE, SIGN_IN_REFUSED, SIGN_IN_STEPPED_UP ->
          plain(AUTHENTICATION, Code.dicom("110122", "Login"), "E");
      case SIGN_IN_ENDED -> plain(AUTHENTICATION, Code.dicom("110123", "Logout"), "E");
      case NODE_STARTED -> plain(APPLICATION, Code.dicom("110120", "Application Start"), "E");
      case NODE_STOPPED -> plain(APPLICATION, Code.dicom("110121", "Application Stop"), "E");
      case ACCESS_REFUSED -> plain(SECURITY_ALERT, RESTRICTED, "E");
      case OVERRIDDEN ->
          plain(SECURITY_ALERT, Code.dicom("110127", "Emergency Override Started"), "E");
      case ROLE_GIVEN, ROLE_TAKEN ->
          plain(SECURITY_ALERT, Code.dicom("110136", "Security Roles Changed"), "U");
      case ACCOUNT_SHUT, ACCOUNT_OPENED ->
          plain(SECURITY_ALERT, Code.dicom("110137", "User security Attributes Changed"), "U");
      case SESSIONS_ENDED -> plain(AUTHENTICATION, Code.dicom("110123", "Logout"), "E");
      case KEY_CHANGED, LINK_MADE, PASSWORD_CHANGED ->
          plain(SECURITY_ALERT, Code.dicom("110129", "Security Configuration"), "U");
      case CONFIGURATION_CHANGED, CHANNEL_PAUSED, CHANNEL_RESUMED, LIVE_SWITCHED ->
          plain(SECURITY_ALERT, Code.dicom("110131", "Software Configuration"), "U");
      case CLOCK_FAULT, INTEGRITY_FAULT, WITNESS_REFUSED -> plain(SECURITY_ALERT, RESTRICTED, "E");
      case AUDIT_READ, AUDIT_EXPORTED, AUDIT_VERIFIED, CHECKPOINT_PUBLISHED ->
          plain(Code.dicom("110101", "Audit Log Used"), Code.interaction("read"), "R");
      default -> rest(Kind.UPDATE, "update", "U");
    };
  }

  private static boolean isSignIn(Action action) {
    return switch (action) {
      case SIGN_IN_DONE, SIGN_IN_REFUSED, SIGN_IN_STEPPED_UP, SIGN_IN_ENDED -> true;
      default -> false;
    };
  }

  private static Shape rest(Kind kind, String interaction, String action) {
    return new Shape(kind, REST, Code.interaction(interaction), action);
  }

  private static Shape plain(Code type, Code subtype, String action) {
    return new Shape(Kind.PLAIN, type, subtype, action);
  }
}
