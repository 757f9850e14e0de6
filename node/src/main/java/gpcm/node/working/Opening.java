package gpcm.node.working;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * When an organisation is open.
 *
 * @param hours of the days of the week on which it is; when there are none it is always open
 * @param closed days on which it is not, whatever their day of the week, and what they are called
 * @param bankHolidays whether it is closed on the bank holidays of England, too
 */
public record Opening(
    SortedMap<DayOfWeek, Hours> hours, SortedMap<LocalDate, String> closed, boolean bankHolidays) {
  /** At all times. */
  public static final Opening ALWAYS = new Opening(new TreeMap<>(), new TreeMap<>(), false);

  private static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  /** As far as anybody looks ahead: whoever never opens is told in time. */
  private static final int DAYS_AHEAD = 400;

  /** Copies the maps. */
  public Opening {
    hours = Collections.unmodifiableSortedMap(new TreeMap<>(hours));
    closed = Collections.unmodifiableSortedMap(new TreeMap<>(closed));
  }

  /** From when until when on a day. */
  public record Hours(LocalTime opens, LocalTime closes) {
    /** Such as {@code 09:00 to 17:30}. */
    public String words() {
      return opens + " to " + closes;
    }
  }

  /** The time at which it has been open for so long since {@code start}. */
  public Instant after(Instant start, Duration open) {
    if (hours.isEmpty()) {
      return start.plus(open);
    }
    Duration left = open;
    LocalDate first = LocalDate.ofInstant(start, Working.ZONE);
    for (LocalDate day = first; day.isBefore(first.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
      Hours today = hours.get(day.getDayOfWeek());
      if (today == null || closed.containsKey(day) || (bankHolidays && BankHolidays.on(day))) {
        continue;
      }
      Instant from = latest(start, at(day, today.opens()));
      Duration here = Duration.between(from, at(day, today.closes()));
      if (here.isPositive() && left.compareTo(here) <= 0) {
        return from.plus(left);
      }
      left = here.isPositive() ? left.minus(here) : left;
    }
    return start.plus(open);
  }

  /**
   * The same time of the day, so many working days later. Days of the week on which it is open are
   * working days, Monday to Friday when no hours are set, but no bank holiday of England and none
   * of its closed days. Without any for more than a year, every day counts.
   */
  public Instant after(Instant start, int workingDays) {
    ZonedDateTime first = start.atZone(Working.ZONE);
    ZonedDateTime day = first;
    for (int left = workingDays; left > 0; ) {
      day = day.plusDays(1);
      if (day.isAfter(first.plusDays(DAYS_AHEAD))) {
        return first.plusDays(workingDays).toInstant();
      }
      left -= isWorkingDay(day.toLocalDate()) ? 1 : 0;
    }
    return day.toInstant();
  }

  private boolean isWorkingDay(LocalDate day) {
    return (hours.isEmpty() ? WEEK : hours.keySet()).contains(day.getDayOfWeek())
        && !closed.containsKey(day)
        && !BankHolidays.on(day);
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return ZonedDateTime.of(day, time, Working.ZONE).toInstant();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  String told() {
    return hours.isEmpty()
        ? "always open"
        : hours.entrySet().stream()
            .map(each -> name(each.getKey()) + " " + each.getValue().words())
            .collect(
                Collectors.joining(
                    ", ", "open ", bankHolidays ? ", closed on bank holidays in England" : ""));
  }

  /** The name of a day of the week. */
  public static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.UK);
  }

  Opening with(Map<DayOfWeek, Hours> others, boolean closedOnBankHolidays) {
    return new Opening(new TreeMap<>(others), closed, closedOnBankHolidays);
  }
}
