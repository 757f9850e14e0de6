package gpcm.node.receiving;

/** Nothing is to be decided about a document; the message says why, for people. */
public final class NotOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotOpenException(String message) {
    super(message);
  }
}
