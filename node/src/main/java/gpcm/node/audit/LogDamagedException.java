package gpcm.node.audit;

/** The log in the database is not what was sealed; the message says where it is seen. */
final class LogDamagedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogDamagedException(String message) {
    super(message);
  }
}
