package gpcm.exchange;

import java.time.Duration;

/**
 * How patiently things are waited for and tried again.
 *
 * @param infrastructureDeadline after how long without an infrastructure acknowledgement a person
 *     is told (GPCM-SD-035)
 * @param businessDeadline the same for the business acknowledgement
 * @param providerDeadline the same at a provider other than the registered practice, which may
 *     answer with its decision only
 * @param retryFirst the wait after a first failure; doubled at each further one
 * @param retryLongest the longest wait between two attempts
 * @param replacementPatience how long a received replacement waits for what arrived before it
 * @param holdFirst for how long a mailbox is left alone after MESH refused it; doubled each time
 * @param holdLongest the longest such pause
 * @param confirmationReminder after how long without a word from anybody a person is told that a
 *     document waits to be confirmed (GPCM-SD-CS-074)
 * @param heldReminder after how long a person is told again that a document is held
 */
public record Pace(
    Duration infrastructureDeadline,
    Duration businessDeadline,
    Duration providerDeadline,
    Duration retryFirst,
    Duration retryLongest,
    Duration replacementPatience,
    Duration holdFirst,
    Duration holdLongest,
    Duration confirmationReminder,
    Duration heldReminder) {

  /** How many failures in a row a person need not know of. */
  public static final int FAILURES_UNTOLD = 4;

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
