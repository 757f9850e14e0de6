package gpcm.mesh;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how patiently an idempotent call is repeated. The pause before retry k is random
 * between half of and the whole of {@code firstPause * 2^(k-1)}, at most {@code longestPause}, so
 * that many clients don't come back together. When a busy server asks for more in {@code
 * Retry-After}, it gets that, up to {@code longestPause}.
 *
 * @param retries how many repetitions after the first try; 0 for none
 * @param firstPause the pause before the first repetition
 * @param longestPause no pause is longer
 */
public record RetryPolicy(int retries, Duration firstPause, Duration longestPause) {
  public RetryPolicy {
    if (retries < 0 || firstPause.isNegative() || longestPause.isNegative()) {
      throw new IllegalArgumentException("Retries and pauses can't be negative");
    }
  }

  /** Three repetitions, 0.5 s, 1 s and 2 s apart, as the official client does. */
  public static RetryPolicy standard() {
    return new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  /** As patient as this one, with so many repetitions. */
  public RetryPolicy withRetries(int number) {
    return new RetryPolicy(number, firstPause, longestPause);
  }

  /** No repetition. */
  public static RetryPolicy none() {
    return new RetryPolicy(0, Duration.ZERO, Duration.ZERO);
  }

  /**
   * The seconds that a busy server asks to be left alone for in {@code Retry-After}, at most {@code
   * longestPause}; zero when it asks for none or gives a date.
   *
   * @param retryAfter empty text when there is no such header
   */
  Duration asked(String retryAfter) {
    String text = retryAfter.strip();
    if (!text.matches("[0-9]{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text));
    return asked.compareTo(longestPause) > 0 ? longestPause : asked;
  }

  Duration pauseBefore(int retry) {
    long whole =
        Math.min(longestPause.toMillis(), firstPause.toMillis() << Math.min(20, retry - 1));
    return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }
}
