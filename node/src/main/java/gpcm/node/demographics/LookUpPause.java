package gpcm.node.demographics;

import gpcm.pds.PdsAnswer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before PDS is asked again. */
final class LookUpPause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private LookUpPause() {}

  /**
   * Longer after each attempt, and as long as PDS asks for, but never more than five minutes.
   *
   * @param attempts how many there were, 1 or more
   */
  static Duration after(PdsAnswer answer, int attempts) {
    long most = shorter(FIRST.multipliedBy(1L << Math.min(attempts - 1, 10))).toMillis();
    // Who failed together must not come back together.
    Duration own = Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    Duration wanted =
        answer instanceof PdsAnswer.Unavailable unavailable
            ? unavailable.after().orElse(Duration.ZERO)
            : Duration.ZERO;
    return shorter(wanted.compareTo(own) > 0 ? wanted : own);
  }

  private static Duration shorter(Duration pause) {
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
