package gpcm.node.ledger;

/** A newer build has changed the tables: this node must not write to them any more. */
public final class SupersededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SupersededException(String reason) {
    super(reason);
  }
}
