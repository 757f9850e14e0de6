package gpcm.node.store;

/**
 * Stored content is missing or no longer what was stored. Never to be shown or sent in that state.
 */
public final class ContentException extends RuntimeException {

  ContentException(String message) {
    super(message);
  }

  ContentException(String message, Throwable cause) {
    super(message, cause);
  }
}
