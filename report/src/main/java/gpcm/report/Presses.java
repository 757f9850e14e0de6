package gpcm.report;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A press for each processor: setting a page is pure computing, so more at a time would only cost
 * memory. Thread-safe.
 */
final class Presses {
  private final Semaphore permits = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Queue<Press> idle = new ConcurrentLinkedQueue<>();

  interface Job {
    void run(Press press) throws IOException;
  }

  /** Runs a job on a press of its own, waiting for one when all are busy. */
  void run(Job job) throws IOException {
    permits.acquireUninterruptibly();
    try {
      Press press = idle.poll();
      if (press == null) {
        press = new Press();
      }
      job.run(press);
      // A press that failed half-way is not used again.
      idle.add(press);
    } finally {
      permits.release();
    }
  }
}
