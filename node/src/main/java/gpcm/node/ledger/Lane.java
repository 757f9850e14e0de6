package gpcm.node.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one kind of work, round after round: at once while there is more, otherwise
 * when it is told to, or after a while. What one lane waits for holds up no other. A round that
 * fails is logged and tried again, each time after a longer pause. Thread-safe.
 */
public final class Lane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final String name;
  private final Duration idle;
  private final BooleanSupplier round;
  private final LaneRounds rounds;
  private final Semaphore told = new Semaphore(0);
  private final Thread thread;
  private volatile boolean open = true;

  private Lane(String name, Duration idle, BooleanSupplier round, LaneRounds rounds) {
    this.name = name;
    this.rounds = rounds;
    this.idle = idle;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /**
   * Starts a lane.
   *
   * @param idle how long to wait when there is nothing to do and nobody tells
   * @param round does what is due; true when there may be more
   */
  public static Lane start(String name, Duration idle, BooleanSupplier round) {
    return start(name, idle, round, new LaneRounds(InstantSource.system()));
  }

  /** The same; its rounds are counted. */
  static Lane start(String name, Duration idle, BooleanSupplier round, LaneRounds rounds) {
    Lane lane = new Lane(name, idle, round, rounds);
    lane.thread.start();
    return lane;
  }

  /** There is something to do. */
  public void tell() {
    if (told.availablePermits() == 0) {
      told.release();
    }
  }

  private void run() {
    int failures = 0;
    LaneRounds.Count count = rounds.of(name);
    while (open) {
      boolean more = false;
      try {
        more = round.getAsBoolean();
        failures = 0;
        count.ended(rounds.now());
      } catch (RuntimeException e) {
        failures++;
        count.failed();
        LOG.atWarn()
            .addKeyValue("lane", name)
            .log("this round failed and goes on: {}", Outages.cause(e));
        LOG.debug("the cause", e);
      }
      if (!more && open) {
        await(failures == 0 ? idle : pause(failures));
      }
    }
  }

  private Duration pause(int failures) {
    Duration pause = Duration.ofMillis(200).multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  private void await(Duration longest) {
    try {
      if (told.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        told.drainPermits();
      }
    } catch (InterruptedException e) {
      open = false;
    }
  }

  /** No new round begins. */
  public void stop() {
    open = false;
    tell();
  }

  /** Waits for the round that runs, 30 seconds at most, and interrupts it then. */
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(Duration.ofSeconds(30))) {
        LOG.atWarn().addKeyValue("lane", name).log("it does not end and is interrupted");
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
