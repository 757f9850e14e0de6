package gpcm.pds;

/**
 * Keeps calls apart, so that all who share an application's limit stay under it together.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface CallRate {
  /** As fast as one likes. */
  CallRate NONE = precedence -> {};

  /** Who is let go first when several wait. */
  enum Precedence {
    /** Somebody sits at a screen, or everybody waits for it. */
    FIRST,
    /** The machine asks by itself. */
    BACKGROUND
  }

  /** Returns when the next call may be made. */
  void await(Precedence precedence) throws InterruptedException;
}
