package gpcm.node.audit;

import gpcm.audit.note.SignedNote;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One place that checkpoints go to, in its own time: the newest one each interval, if there is one
 * that it has not had. What failed is tried again sooner. Belongs to one thread.
 */
final class Outlet {
  private static final Duration AGAIN = Duration.ofMinutes(10);

  /** How a checkpoint gets there. */
  interface Way {
    void send(SignedNote checkpoint) throws IOException;
  }

  private final String name;
  private final Duration interval;
  private final Way way;
  private Optional<SignedNote> waiting = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private Instant next = Instant.EPOCH;

  /**
   * @param name for a sentence about what failed
   */
  Outlet(String name, Duration interval, Way way) {
    this.name = name;
    this.interval = interval;
    this.way = way;
  }

  void offer(SignedNote newest) {
    waiting = Optional.of(newest);
  }

  /**
   * Sends what waits when its time has come.
   *
   * @return whether it was tried
   */
  boolean send(Instant now) {
    if (waiting.isEmpty() || now.isBefore(next)) {
      return false;
    }
    try {
      way.send(waiting.get());
      waiting = Optional.empty();
      failure = Optional.empty();
      next = now.plus(interval);
    } catch (IOException e) {
      failure = Optional.of(name + ": " + e.getMessage());
      next = now.plus(interval.compareTo(AGAIN) < 0 ? interval : AGAIN);
    }
    return true;
  }

  /** Why the last try failed; empty when it did not. */
  Optional<String> failure() {
    return failure;
  }
}
