package gpcm.node.store;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of two transactions that wait for each other, the database gives one up. */
public final class Deadlocks {
  private static final Logger LOG = LoggerFactory.getLogger(Deadlocks.class);
  private static final String GIVEN_UP = "40P01";
  private static final int TRIES = 5;

  private Deadlocks() {}

  /**
   * Does a transaction again that the database gave up: nothing of it was written.
   *
   * @param work one whole transaction, which is a part of none and can be done anew from its
   *     beginning
   * @throws RuntimeException as it comes from the work; the fifth time in a row also when it is
   *     given up
   */
  public static <T> T outlive(Supplier<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        if (tries == TRIES || !isGivenUp(e)) {
          throw e;
        }
        LOG.info("two transactions waited for each other, and one is done again");
      }
    }
  }

  private static boolean isGivenUp(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return GIVEN_UP.equals(sql.getSQLState());
      }
    }
    return false;
  }
}
