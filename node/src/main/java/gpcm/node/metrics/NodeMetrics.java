package gpcm.node.metrics;

import gpcm.node.ledger.Ledger;
import gpcm.node.people.Extent;
import gpcm.node.store.PoolUse;
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
import java.util.function.Function;
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
  private final Series connections =
      new Series(registry, "gpcm.database.connections", "This node's connections, by what they do");
  private final Series mostConnections =
      new Series(registry, "gpcm.database.connections.max", "How many it opens at most");
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

  /**
   * Gives what is known of a node's work, as text for Prometheus; answers within seconds. Of what
   * is told by organisation it gives what belongs to the extent that is asked for.
   */
  public Function<Extent, String> of(Ledger ledger) {
    DatabaseFigures read = new DatabaseFigures(ledger.database().unflushed(), ledger.clock());
    Map<Extent, KeptFigures> kept = new ConcurrentHashMap<>();
    return extent ->
        scrape(
            ledger,
            extent,
            kept.computeIfAbsent(
                    extent, each -> new KeptFigures(() -> read.read(each), System::nanoTime))
                .get());
  }

  private String scrape(Ledger ledger, Extent extent, Figures figures) {
    Instant now = ledger.clock().instant();
    String head =
        extent
            .organisation()
            .map(
                only ->
                    "# What is told by organisation is told of %s alone. The rest is of the node, or of all that its database holds.\n"
                        .formatted(only))
            .orElse("");
    try (OneReading reading = new OneReading(extent, now).with(figures).with(ledger.rounds())) {
      return head + ofNode(ledger, now) + reading.text();
    }
  }

  private String ofNode(Ledger ledger, Instant now) {
    List<PoolUse> pools = ledger.database().pools();
    Map<String, Double> left = new TreeMap<>();
    certificates.forEach(
        (use, expires) ->
            expires.get().ifPresent(at -> left.put(use, seconds(now, at) / SECONDS_OF_A_DAY)));
    // Rows are replaced before they are written out.
    scraping.lock();
    try {
      connections.are(
          pools.stream().flatMap(pool -> pool.uses().stream()).toList(),
          use -> Tags.of("pool", use.pool(), "use", use.use()),
          PoolUse.Use::connections);
      mostConnections.are(pools, pool -> Tags.of("pool", pool.name()), PoolUse::most);
      daysLeft.are("certificate", left, Double::doubleValue);
      return registry.scrape();
    } finally {
      scraping.unlock();
    }
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
