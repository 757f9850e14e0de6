package gpcm.node.content;

/**
 * Stored content is missing or no longer what was stored, and none of it may be shown or sent. The
 * message says what is lost and what to do.
 */
public abstract sealed class ContentException extends RuntimeException
    permits DamagedContentException, MissingContentException, RemovedContentException {
  private final ContentHash hash;

  ContentException(ContentHash hash, String message, Throwable cause) {
    super(message, cause);
    this.hash = hash;
  }

  /** Which content. */
  public ContentHash hash() {
    return hash;
  }
}
