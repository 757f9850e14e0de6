package gpcm.node.mailbox;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a failed task again, each time after twice the wait of the time before, for ever: durable
 * work is never given up silently. Whoever needs to know is told each time.
 *
 * @param first the wait after the first failure
 * @param longest the longest wait
 * @param clock the node's clock
 * @param told hears of each failure, with the task instance and how many failures there have been
 *     in a row
 */
public record Backoff<T>(Duration first, Duration longest, InstantSource clock, Told told)
    implements FailureHandler<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);

  /** Hears of a failure. */
  @FunctionalInterface
  public interface Told {
    /**
     * The task {@code instance} has failed {@code failures} times in a row, now because of {@code
     * cause}.
     */
    void failed(String instance, int failures, Throwable cause);
  }

  @Override
  public void onFailure(ExecutionComplete complete, ExecutionOperations<T> operations) {
    int failures = complete.getExecution().consecutiveFailures + 1;
    Throwable cause =
        complete.getCause().orElseGet(() -> new IllegalStateException("no cause was given"));
    Duration wait = waitAfter(failures);
    LOG.atWarn()
        .addKeyValue("task", complete.getExecution().taskInstance.getTaskAndInstance())
        .addKeyValue("failures", failures)
        .log("{}; it runs again in {}", cause.toString(), wait);
    LOG.debug("the cause", cause);
    told.failed(complete.getExecution().taskInstance.getId(), failures, cause);
    operations.reschedule(complete, clock.instant().plus(wait));
  }

  Duration waitAfter(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
