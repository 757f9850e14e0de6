package gpcm.node;

import gpcm.node.store.Database;
import gpcm.node.web.Health;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the database whether it is there. One question at a time: who asks meanwhile gets the same
 * answer, so that impatient callers do not take the connections that the work needs. Thread-safe.
 */
final class DatabaseHealth implements Health {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final AtomicReference<CompletableFuture<Void>> asked = new AtomicReference<>();

  DatabaseHealth(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> trouble() {
    try {
      question().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(
          "the database has not answered for %d seconds: look at its server and its log"
              .formatted(PATIENCE.toSeconds()));
    } catch (ExecutionException e) {
      return Optional.of(
          "the database does not answer (%s): look at its server and its log"
              .formatted(e.getCause().getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the node is stopping");
    }
  }

  private CompletableFuture<Void> question() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = asked.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    Thread.ofVirtual().name("health").start(() -> ask(mine));
    return mine;
  }

  private void ask(CompletableFuture<Void> answer) {
    try {
      database.jdbi().useHandle(handle -> handle.execute("select 1"));
      asked.set(null);
      answer.complete(null);
    } catch (RuntimeException e) {
      asked.set(null);
      answer.completeExceptionally(e);
    }
  }
}
