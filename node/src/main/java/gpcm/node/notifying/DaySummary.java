package gpcm.node.notifying;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.AlertOutcome;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What became of an organisation's work in a day, in numbers.
 *
 * @param sent how many documents were handed in, by how far they have come
 * @param received how many were received
 * @param closed how many alerts were closed, by what came of them
 * @param open how many alerts are open, by how soon somebody has to act
 * @param taken how many of these somebody deals with
 */
record DaySummary(
    Map<String, Long> sent,
    long received,
    Map<String, Long> closed,
    Map<String, Long> open,
    long taken) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String COUNTS =
      """
      select 'sent' as what, replace(state, '-', ' ') as word, count(*) as n from document
        where organisation = :organisation and accepted_at >= :from and accepted_at < :until group by state
      union all select 'received', '', count(*) from worklist_entry
        where organisation = :organisation and received_at >= :from and received_at < :until
      union all select 'closed', coalesce(outcome, 'mended by itself'), count(*) from alert
        where organisation = :organisation and resolved_at >= :from and resolved_at < :until group by outcome
      union all select 'open', severity::text, count(*) from alert
        where organisation = :organisation and resolved_at is null group by severity
      union all select 'taken', '', count(*) from alert
        where organisation = :organisation and resolved_at is null and handled_at is not null
      order by what, word
      """;

  static DaySummary of(Handle handle, String organisation, Instant until) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    handle
        .createQuery(COUNTS)
        .bind("organisation", organisation)
        .bind("from", Moment.column(until.minus(DAY)))
        .bind("until", Moment.column(until))
        .map(
            (row, context) ->
                counts
                    .computeIfAbsent(row.getString("what"), unused -> new LinkedHashMap<>())
                    .put(word(row.getString("what"), row.getString("word")), row.getLong("n")))
        .list();
    return new DaySummary(
        counts.getOrDefault("sent", Map.of()),
        total(counts.getOrDefault("received", Map.of())),
        counts.getOrDefault("closed", Map.of()),
        counts.getOrDefault("open", Map.of()),
        total(counts.getOrDefault("taken", Map.of())));
  }

  private static String word(String what, String word) {
    return switch (what) {
      case "open" -> AlertSeverity.ofRow(Integer.parseInt(word)).words();
      case "closed" -> AlertOutcome.of(word).map(AlertOutcome::words).orElse(word);
      default -> word;
    };
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  String text() {
    return """
    Documents handed in to be sent: %s
    Documents received: %s
    Alerts closed: %s
    Alerts open now: %s; somebody deals with %s of them
    """
        .formatted(words(sent), number(received), words(closed), words(open), number(taken));
  }

  private static String words(Map<String, Long> counts) {
    StringBuilder words = new StringBuilder(number(total(counts)));
    String between = " (";
    for (Map.Entry<String, Long> each : counts.entrySet()) {
      words.append(between).append(each.getKey()).append(": ").append(number(each.getValue()));
      between = ", ";
    }
    return words.append(counts.isEmpty() ? "" : ")").toString();
  }

  static String number(long n) {
    return String.format(Locale.UK, "%,d", n);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    sent.forEach(json.putObject("sent")::put);
    json.put("received", received);
    closed.forEach(json.putObject("alertsClosed")::put);
    open.forEach(json.putObject("alertsOpen")::put);
    return json.put("alertsTaken", taken);
  }
}
