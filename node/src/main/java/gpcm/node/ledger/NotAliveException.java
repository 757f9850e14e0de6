package gpcm.node.ledger;

/** This node is not certain to count as alive, as while its database is away: it writes nothing. */
final class NotAliveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotAliveException(String message) {
    super(message);
  }
}
