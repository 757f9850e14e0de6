package gpcm.node.metrics;

import gpcm.node.ledger.LaneRounds;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.PoolUse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The figures of a node, in the text form of Prometheus. What is counted here is this node's; what
 * is read from the database is the same from every node that works with it. docs/operations.md says
 * what each means. Thread-safe.
 */
public final class NodeMetrics implements AutoCloseable {
  private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final ReentrantLock scraping = new ReentrantLock();
  private final OutsideCalls mesh =
      new OutsideCalls(registry, "gpcm.mesh.calls", "Calls to MESH by how they ended");
  private final OutsideCalls pds =
      new OutsideCalls(registry, "gpcm.pds.calls", "Calls to PDS by how they ended");
  private final Map<String, Supplier<Optional<Instant>>> certificates = new ConcurrentHashMap<>();
  private final DatabaseSeries database = new DatabaseSeries(registry);
  private final Series connections =
      new Series(registry, "gpcm.database.connections", "This node's connections, by what they do");
  private final Series mostConnections =
      new Series(registry, "gpcm.database.connections.max", "How many it opens at most");
  private final Series polled =
      new Series(
          registry,
          "gpcm.mailbox.poll.age.seconds",
          "How long ago this node last emptied the organisation's mailbox");
  private final Series lastRound =
      new Series(
          registry, "gpcm.lane.last.round.age.seconds", "How long ago a round last ended well");
  private final Series daysLeft =
      new Series(registry, "gpcm.certificate.left.days", "For how long a certificate is good");

  /** Starts to count. */
  public NodeMetrics() {
    for (MeterBinder binder :
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics(),
            collections)) {
      binder.bindTo(registry);
    }
  }

  /** Hears how calls to MESH end. */
  public OutsideCalls mesh() {
    return mesh;
  }

  /** Hears how calls to PDS end. */
  public OutsideCalls pds() {
    return pds;
  }

  /**
   * Watches a certificate.
   *
   * @param use what it is for, in one word, such as {@code web}
   * @param expires when; empty while that is not known
   */
  public void certificate(String use, Supplier<Optional<Instant>> expires) {
    certificates.put(use, expires);
  }

  /** Until when the certificates are good of which that is known, by what they are for. */
  public Map<String, Instant> certificates() {
    Map<String, Instant> known = new TreeMap<>();
    certificates.forEach((use, expires) -> expires.get().ifPresent(at -> known.put(use, at)));
    return known;
  }

  /** Gives what is known of a node's work, as text for Prometheus; answers within seconds. */
  public Supplier<String> of(Ledger ledger) {
    KeptFigures figures =
        new KeptFigures(
            new DatabaseFigures(ledger.database().unflushed(), ledger.clock())::read,
            System::nanoTime);
    return () -> scrape(ledger, figures.get());
  }

  private String scrape(Ledger ledger, Figures figures) {
    Instant now = ledger.clock().instant();
    List<PoolUse> pools = ledger.database().pools();
    Map<String, Double> left = new TreeMap<>();
    certificates.forEach(
        (use, expires) ->
            expires.get().ifPresent(at -> left.put(use, seconds(now, at) / SECONDS_OF_A_DAY)));
    // Rows are replaced before they are written out.
    scraping.lock();
    try {
      database.show(figures);
      connections.are(
          pools.stream().flatMap(pool -> pool.uses().stream()).toList(),
          use -> Tags.of("pool", use.pool(), "use", use.use()),
          PoolUse.Use::connections);
      mostConnections.are(pools, pool -> Tags.of("pool", pool.name()), PoolUse::most);
      polled.are("organisation", ledger.rounds().polls(), at -> seconds(at, now));
      lanes(ledger.rounds(), now);
      daysLeft.are("certificate", left, Double::doubleValue);
      return registry.scrape();
    } finally {
      scraping.unlock();
    }
  }

  private void lanes(LaneRounds rounds, Instant now) {
    Map<String, LaneRounds.Standing> lanes = rounds.lanes();
    Map<String, Double> ages = new TreeMap<>();
    lanes.forEach(
        (name, standing) -> {
          counter("gpcm.lane.rounds", name, () -> rounds.lanes().get(name).rounds());
          counter("gpcm.lane.failures", name, () -> rounds.lanes().get(name).failures());
          standing.last().ifPresent(last -> ages.put(name, seconds(last, now)));
        });
    lastRound.are("lane", ages, Double::doubleValue);
  }

  private void counter(String name, String lane, Supplier<Long> count) {
    FunctionCounter.builder(name, count, each -> each.get().doubleValue())
        .description("Rounds of the node's lanes")
        .tag("lane", lane)
        .register(registry);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
