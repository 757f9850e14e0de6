package gpcm.message;

import gpcm.fhir.FhirDeviation;

/**
 * Something the reader met in the source that a strict reading forbids. Tolerated findings and
 * faults have this one shape; which of the two it is, {@link ReadMessage#tolerated()} and {@link
 * ReadMessage#faults()} tell.
 *
 * @param kind what it is
 * @param path where, such as {@code Bundle.entry[2].resource.entry[0].resource.type}; indices count
 *     from 0
 * @param found what stands there; may hold a value of the message, so it belongs into no response
 *     and no log above DEBUG
 * @param expected what the standard expects
 * @param line line in the source from 1; 0 when not known
 * @param column column in the source from 1; 0 when not known
 */
public record SourceFinding(
    Kind kind, String path, String found, String expected, int line, int column) {

  /** What the codec met, as the requirements see it. */
  static SourceFinding of(FhirDeviation met) {
    Kind kind =
        switch (met.kind()) {
          case ELEMENT_ORDER -> Kind.ELEMENT_ORDER;
          case UNKNOWN_ELEMENT -> Kind.UNKNOWN_ELEMENT;
          case UNKNOWN_RESOURCE -> Kind.UNKNOWN_RESOURCE;
          case INVALID_VALUE, EMPTY_CONTENT -> Kind.INVALID_VALUE;
          case EMPTY_ELEMENT -> Kind.EMPTY_ELEMENT;
          case STRAY_TEXT -> Kind.STRAY_TEXT;
          case INVALID_BASE64 -> Kind.INVALID_BASE64;
        };
    boolean attachment =
        met.kind() == FhirDeviation.Kind.INVALID_BASE64
            || met.kind() == FhirDeviation.Kind.EMPTY_CONTENT;
    String expected = attachment ? met.expected() + " (GPCM-SD-021)" : met.expected();
    return new SourceFinding(kind, met.path(), met.found(), expected, met.line(), met.column());
  }

  /**
   * What the reader can meet. The first group can be tolerated (see {@link Tolerances}), the second
   * never is.
   */
  public enum Kind {
    /**
     * LocalExtension is one of the other published spellings of its use case, or names another one
     * than the type does.
     */
    LOCAL_EXTENSION_SPELLING(true),
    /** Composition.title differs in upper and lower case. */
    TITLE_CASE(true),
    /** The primary document is not the first section's first entry. */
    PRIMARY_NOT_FIRST(true),
    /** Two entries share one fullUrl; references resolve by type. */
    SHARED_FULL_URL(true),
    /** Elements stand in another order than the FHIR schema has. */
    ELEMENT_ORDER(true),
    /** A profile the release notes name where the requirement names another. */
    PROFILE_SPELLING(true),
    /** The NHS number's check digit is wrong: the patient is then simply not known here. */
    NHS_NUMBER_CHECK_DIGIT(true),
    /**
     * The summary line in Composition.text has stray spaces, unfilled placeholders, other letter
     * case or an NHS number in groups.
     */
    SUMMARY_LINE(true),
    /**
     * The custodian of an online consultation has another ODS code than the header's sender, as in
     * the published example; of any other document it is a fault.
     */
    CUSTODIAN_NOT_SENDER(true),

    /** An element or attribute FHIR STU3 does not have here; it was not taken into the model. */
    UNKNOWN_ELEMENT(false),
    /** A resource type FHIR STU3 does not have; it was not taken into the model. */
    UNKNOWN_RESOURCE(false),
    /** A value that is none of its type; the model keeps the text. */
    INVALID_VALUE(false),
    /** An element with neither value nor children. */
    EMPTY_ELEMENT(false),
    /** Text between elements where FHIR has none; it was not taken into the model. */
    STRAY_TEXT(false),
    /** Binary.content is not base64; the attachment was not taken in (GPCM-SD-021). */
    INVALID_BASE64(false),
    /** MessageHeader is not the first entry. */
    HEADER_NOT_FIRST(false);

    private final boolean tolerable;

    Kind(boolean tolerable) {
      this.tolerable = tolerable;
    }

    /** Whether a tolerance exists for it at all. */
    public boolean tolerable() {
      return tolerable;
    }
  }
}
