package gpcm.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a server process and has it started again when it ends without having been told to. */
final class ServerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What is watched. */
  interface Watched {
    /** The running server process; empty when there is none. */
    Optional<ProcessHandle> process();

    /**
     * Starts the server again, at the same address.
     *
     * @throws PostgresException when that fails
     */
    void startAgain();
  }

  private final Watched watched;
  private final RestartLimit limit;
  private final PostgresListener listener;
  private final Thread thread;
  private final CompletableFuture<Object> closing = new CompletableFuture<>();

  ServerWatch(Watched watched, RestartLimit limit, PostgresListener listener) {
    this.watched = watched;
    this.limit = limit;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("bundled-postgres-watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        Optional<ProcessHandle> process = watched.process();
        if (process.isPresent()) {
          waitForTheEndOf(process.get());
        }
      } while (!closing.isDone() && mend());
    } catch (InterruptedException e) {
      LOG.debug("no longer watching the bundled PostgreSQL", e);
    }
  }

  private void waitForTheEndOf(ProcessHandle process) throws InterruptedException {
    CompletableFuture<Object> end = CompletableFuture.anyOf(process.onExit(), closing);
    while (!end.isDone() && ServerProcess.isAlive(process)) {
      pause(end, LOOK);
    }
  }

  private static void pause(CompletableFuture<?> orUntil, Duration time)
      throws InterruptedException {
    try {
      orUntil.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.trace("nothing happened within {}", time);
    } catch (ExecutionException e) {
      throw new IllegalStateException("watching the bundled PostgreSQL failed", e);
    }
  }

  /** Whether the server runs again. */
  private boolean mend() throws InterruptedException {
    String what = "the bundled PostgreSQL has ended by itself";
    while (!limit.reachedBy(System.nanoTime())) {
      LOG.warn("{}; starting it again", what);
      tell(() -> listener.ended("the database server was gone and is being started again"));
      try {
        watched.startAgain();
        LOG.warn("the bundled PostgreSQL runs again; what was committed is there");
        tell(() -> listener.startedAgain("the database server runs again"));
        return true;
      } catch (PostgresException e) {
        LOG.error("the bundled PostgreSQL could not be started again", e);
        what = "the bundled PostgreSQL could not be started: " + e.getMessage();
        pause(closing, PAUSE);
        if (closing.isDone()) {
          return false;
        }
      }
    }
    String reason =
        "the bundled PostgreSQL ended %s and is not started again. Last: %s. Its log is postgresql.log in the folder postgres of the data folder"
            .formatted(limit, what);
    LOG.error(reason);
    tell(() -> listener.givenUp(reason));
    return false;
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a listener failed; the bundled PostgreSQL is looked after all the same", e);
    }
  }

  /** Stops watching; returns when no start is going on any more. */
  @Override
  public void close() {
    closing.complete(this);
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
