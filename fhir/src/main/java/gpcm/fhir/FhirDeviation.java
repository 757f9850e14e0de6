package gpcm.fhir;

/**
 * Something in the source that the FHIR standard has otherwise, and that could be read all the
 * same.
 *
 * @param kind what it is
 * @param path where, such as {@code Bundle.entry[2].resource.entry[0].resource.type}; indices count
 *     from 0
 * @param found what stands there; may hold a value of the source
 * @param expected what the standard expects
 * @param line line in the source from 1; 0 when not known
 * @param column column in the source from 1; 0 when not known
 */
public record FhirDeviation(
    Kind kind, String path, String found, String expected, int line, int column) {

  /** What the readers can meet. */
  public enum Kind {
    /** Elements stand in another order than the FHIR schema has. */
    ELEMENT_ORDER,
    /** An element or attribute FHIR STU3 does not have here; it was not taken into the model. */
    UNKNOWN_ELEMENT,
    /** A resource type FHIR STU3 does not have; it was not taken into the model. */
    UNKNOWN_RESOURCE,
    /** A value that is none of its type; the model keeps the text. */
    INVALID_VALUE,
    /** An element with neither value nor children. */
    EMPTY_ELEMENT,
    /** Text between elements where FHIR has none; it was not taken into the model. */
    STRAY_TEXT,
    /** Binary.content is not base64; the attachment was not taken in. */
    INVALID_BASE64,
    /** Binary.content holds no bytes; no attachment was taken in. */
    EMPTY_CONTENT
  }
}
