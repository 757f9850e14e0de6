package gpcm.node.metrics;

import gpcm.node.ledger.LaneRounds;
import gpcm.node.people.Extent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of one reading, what may be told by organisation. It is made for that reading alone, so that
 * nothing of what one caller is shown is left for the next.
 */
final class OneReading implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Extent extent;
  private final Instant now;

  OneReading(Extent extent, Instant now) {
    this.extent = extent;
    this.now = now;
  }

  /** Takes what the database says; {@code figures} are of the same extent. */
  OneReading with(Figures figures) {
    new DatabaseSeries(registry).show(figures);
    return this;
  }

  /** Takes what the lanes of the node have done. */
  OneReading with(LaneRounds rounds) {
    new Series(
            registry,
            "gpcm.mailbox.poll.age.seconds",
            "How long ago this node last emptied the organisation's mailbox")
        .are("organisation", rounds.polls(extent), this::age);
    Map<String, Double> ages = new TreeMap<>();
    rounds
        .lanes(extent)
        .forEach(
            (lane, standing) -> {
              count("gpcm.lane.rounds", lane, standing.rounds());
              count("gpcm.lane.failures", lane, standing.failures());
              standing.last().ifPresent(last -> ages.put(lane, age(last)));
            });
    new Series(registry, "gpcm.lane.last.round.age.seconds", "How long ago a round last ended well")
        .are("lane", ages, Double::doubleValue);
    return this;
  }

  private void count(String name, String lane, long count) {
    Counter.builder(name)
        .description("Rounds of the node's lanes")
        .tag("lane", lane)
        .register(registry)
        .increment((double) count);
  }

  private double age(Instant at) {
    return Duration.between(at, now).toMillis() / 1000.0;
  }

  /** As Prometheus reads it. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
