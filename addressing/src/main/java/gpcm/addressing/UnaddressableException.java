package gpcm.addressing;

/**
 * A message can't be addressed: an element that MESH routes by is missing or can't be carried. The
 * text names the element, the rule and what to do; never the value, which may identify a patient.
 */
public final class UnaddressableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String element;
  private final String rule;
  private final String remedy;

  UnaddressableException(String element, String rule, String remedy) {
    super(element + ": " + rule + ". " + remedy + ".");
    this.element = element;
    this.rule = rule;
    this.remedy = remedy;
  }

  /** The FHIR element, such as {@code Patient.name.family}. */
  public String element() {
    return element;
  }

  /** The rule that is broken, as a sentence without its full stop. */
  public String rule() {
    return rule;
  }

  /** What to do, as a sentence without its full stop. */
  public String remedy() {
    return remedy;
  }
}
