package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
class DurableTasksTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final InstantSource clock = time::get;
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();
  private final OneTimeTask<String> task =
      Tasks.oneTime("note", String.class)
          .execute((instance, context) -> ran.add(instance.getId() + "=" + instance.getData()));

  @Test
  void runsWhatACommittedTransactionScheduled(Database database) {
    try (DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(task), List.of())) {
      tasks.start();
      database.useTransaction(
          transaction -> transaction.schedule(task.instance("a", "text é"), NOW));
      await().untilAsserted(() -> assertThat(ran).containsExactly("a=text é"));
    }
  }

  @Test
  void aRollbackTakesTheScheduledTaskWithIt(Database database) {
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    transaction -> {
                      transaction.schedule(task.instance("a", "x"), NOW);
                      assertThat(scheduled(transaction)).isEqualTo(1);
                      throw new IllegalStateException("the state change failed");
                    }))
        .hasMessage("the state change failed");
    assertThat(database.<Integer, RuntimeException>inTransaction(DurableTasksTest::scheduled))
        .isZero();
  }

  @Test
  void aTaskWaitsForItsTimeByTheInjectedClock(Database database) {
    try (DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(task), List.of())) {
      tasks.start();
      database.useTransaction(
          transaction -> {
            transaction.schedule(task.instance("tomorrow", "x"), NOW.plus(Duration.ofDays(1)));
            transaction.schedule(task.instance("now", "x"), NOW);
          });
      await().untilAsserted(() -> assertThat(ran).containsExactly("now=x"));
      time.set(NOW.plus(Duration.ofDays(1)));
      tasks.check();
      await().untilAsserted(() -> assertThat(ran).containsExactly("now=x", "tomorrow=x"));
    }
  }

  @Test
  void workPausesWhileAnotherNodeMayUseTheDatabase(Database database) {
    try (DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(task), List.of())) {
      tasks.start();
      Handle other = database.jdbi().open();
      try (other) {
        assertThat(
                other
                    .createQuery(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where application_name = 'gpcm sole use'"
                            + " and datname = current_database()")
                    .mapTo(Boolean.class)
                    .list())
            .containsExactly(true);
        other.execute("select pg_advisory_lock(1735418733)");
        await().until(tasks::paused);
        database.useTransaction(
            transaction -> transaction.schedule(task.instance("meanwhile", "x"), NOW));
        tasks.check();
        assertThat(ran).isEmpty();
        other.execute("select pg_advisory_unlock(1735418733)");
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(ran).containsExactly("meanwhile=x"));
    }
  }

  @Test
  void scheduledTwiceIsRefusedAndRollsBack(Database database) {
    database.useTransaction(transaction -> transaction.schedule(task.instance("a", "1"), NOW));
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    transaction -> {
                      transaction.schedule(task.instance("b", "1"), NOW);
                      transaction.schedule(task.instance("a", "2"), NOW);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scheduled or running already");
    boolean again =
        database.<Boolean, RuntimeException>inTransaction(
            transaction -> transaction.scheduleIfAbsent(task.instance("a", "3"), NOW));
    assertThat(again).isFalse();
    assertThat(database.<Integer, RuntimeException>inTransaction(DurableTasksTest::scheduled))
        .isEqualTo(1);
  }

  @Test
  void aWaitingTaskIsMovedAndTakenBack(Database database) {
    Instant later = NOW.plus(Duration.ofHours(3));
    database.useTransaction(
        transaction -> {
          transaction.schedule(task.instance("moved", "x"), later);
          transaction.schedule(task.instance("taken back", "x"), NOW);
          assertThat(transaction.reschedule(task.instance("moved"), NOW)).isTrue();
          assertThat(transaction.cancel(task.instance("taken back"))).isTrue();
          assertThat(transaction.cancel(task.instance("never there"))).isFalse();
        });
    try (DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(task), List.of())) {
      tasks.start();
      await().untilAsserted(() -> assertThat(ran).containsExactly("moved=x"));
    }
  }

  @Test
  void onlyTextIsTaskData(Database database) {
    OneTimeTask<Integer> number =
        Tasks.oneTime("number", Integer.class).execute((instance, context) -> {});
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    transaction -> transaction.schedule(number.instance("a", 1), NOW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("task data is text");
  }

  @Test
  void aTaskThatWasRunningWhenTheProcessWasKilledRunsAgain(Database database) {
    database.useTransaction(transaction -> transaction.schedule(task.instance("a", "x"), NOW));
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "update scheduled_tasks set picked = true, picked_by = 'node', last_heartbeat ="
                        + " ?",
                    NOW.atOffset(java.time.ZoneOffset.UTC)));
    try (DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(task), List.of())) {
      tasks.start();
      await().untilAsserted(() -> assertThat(ran).containsExactly("a=x"));
    }
  }

  @Test
  void closingWaitsForWhatIsRunning(Database database) throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    OneTimeTask<Void> slow =
        Tasks.oneTime("slow")
            .execute(
                (instance, context) -> {
                  began.countDown();
                  try {
                    mayEnd.await();
                    ran.add("ended");
                  } catch (InterruptedException e) {
                    ran.add("interrupted");
                  }
                });
    DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(slow), List.of());
    tasks.start();
    database.useTransaction(transaction -> transaction.schedule(slow.instance("a"), NOW));
    began.await();
    Thread closing = Thread.ofVirtual().start(tasks::close);
    mayEnd.countDown();
    closing.join();
    assertThat(ran).containsExactly("ended");
    assertThat(database.<Integer, RuntimeException>inTransaction(DurableTasksTest::scheduled))
        .isZero();
  }

  @Test
  void aThousandTasksRunOnceEachAndNoneIsLeft(Database database) {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    OneTimeTask<Void> counted =
        Tasks.oneTime("counted")
            .execute(
                (instance, context) -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  ran.add(instance.getId());
                  running.decrementAndGet();
                });
    try (DurableTasks tasks = new DurableTasks(database, clock, 4, List.of(counted), List.of())) {
      tasks.start();
      for (int i = 0; i < 10; i++) {
        int batch = i;
        database.useTransaction(
            transaction -> {
              for (int j = 0; j < 100; j++) {
                transaction.schedule(counted.instance(batch + "-" + j), NOW);
              }
            });
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  database.<Integer, RuntimeException>inTransaction(DurableTasksTest::scheduled)
                      == 0);
    }
    assertThat(ran).hasSize(1000).doesNotHaveDuplicates();
    assertThat(most.get()).isLessThanOrEqualTo(4);
  }

  private static int scheduled(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("select count(*) from scheduled_tasks")
        .mapTo(Integer.class)
        .one();
  }
}
