package gpcm.node.viewing;

import gpcm.node.viewing.Shown.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The processes that draw: no more than a number of them at once, started when they are needed and
 * ended when nobody looks at anything, or when one of them did not answer. Thread-safe.
 */
final class DrawingLines implements AutoCloseable {
  private final ViewingLimits limits;
  private final Semaphore turns;
  private final Semaphore places;
  private final Deque<DrawingLine> free = new ArrayDeque<>();
  private final Set<DrawingLine> busy = new HashSet<>();
  private long uses;
  private boolean closed;

  DrawingLines(ViewingLimits limits) {
    this.limits = limits;
    this.turns = new Semaphore(limits.atOnce(), true);
    this.places = new Semaphore(limits.atOnce() + limits.waiting());
  }

  /**
   * Draws a page when it is its turn.
   *
   * @param drawing made when the turn has come
   */
  Shown draw(Supplier<Drawing> drawing) {
    if (!places.tryAcquire()) {
      return new Shown.Nothing(Reason.BUSY);
    }
    try {
      if (!turns.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Shown.Nothing(Reason.BUSY);
      }
      try {
        return drawInTurn(drawing.get());
      } finally {
        turns.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Shown.Nothing(Reason.BUSY);
    } finally {
      places.release();
    }
  }

  private Shown drawInTurn(Drawing drawing) {
    DrawingLine line = taken();
    try {
      return line.draw(drawing, limits.drawing());
    } finally {
      giveBack(line);
    }
  }

  private synchronized DrawingLine taken() {
    if (closed) {
      throw new IllegalStateException("the node is stopping, and draws no more pages");
    }
    uses++;
    DrawingLine line = free.poll();
    while (line != null && !line.isOpen()) {
      line = free.poll();
    }
    DrawingLine taken = line == null ? DrawingLine.open(limits.megabytes()) : line;
    busy.add(taken);
    return taken;
  }

  private synchronized void giveBack(DrawingLine line) {
    busy.remove(line);
    if (closed || !line.isOpen()) {
      line.close();
      return;
    }
    free.push(line);
    long now = uses;
    Executor later =
        CompletableFuture.delayedExecutor(limits.idle().toMillis(), TimeUnit.MILLISECONDS);
    later.execute(() -> endUnused(now));
  }

  private synchronized void endUnused(long since) {
    if (uses == since) {
      free.forEach(DrawingLine::close);
      free.clear();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    busy.forEach(DrawingLine::close);
    free.forEach(DrawingLine::close);
    free.clear();
  }
}
