package gpcm.node.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts how calls to a service outside end, and how long they take. Thread-safe. */
public final class OutsideCalls {
  private final Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);

  /** How a call ended. A fixed few: each is a series for ever. */
  public enum Outcome {
    /** The service did what was asked, or said that it has no such thing. */
    DONE,
    /** The service, or what stands before it, refused it, and would do so again. */
    REFUSED,
    /** The service was too busy or broken to do it now. */
    BUSY,
    /** There was no answer, or none that can be read. */
    UNANSWERED
  }

  OutsideCalls(MeterRegistry registry, String name, String description) {
    // All at once, so that a rule has something to look at before the first call.
    for (Outcome outcome : Outcome.values()) {
      timers.put(
          outcome,
          Timer.builder(name)
              .description(description)
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /**
   * A call ended.
   *
   * @param took from the call to its answer or its failure
   */
  public void ended(Outcome outcome, Duration took) {
    timers.get(outcome).record(took);
  }
}
