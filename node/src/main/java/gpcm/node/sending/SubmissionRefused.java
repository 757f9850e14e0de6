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

  /** What kind of refusal it is; each is a problem type of the API. */
  public enum Reason {
    /** Something in the consultation or its files. */
    CONTENT,
    /** The idempotency key was used before for another consultation. */
    KEY_REUSED,
    /** This version of the encounter was handed in before, and stands. */
    VERSION_TAKEN,
    /** The version does not follow those of the encounter that were handed in before. */
    VERSION,
    /** What it says it replaces cannot be replaced by it. */
    REPLACEMENT,
    /** By its organisation's own rules it is not to be sent. */
    NOT_WANTED
  }

  private final Reason reason;
  private final String field;
  private final String rule;
  private final String whatToDo;

  SubmissionRefused(String field, String rule, String whatToDo) {
    this(Reason.CONTENT, field, rule, whatToDo);
  }

  SubmissionRefused(Reason reason, String field, String rule, String whatToDo) {
    super(field + ": " + rule + ". " + whatToDo);
    this.reason = reason;
    this.field = field;
    this.rule = rule;
    this.whatToDo = whatToDo;
  }

  /** Of what kind it is. */
  public Reason reason() {
    return reason;
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
