package gpcm.node.web;

import gpcm.node.desk.Hours;
import gpcm.node.desk.MessageHour;
import gpcm.node.desk.Queue;
import gpcm.node.desk.QueueHour;
import gpcm.node.people.Extent;
import gpcm.node.web.Stretch.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What went through the system and how long it waited, as charts and as the same in numbers.
 *
 * @param stretch how far back they look
 * @param messages what was sent and received
 * @param waiting how old the oldest message was that was ready to be sent
 * @param rows the numbers, the newest first
 */
record SystemCharts(Stretch stretch, Chart messages, Chart waiting, List<Row> rows) {
  SystemCharts {
    rows = List.copyOf(rows);
  }

  /**
   * The numbers of one slot.
   *
   * @param most the most that waited at once; empty when nobody looked
   * @param oldest how long the oldest of that had waited
   */
  record Row(
      String name, long sent, long received, Optional<Long> most, Optional<Duration> oldest) {
    /** How long the oldest had waited, in words. */
    String waited() {
      return most.map(
              count -> count == 0 ? "Nothing waited" : Display.duration(oldest.orElseThrow()))
          .orElse("Not known");
    }
  }

  static SystemCharts of(Hours hours, Extent extent, Duration limit, Stretch stretch, Instant now) {
    List<Slot> slots = stretch.slots(now);
    Instant from = slots.getFirst().from();
    List<MessageHour> messages = hours.messages(extent, from);
    List<QueueHour> ready = hours.queue(extent, Queue.READY, from);
    List<Row> rows = slots.stream().map(slot -> row(slot, messages, ready)).toList();
    return new SystemCharts(
        stretch,
        messages(stretch, slots, rows),
        waiting(stretch, slots, rows, limit),
        rows.reversed());
  }

  private static Row row(Slot slot, List<MessageHour> messages, List<QueueHour> ready) {
    List<MessageHour> counted = messages.stream().filter(each -> slot.has(each.hour())).toList();
    List<QueueHour> looked = ready.stream().filter(each -> slot.has(each.hour())).toList();
    return new Row(
        slot.name(),
        counted.stream().mapToLong(MessageHour::sent).sum(),
        counted.stream().mapToLong(MessageHour::received).sum(),
        looked.stream().map(QueueHour::deepest).max(Long::compare),
        looked.stream().map(QueueHour::oldest).max(Duration::compareTo));
  }

  private static Chart messages(Stretch stretch, List<Slot> slots, List<Row> rows) {
    return Chart.bars(
        "Messages %s, %s".formatted(stretch.part(), stretch.words()),
        "Sent: %s Received: %s".formatted(shape(rows, Row::sent), shape(rows, Row::received)),
        "Messages",
        slots,
        rows.stream().mapToLong(Row::sent).toArray(),
        rows.stream().mapToLong(Row::received).toArray());
  }

  private static String shape(List<Row> rows, Function<Row, Long> value) {
    long all = rows.stream().mapToLong(value::apply).sum();
    if (all == 0) {
      return "none.";
    }
    Row most = rows.getFirst();
    for (Row row : rows) {
      most = value.apply(row) > value.apply(most) ? row : most;
    }
    return "%d in all, most of them (%d) from %s.".formatted(all, value.apply(most), most.name());
  }

  private static Chart waiting(Stretch stretch, List<Slot> slots, List<Row> rows, Duration limit) {
    Duration longest =
        rows.stream().flatMap(row -> row.oldest().stream()).max(Duration::compareTo).orElse(limit);
    Unit unit = Unit.of(longest.compareTo(limit) > 0 ? longest : limit);
    List<OptionalDouble> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(
          row.oldest().map(unit::value).map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    }
    return Chart.line(
        "How long the oldest message ready to be sent has waited, " + stretch.words(),
        shape(rows, limit),
        unit.words,
        slots,
        values,
        unit.value(limit),
        "Limit " + Display.duration(limit));
  }

  private static String shape(List<Row> rows, Duration limit) {
    List<Row> known = rows.stream().filter(row -> row.oldest().isPresent()).toList();
    if (known.isEmpty()) {
      return "Nothing is known yet.";
    }
    Row most = known.getFirst();
    for (Row row : known) {
      most = row.oldest().orElseThrow().compareTo(most.oldest().orElseThrow()) > 0 ? row : most;
    }
    long past =
        known.stream().filter(row -> row.oldest().orElseThrow().compareTo(limit) > 0).count();
    if (most.oldest().orElseThrow().isZero()) {
      return "Nothing has waited.";
    }
    return "The longest was %s, from %s. %s"
        .formatted(
            most.waited(),
            most.name(),
            past == 0
                ? "That is within the limit of %s.".formatted(Display.duration(limit))
                : "The limit of %s was passed in %d of %d."
                    .formatted(Display.duration(limit), past, known.size()));
  }

  /** What times are told in, so that their numbers stay small. */
  private enum Unit {
    MINUTES("Minutes", Duration.ofMinutes(1)),
    HOURS("Hours", Duration.ofHours(1)),
    DAYS("Days", Duration.ofDays(1));

    private final String words;
    private final Duration one;

    Unit(String words, Duration one) {
      this.words = words;
      this.one = one;
    }

    static Unit of(Duration longest) {
      if (longest.toHours() < 4) {
        return MINUTES;
      }
      return longest.toDays() < 4 ? HOURS : DAYS;
    }

    double value(Duration time) {
      return time.toSeconds() / (double) one.toSeconds();
    }
  }
}
