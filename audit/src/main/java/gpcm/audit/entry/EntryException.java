package gpcm.audit.entry;

/** An entry that cannot be read or written; the message says which part and why. */
public final class EntryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  EntryException(String message) {
    super(message);
  }

  EntryException(String message, Throwable cause) {
    super(message, cause);
  }
}
