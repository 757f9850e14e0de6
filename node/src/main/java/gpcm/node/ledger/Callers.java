package gpcm.node.ledger;

import java.time.Duration;

/**
 * Which threads answer somebody who waits for it, and until when. What they ask of the ledger is
 * done by then, or never: whoever asked has been told that it was not, and may have done it another
 * way. All other threads wait for the database without end. Thread-safe.
 */
public final class Callers {
  private final ThreadLocal<Long> until = new ThreadLocal<>();

  /** From now on this thread answers somebody, who waits as long as this. */
  public void begin(Duration most) {
    until.set(System.nanoTime() + most.toNanos());
  }

  /** This thread has answered. */
  public void end() {
    until.remove();
  }

  /** Whether nobody waits any more for what this thread does. */
  boolean isOver() {
    Long end = until.get();
    return end != null && System.nanoTime() - end > 0;
  }

  /**
   * Before something is committed.
   *
   * @throws TooLateException when nobody waits for it any more
   */
  void requireTime() {
    if (isOver()) {
      throw new TooLateException();
    }
  }
}
