package gpcm.postgres;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often a server may end by itself within some time before it is given up. */
final class RestartLimit {
  private final int ends;
  private final Duration within;
  private final Deque<Long> recent = new ArrayDeque<>();

  RestartLimit(int ends, Duration within) {
    this.ends = ends;
    this.within = within;
  }

  /**
   * Counts an end, or an attempt to start that failed.
   *
   * @param now nanoseconds of a clock that only goes forward
   * @return whether that was one too many
   */
  boolean reachedBy(long now) {
    recent.addLast(now);
    while (now - recent.getFirst() > within.toNanos()) {
      recent.removeFirst();
    }
    return recent.size() >= ends;
  }

  @Override
  public String toString() {
    return "%d times within %d seconds".formatted(ends, within.toSeconds());
  }
}
