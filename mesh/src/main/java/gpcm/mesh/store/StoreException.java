package gpcm.mesh.store;

/**
 * The store can't be read or written: disk full, damaged, or in use by another process. Nothing is
 * half done.
 */
public final class StoreException extends RuntimeException {
  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
