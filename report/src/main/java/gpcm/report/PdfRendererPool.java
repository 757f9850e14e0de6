package gpcm.report;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A renderer for each processor: laying out a page is pure computing, so more at a time would only
 * cost memory. Thread-safe.
 */
final class PdfRendererPool {
  private final Semaphore permits = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Queue<PdfRenderer> idle = new ConcurrentLinkedQueue<>();

  interface Job {
    void run(PdfRenderer renderer) throws IOException;
  }

  /** Runs a job on a renderer of its own, waiting for one when all are busy. */
  void run(Job job) throws IOException {
    permits.acquireUninterruptibly();
    try {
      PdfRenderer renderer = idle.poll();
      if (renderer == null) {
        renderer = new PdfRenderer();
      }
      job.run(renderer);
      // A renderer that failed half-way is not used again.
      idle.add(renderer);
    } finally {
      permits.release();
    }
  }
}
