package gpcm.pds;

/**
 * Keeps calls apart, so that all who share an application's limit stay under it together.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface CallRate {
  /** As fast as one likes. */
  CallRate NONE = () -> {};

  /** Returns when the next call may be made. */
  void await() throws InterruptedException;
}
