package gpcm.node.ledger;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Work that the processor does, on as many threads as there are processors. Thread-safe. */
public final class InParallel implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("work-", 0).factory());

  /**
   * Does {@code work} for each of {@code inputs} and gives the results in their order. What one of
   * them throws is thrown once all are done.
   */
  public <I, O> List<O> map(List<I> inputs, Function<I, O> work) {
    if (inputs.size() == 1) {
      return List.of(work.apply(inputs.getFirst()));
    }
    List<Future<O>> running =
        inputs.stream().map(input -> threads.submit(() -> work.apply(input))).toList();
    return running.stream().map(InParallel::result).toList();
  }

  private static <O> O result(Future<O> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while working", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
