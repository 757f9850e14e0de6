package gpcm.node.metrics;

import gpcm.node.journal.AlertSeverity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What {@link Figures} hold, as series. */
final class DatabaseSeries {
  private final Map<Series, ToDoubleFunction<Work>> work = new LinkedHashMap<>();
  private final Map<Series, String> singles = new LinkedHashMap<>();
  private final Series alerts;
  private final Series refused;
  private final Series readable;

  DatabaseSeries(MeterRegistry registry) {
    work.put(
        new Series(registry, "gpcm.work.open", "What is not at an end yet, by state"), Work::open);
    work.put(new Series(registry, "gpcm.work.due", "What of it could be done now"), Work::due);
    work.put(
        new Series(registry, "gpcm.work.late", "What of it has been due for over a minute"),
        Work::late);
    work.put(
        new Series(registry, "gpcm.work.stuck", "What of it has failed again and again"),
        Work::stuck);
    work.put(
        new Series(registry, "gpcm.work.oldest.seconds", "How long ago the oldest of it came"),
        Work::oldest);
    alerts = new Series(registry, "gpcm.alerts.open", "Alerts that nobody has closed yet");
    refused = new Series(registry, "gpcm.mailbox.refused", "1 while MESH refuses the mailbox");
    readable = new Series(registry, "gpcm.database.up", "1 while the database answers this node");
    singles.put(
        new Series(registry, "gpcm.nodes.alive", "Nodes that work with this database"),
        "nodes-alive");
    singles.put(
        new Series(registry, "gpcm.database.size.bytes", "What the database takes on its disk"),
        "database-size");
    singles.put(
        new Series(registry, "gpcm.content.bytes", "What messages and attachments take of it"),
        "content-size");
    singles.put(
        new Series(
            registry,
            "gpcm.database.oldest.transaction.seconds",
            "How long the oldest transaction has run"),
        "oldest-transaction");
    singles.put(
        new Series(
            registry,
            "gpcm.audit.checkpoint.age.seconds",
            "How long ago the audit log was last sealed"),
        "checkpoint-age");
  }

  void show(Figures figures) {
    readable.is(Optional.of(figures.readable() ? 1.0 : 0.0));
    work.forEach((series, value) -> series.are(figures.work(), DatabaseSeries::labels, value));
    alerts.are(
        figures.alerts(),
        each -> Tags.of("organisation", each.organisation(), "severity", severity(each.severity())),
        Figures.OpenAlerts::count);
    refused.are("organisation", figures.refused(), Double::doubleValue);
    singles.forEach((series, name) -> series.is(Optional.ofNullable(figures.single().get(name))));
  }

  private static Tags labels(Work work) {
    return Tags.of("work", work.work(), "organisation", work.organisation(), "state", work.state());
  }

  private static String severity(int row) {
    return Arrays.stream(AlertSeverity.values())
        .filter(each -> each.row() == row)
        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .findFirst()
        .orElse("unknown");
  }
}
