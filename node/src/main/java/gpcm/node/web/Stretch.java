package gpcm.node.web;

import gpcm.consultation.Consultation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How far back a chart looks. */
enum Stretch {
  /** The last 24 hours, the one that runs among them. */
  DAY,
  /** The last seven days, by quarters of a day of the United Kingdom. */
  WEEK;

  private static final ZoneId UK = Consultation.UK_TIME;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_OF_WEEK =
      DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);

  /**
   * A part of it that is counted together.
   *
   * @param from when it begins
   * @param until when it ends, the first moment of the next
   * @param name as a table calls it
   * @param label what stands below it in a chart; empty where nothing does
   * @param minor whether that is left out where there is little room
   */
  record Slot(Instant from, Instant until, String name, String label, boolean minor) {
    boolean has(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }

  /** As an address says it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Stretch of(String text) {
    return switch (text) {
      case "day" -> DAY;
      case "week" -> WEEK;
      default -> throw new IllegalArgumentException("neither a day nor a week");
    };
  }

  /** For a heading. */
  String words() {
    return this == DAY ? "last 24 hours" : "last 7 days";
  }

  /** What one of its parts is. */
  String part() {
    return this == DAY ? "an hour" : "in six hours";
  }

  /** Its parts, the oldest first; the last of them is not over. */
  List<Slot> slots(Instant now) {
    return this == DAY ? hours(now) : quarters(now);
  }

  private static List<Slot> hours(Instant now) {
    List<Slot> slots = new ArrayList<>();
    Instant last = now.truncatedTo(ChronoUnit.HOURS);
    for (int back = 23; back >= 0; back--) {
      Instant from = last.minus(Duration.ofHours(back));
      int hour = from.atZone(UK).getHour();
      slots.add(
          new Slot(
              from,
              from.plus(Duration.ofHours(1)),
              Display.time(from),
              hour % 3 == 0 ? HOUR.format(from.atZone(UK)) : "",
              hour % 6 != 0));
    }
    return slots;
  }

  private static List<Slot> quarters(Instant now) {
    LocalDateTime hour = now.atZone(UK).toLocalDateTime().truncatedTo(ChronoUnit.HOURS);
    LocalDateTime from = hour.minusHours(hour.getHour() % 6);
    List<Slot> slots = new ArrayList<>();
    for (int back = 0; back < 28; back++) {
      LocalDateTime until = from.plusHours(6);
      boolean day = from.getHour() == 0;
      slots.add(
          new Slot(
              from.atZone(UK).toInstant(),
              until.atZone(UK).toInstant(),
              Display.time(from.atZone(UK).toInstant()) + " to " + HOUR.format(until),
              day ? DAY_OF_WEEK.format(from) : "",
              from.getDayOfYear() % 2 == 0));
      from = from.minusHours(6);
    }
    Collections.reverse(slots);
    return slots;
  }
}
