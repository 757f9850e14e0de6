package gpcm.node.people;

import java.time.Duration;

/**
 * How long a session lasts.
 *
 * @param idle without any request
 * @param absolute since signing in, whatever happens
 * @param warning how long before its end people are asked whether to go on
 */
public record SessionLimits(Duration idle, Duration absolute, Duration warning) {
  /** 15 minutes idle, 12 hours in all, and a warning 2 minutes before. */
  public static final SessionLimits USUAL =
      new SessionLimits(Duration.ofMinutes(15), Duration.ofHours(12), Duration.ofMinutes(2));

  /**
   * @throws IllegalArgumentException when one is not positive, or the warning is not shorter than
   *     the idle limit
   */
  public SessionLimits {
    if (!idle.isPositive() || !absolute.isPositive() || !warning.isPositive()) {
      throw new IllegalArgumentException("a session's limits must be longer than nothing");
    }
    if (warning.compareTo(idle) >= 0) {
      throw new IllegalArgumentException("the warning must come within the idle limit");
    }
  }
}
