package gpcm.node.register;

/** The register cannot be asked now; the message says why, for people. */
public final class RegisterUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do, without patient data. */
  public RegisterUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, without a cause of another kind. */
  public RegisterUnavailableException(String message) {
    super(message);
  }
}
