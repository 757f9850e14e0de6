package gpcm.node.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks that transactions schedule, on virtual threads, until closed. A task is a row in
 * the database: it is removed only after its handler has returned, and one that was running when
 * the process was killed runs again. So a handler must be harmless when repeated.
 *
 * <p>Task data is text or nothing. Safe for use by many threads.
 */
public final class DurableTasks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DurableTasks.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration STOP_WAIT = Duration.ofSeconds(30);

  private final Database database;
  private final Scheduler scheduler;

  /**
   * Prepares the tasks without running any.
   *
   * @param clock decides what is due
   * @param concurrency how many tasks run at a time at most
   * @param onDemand tasks that transactions schedule
   * @param recurring tasks that schedule themselves
   */
  public DurableTasks(
      Database database,
      InstantSource clock,
      int concurrency,
      List<? extends Task<?>> onDemand,
      List<? extends RecurringTask<?>> recurring) {
    this.database = database;
    this.scheduler =
        Scheduler.create(database.schedulerDataSource(), List.copyOf(onDemand))
            .startTasks(List.copyOf(recurring))
            .clock(clock::instant)
            .schedulerName(new SchedulerName.Fixed("node"))
            .serializer(new TextTaskData())
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
            .threads(concurrency)
            .executorService(
                Executors.newFixedThreadPool(
                    concurrency, Thread.ofPlatform().name("task-", 0).factory()))
            // Claims with SKIP LOCKED, in batches, never more than may run at once.
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .shutdownMaxWait(STOP_WAIT)
            .build();
  }

  /**
   * Frees what an earlier process was running when it ended, then starts. This node is the only one
   * on its database, so whatever is marked as running at this moment cannot be.
   */
  public void start() {
    int freed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        """
                        update scheduled_tasks
                        set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where picked
                        """));
    if (freed > 0) {
      LOG.info("{} tasks were running when the node last ended; they will run again", freed);
    }
    scheduler.start();
    database.whenSoleUse(scheduler::pause, this::resume);
    database.whenScheduled(scheduler::triggerCheckForDueExecutions);
  }

  private void resume() {
    scheduler.resume();
    check();
  }

  /** Whether no task is taken up, because another node may use the database. */
  boolean paused() {
    return scheduler.getSchedulerState().isPaused();
  }

  /** Looks for due tasks now instead of at the next poll; for a clock that was moved. */
  public void check() {
    scheduler.triggerCheckForDueExecutions();
  }

  /**
   * Stops taking up tasks and waits up to 30 seconds for the running ones; what then still runs is
   * interrupted.
   */
  @Override
  public void close() {
    database.whenScheduled(() -> {});
    scheduler.stop();
  }
}
