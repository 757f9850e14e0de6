package gpcm.node.confirming;

/** A confirmation cannot be given, refused or taken back, or what it gives cannot be fetched. */
public final class RefusedConfirmation extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** There is none that they see. */
    NOT_THERE,
    /** It does not wait any more. */
    OVER,
    /** Who asked cannot be the second person. */
    SAME_PERSON,
    /** The second person has to have just signed in. */
    SIGN_IN_AGAIN,
    /** Who asked may not do it any more. */
    ASKER_MAY_NOT,
    /** What it gives cannot be fetched, or not any more. */
    NOT_FETCHABLE
  }

  private final Reason reason;

  RefusedConfirmation(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why not. */
  public Reason reason() {
    return reason;
  }
}
