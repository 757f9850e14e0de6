package gpcm.node.sending;

/**
 * A consultation that is well formed by itself, but that this node cannot send as it was handed in.
 * Nothing was stored.
 *
 * <p>{@link #field()} is a JSON pointer into the consultation, or the name of the part of the
 * request.
 */
public final class SubmissionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String rule;
  private final String whatToDo;

  SubmissionRefused(String field, String rule, String whatToDo) {
    super(field + ": " + rule + ". " + whatToDo);
    this.field = field;
    this.rule = rule;
    this.whatToDo = whatToDo;
  }

  /** What is wrong: a JSON pointer such as {@code /organisation/odsCode}, or a part's name. */
  public String field() {
    return field;
  }

  /** The rule that is broken; holds no patient data. */
  public String rule() {
    return rule;
  }

  /** How to mend it. */
  public String whatToDo() {
    return whatToDo;
  }
}
