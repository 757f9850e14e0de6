package gpcm.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often the database is asked for figures. */
class KeptFiguresTest {
  private static final Figures KNOWN =
      new Figures(true, List.of(), List.of(), Map.of(), Map.of("nodes-alive", 1.0));

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger readings = new AtomicInteger();

  private KeptFigures reading(Duration takes) {
    return new KeptFigures(
        () -> {
          readings.incrementAndGet();
          pass(takes);
          return KNOWN;
        },
        now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void theyAreReadAtMostEveryFifteenSeconds() {
    KeptFigures figures = reading(Duration.ZERO);

    assertThat(figures.get()).isEqualTo(KNOWN);
    pass(Duration.ofMillis(14_999));
    assertThat(figures.get()).isEqualTo(KNOWN);
    assertThat(readings).hasValue(1);
    pass(Duration.ofMillis(1));
    assertThat(figures.get()).isEqualTo(KNOWN);
    assertThat(readings).hasValue(2);
  }

  @Test
  void whatTakesLongIsReadLessOften() {
    KeptFigures figures = reading(Duration.ofSeconds(2));

    assertThat(figures.get()).isEqualTo(KNOWN);
    pass(Duration.ofSeconds(39));
    assertThat(figures.get()).isEqualTo(KNOWN);
    assertThat(readings).hasValue(1);
    pass(Duration.ofSeconds(1));
    assertThat(figures.get()).isEqualTo(KNOWN);
    assertThat(readings).hasValue(2);
  }

  @Test
  void whoAsksMeanwhileGetsTheSameAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    KeptFigures figures =
        new KeptFigures(
            () -> {
              readings.incrementAndGet();
              try {
                asked.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return KNOWN;
            },
            now::get);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Figures>> answers =
          Stream.generate(() -> callers.submit((Callable<Figures>) figures::get))
              .limit(20)
              .toList();
      Thread.sleep(Duration.ofMillis(100));
      asked.countDown();
      for (Future<Figures> answer : answers) {
        assertThat(answer.get()).isEqualTo(KNOWN);
      }
    }
    assertThat(readings).hasValue(1);
  }

  @Test
  void whatCannotBeReadIsNotKnownAndIsReadAgain() {
    AtomicInteger tries = new AtomicInteger();
    KeptFigures figures =
        new KeptFigures(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
              }
              return KNOWN;
            },
            now::get);

    assertThat(figures.get().readable()).isFalse();
    assertThat(figures.get()).isEqualTo(KNOWN);
  }
}
