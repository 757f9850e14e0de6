package gpcm.message;

/** A message that cannot be put on the wire as it is; says what is wrong and what to do. */
public final class UnwritableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnwritableMessageException(String what) {
    super(what);
  }
}
