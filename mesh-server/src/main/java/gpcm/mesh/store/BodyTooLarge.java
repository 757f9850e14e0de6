package gpcm.mesh.store;

/** A body has more bytes than the limit; nothing of it is kept. */
public final class BodyTooLarge extends RuntimeException {
  BodyTooLarge(long limit) {
    super("The body has more than the " + limit + " bytes that are allowed");
  }
}
