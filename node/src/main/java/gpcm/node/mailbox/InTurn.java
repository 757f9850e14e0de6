package gpcm.node.mailbox;

import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Tasks that may have to wait for others: a document that replaces another must not overtake it. A
 * task whose turn has not come looks again in a second.
 */
public final class InTurn {
  private static final Duration WAIT = Duration.ofSeconds(1);

  private InTurn() {}

  /**
   * A task that is done once its step says so.
   *
   * @param onFailure what happens when the step throws
   * @param step is handed the task instance's id, and says whether its turn had come
   */
  public static Task<Void> task(
      String name, FailureHandler<Void> onFailure, InstantSource clock, Predicate<UUID> step) {
    return Tasks.custom(name, Void.class)
        .onFailure(onFailure)
        .execute(
            (instance, context) ->
                step.test(UUID.fromString(instance.getId()))
                    ? new OnCompleteRemove<>()
                    : (complete, operations) ->
                        operations.reschedule(complete, clock.instant().plus(WAIT)));
  }
}
