package gpcm.message.coded;

/**
 * A code as it was sent; nothing of it is looked up.
 *
 * @param system the URI of its code system; empty when only words were sent
 * @param code the code; empty when only words were sent
 * @param display what it means, in the sender's words
 */
public record CodedConcept(String system, String code, String display) {
  /** Nothing coded and nothing said. */
  public static final CodedConcept NONE = new CodedConcept("", "", "");

  /** The URI of SNOMED CT. */
  public static final String SNOMED = "http://snomed.info/sct";
}
