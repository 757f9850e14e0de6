package gpcm.mesh.store;

/**
 * The store can't be read or written: disk full, damaged, or in use by another process. Nothing is
 * half done.
 */
public final class MessageStoreException extends RuntimeException {
  /** Says what can't be done and what to do about it. */
  public MessageStoreException(String message) {
    super(message);
  }

  /** The same, with its cause. */
  public MessageStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
