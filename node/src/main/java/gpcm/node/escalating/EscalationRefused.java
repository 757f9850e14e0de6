package gpcm.node.escalating;

/** A document cannot be sent on as it is; nothing was stored. Its texts hold no patient data. */
public final class EscalationRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String rule;
  private final String whatToDo;

  EscalationRefused(String field, String rule, String whatToDo) {
    super((field.isEmpty() ? "" : field + ": ") + rule + ". " + whatToDo);
    this.field = field;
    this.rule = rule;
    this.whatToDo = whatToDo;
  }

  /** What is missing or wrong; empty when it is the document as a whole. */
  public String field() {
    return field;
  }

  /** The rule that is broken. */
  public String rule() {
    return rule;
  }

  /** How to mend it. */
  public String whatToDo() {
    return whatToDo;
  }
}
