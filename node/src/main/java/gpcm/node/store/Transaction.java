package gpcm.node.store;

import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/**
 * One open database transaction, in which state changes and the tasks they cause are committed
 * together. Belongs to the thread that runs it and is of no use after that.
 *
 * <p>Tasks are written to the scheduler's table on the transaction's own connection. The library's
 * client would do the same in two statements, of which a failing one spoils the transaction; see
 * {@link #scheduleIfAbsent}.
 */
public final class Transaction {
  private final Handle handle;
  private boolean scheduled;

  Transaction(Handle handle) {
    this.handle = handle;
  }

  /** The connection to query and update with. */
  public Handle handle() {
    return handle;
  }

  /**
   * Schedules a task to be run once the transaction is committed and {@code due} has come.
   *
   * @throws IllegalStateException when this instance is scheduled already, or running: a running
   *     one is removed at its end, and what was meant to follow it would be lost. Name each step's
   *     task instances apart
   */
  public void schedule(TaskInstance<?> task, Instant due) {
    if (!scheduleIfAbsent(task, due)) {
      throw new IllegalStateException(
          "task %s is scheduled or running already".formatted(task.getTaskAndInstance()));
    }
  }

  /**
   * As {@link #schedule}, but leaves a task that is scheduled or running as it is.
   *
   * @return whether the task was scheduled by this call
   */
  public boolean scheduleIfAbsent(TaskInstance<?> task, Instant due) {
    int inserted =
        handle
            .createUpdate(
                """
                insert into scheduled_tasks
                  (task_name, task_instance, task_data, execution_time, picked, version, priority)
                values (:name, :instance, :data, :due, false, 1, :priority)
                on conflict do nothing
                """)
            .bind("name", task.getTaskName())
            .bind("instance", task.getId())
            .bindByType("data", TextTaskData.bytes(task.getData()), byte[].class)
            .bind("due", utc(due))
            .bind("priority", task.getPriority())
            .execute();
    scheduled |= inserted == 1;
    return inserted == 1;
  }

  /**
   * Makes a waiting task due at another time.
   *
   * @return whether there was one; false when it is running or was never scheduled
   */
  public boolean reschedule(TaskInstanceId task, Instant due) {
    int updated =
        handle
            .createUpdate(
                """
                update scheduled_tasks set execution_time = :due, version = version + 1
                where task_name = :name and task_instance = :instance and not picked
                """)
            .bind("name", task.getTaskName())
            .bind("instance", task.getId())
            .bind("due", utc(due))
            .execute();
    scheduled |= updated == 1;
    return updated == 1;
  }

  /**
   * Takes a waiting task back.
   *
   * @return whether there was one; false when it is running or was never scheduled
   */
  public boolean cancel(TaskInstanceId task) {
    return handle
            .createUpdate(
                "delete from scheduled_tasks where task_name = :name and task_instance = :instance"
                    + " and not picked")
            .bind("name", task.getTaskName())
            .bind("instance", task.getId())
            .execute()
        == 1;
  }

  boolean hasScheduled() {
    return scheduled;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
