package gpcm.audit.note;

/** A note, a key or a proof that is not what it should be; the message says what and why. */
public final class NoteException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NoteException(String message) {
    super(message);
  }

  NoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
