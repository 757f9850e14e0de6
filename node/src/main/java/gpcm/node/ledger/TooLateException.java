package gpcm.node.ledger;

/** The database has answered when whoever asked did not wait any more; nothing was done. */
public final class TooLateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooLateException() {
    super("the database took longer than whoever asked waits for it");
  }
}
