package gpcm.node.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that are read at most every 15 seconds, however often and by however many they are asked
 * for, and less often when reading them takes long: one part in twenty of the time at most. One
 * reading at a time, so that a database that hangs costs one connection. Thread-safe.
 */
final class KeptFigures {
  private static final Logger LOG = LoggerFactory.getLogger(KeptFigures.class);
  static final Duration KEPT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SHARE = 20;

  private final Supplier<Figures> reading;
  private final LongSupplier nanoTime;
  private final AtomicReference<CompletableFuture<Read>> running = new AtomicReference<>();
  private volatile Read last;

  private record Read(Figures figures, long until) {}

  KeptFigures(Supplier<Figures> reading, LongSupplier nanoTime) {
    this.reading = reading;
    this.nanoTime = nanoTime;
    this.last = new Read(Figures.NONE, nanoTime.getAsLong());
  }

  /** The last ones; those that say that nothing is known while the database does not answer. */
  Figures get() {
    Read known = last;
    if (nanoTime.getAsLong() - known.until < 0) {
      return known.figures;
    }
    try {
      return asked().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).figures;
    } catch (TimeoutException e) {
      return Figures.NONE;
    } catch (ExecutionException e) {
      LOG.debug("the figures of the database cannot be read", e);
      return Figures.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Figures.NONE;
    }
  }

  private CompletableFuture<Read> asked() {
    CompletableFuture<Read> mine = new CompletableFuture<>();
    CompletableFuture<Read> other = running.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    Thread.ofVirtual().name("figures").start(() -> read(mine));
    return mine;
  }

  private void read(CompletableFuture<Read> answer) {
    try {
      long start = nanoTime.getAsLong();
      Figures figures = reading.get();
      long end = nanoTime.getAsLong();
      Read read = new Read(figures, end + Math.max(KEPT.toNanos(), (end - start) * SHARE));
      last = read;
      running.set(null);
      answer.complete(read);
    } catch (RuntimeException e) {
      running.set(null);
      answer.completeExceptionally(e);
    }
  }
}
