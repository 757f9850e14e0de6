package gpcm.consultation;

/**
 * A value breaks its own rule. The message names the kind of value, the rule and what to do, and
 * never repeats the value itself, because it may identify a patient.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String rule;
  private final String remedy;

  /**
   * @param what the kind of value, such as {@code NHS number}
   * @param rule the rule that is broken, as a sentence without its full stop
   * @param remedy what the person or system that supplied the value should do
   */
  public InvalidValueException(String what, String rule, String remedy) {
    super(what + ": " + rule + ". " + remedy + ".");
    this.rule = what + " " + rule;
    this.remedy = remedy;
  }

  /** The rule that is broken. */
  public String rule() {
    return rule;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
