package gpcm.message;

import java.util.Optional;

/**
 * The errors that HAPI's validator reports of a right message, reviewed here and nowhere else, so
 * that they can be shown as known and anything beside them fails. It reads STU3 through its R4
 * model. The official sample responses of ITK3 give the first two kinds too.
 */
public enum KnownFalseError {
  /** The two bundle profiles of ITK3 have elements that the R4 model takes for others. */
  PROFILE_ELEMENT(
      "This element is not allowed by the profile"
          + " https://fhir\\.nhs\\.uk/STU3/StructureDefinition/ITK-(Message|Document)-Bundle-1.*",
      "the validator reads STU3 through R4 and takes the profile's elements for others"),
  /** A document has its date in Bundle.timestamp in R4 and in Bundle.meta.lastUpdated here. */
  DOCUMENT_DATE(
      ".*A document must have a date.*",
      "the validator asks for Bundle.timestamp, which FHIR STU3 does not have"),
  /** GPCM-SD-GE-155 names a code that the published code system and value set lack. */
  HANDWRITTEN_PRESCRIPTION(
      "(?=.*CareConnect-PrescriptionType-1).*acute-handwritten.*",
      "GPCM-SD-GE-155 names acute-handwritten, which the published code system and value set"
          + " lack");

  private final String form;
  private final String reason;

  KnownFalseError(String form, String reason) {
    this.form = form;
    this.reason = reason;
  }

  /** Why it is false, for people. */
  public String reason() {
    return reason;
  }

  /**
   * The kind a validator's text is of.
   *
   * @param text what the validator says
   * @return empty for every other error
   */
  public static Optional<KnownFalseError> in(String text) {
    for (KnownFalseError known : values()) {
      if (text.matches("(?s)" + known.form)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
