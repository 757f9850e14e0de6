package gpcm.node.sending;

/**
 * Whether a document may be sent cannot be said now, through a fault of this program and none of
 * the document: nothing is stored, and it may be handed in again as it is.
 */
public final class NotCheckable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCheckable(String why) {
    super(
        why
            + ". Nothing is wrong with the document as far as is known, and nothing was stored."
            + " Hand it in again later; the people who run this node have been told");
  }
}
