package gpcm.exchange;

import java.time.Duration;
import java.util.Map;

/**
 * How patiently things are waited for and tried again.
 *
 * @param deadlines how long documents wait before a person is told or something else is done
 * @param retryFirst the wait after a first failure; doubled at each further one
 * @param retryLongest the longest wait between two attempts
 * @param replacementPatience how long a received replacement waits for what arrived before it
 * @param holdFirst for how long a mailbox is left alone after MESH refused it; doubled each time
 * @param holdLongest the longest such pause
 */
public record Pace(
    Deadlines deadlines,
    Duration retryFirst,
    Duration retryLongest,
    Duration replacementPatience,
    Duration holdFirst,
    Duration holdLongest) {

  /** How many failures in a row a person need not know of. */
  public static final int FAILURES_UNTOLD = 4;

  /** The same for everything. */
  public static Pace each(Duration time) {
    return new Pace(Deadlines.each(time), time, time, time, time, time);
  }

  /** How long a document waits for something. */
  public Duration of(Deadline deadline) {
    return deadlines.of(deadline);
  }

  /** The same with an organisation's own deadlines. */
  public Pace but(Map<Deadline, Duration> own) {
    return own.isEmpty()
        ? this
        : new Pace(
            deadlines.but(own),
            retryFirst,
            retryLongest,
            replacementPatience,
            holdFirst,
            holdLongest);
  }

  /** How long to wait after {@code failures} failures in a row, 1 or more. */
  public Duration retryAfter(int failures) {
    return doubled(retryFirst, retryLongest, failures);
  }

  /** How long to leave a mailbox alone after {@code refusals} refusals in a row, 1 or more. */
  public Duration holdAfter(int refusals) {
    return doubled(holdFirst, holdLongest, refusals);
  }

  private static Duration doubled(Duration first, Duration longest, int times) {
    Duration wait = first.multipliedBy(1L << Math.clamp(times - 1L, 0, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
