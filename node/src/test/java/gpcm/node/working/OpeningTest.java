package gpcm.node.working;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.working.Opening.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time that counts only while somebody is there. */
class OpeningTest {
  private static final Hours DAY = new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0));

  /** Monday to Friday; Monday 4 May 2026 is a closed day of its own. */
  private static final Opening OPENING =
      new Opening(
          new TreeMap<>(
              Map.of(
                  DayOfWeek.MONDAY,
                  DAY,
                  DayOfWeek.TUESDAY,
                  DAY,
                  DayOfWeek.WEDNESDAY,
                  DAY,
                  DayOfWeek.THURSDAY,
                  DAY,
                  DayOfWeek.FRIDAY,
                  new Hours(LocalTime.of(9, 0), LocalTime.of(13, 0)))),
          new TreeMap<>(Map.of(LocalDate.of(2026, 5, 4), "Training")),
          false);

  /** In British Summer Time, so nine o'clock is eight in UTC; the last line is in winter. */
  @ParameterizedTest
  @CsvSource({
    "2026-05-05T10:00:00Z, 2, 2026-05-05T12:00:00Z",
    "2026-05-05T04:00:00Z, 2, 2026-05-05T10:00:00Z",
    "2026-05-05T15:00:00Z, 2, 2026-05-06T09:00:00Z",
    "2026-05-05T20:00:00Z, 8, 2026-05-06T16:00:00Z",
    "2026-05-01T11:00:00Z, 2, 2026-05-05T09:00:00Z",
    "2026-05-02T11:00:00Z, 9, 2026-05-06T09:00:00Z",
    "2026-01-05T08:00:00Z, 1, 2026-01-05T10:00:00Z",
  })
  void onlyOpenHoursCount(Instant start, int hours, Instant end) {
    assertThat(OPENING.after(start, Duration.ofHours(hours))).isEqualTo(end);
  }

  @Test
  void withoutHoursEveryHourCounts() {
    Instant start = Instant.parse("2026-05-02T11:00:00Z");
    assertThat(Opening.ALWAYS.after(start, Duration.ofHours(5)))
        .isEqualTo(start.plusSeconds(18_000));
  }

  /** Somebody who never opens is told after the time itself, and not never. */
  @Test
  void whoeverIsClosedForMoreThanAYearIsToldInTime() {
    TreeMap<LocalDate, String> closed = new TreeMap<>();
    LocalDate monday = LocalDate.of(2026, 5, 4);
    for (int week = 0; week < 60; week++) {
      closed.put(monday.plusWeeks(week), "closed");
    }
    Opening never = new Opening(new TreeMap<>(Map.of(DayOfWeek.MONDAY, DAY)), closed, false);
    Instant start = Instant.parse("2026-05-02T11:00:00Z");
    assertThat(never.after(start, Duration.ofHours(5))).isEqualTo(start.plusSeconds(18_000));
  }

  /** Whoever has said so is closed on them, and nobody else. */
  @ParameterizedTest
  @CsvSource({
    "true, 2026-04-02T15:30:00Z, 2026-04-07T09:30:00Z",
    "false, 2026-04-02T15:30:00Z, 2026-04-03T09:30:00Z",
    "true, 2026-12-24T16:30:00Z, 2026-12-29T10:30:00Z",
    "false, 2026-12-24T16:30:00Z, 2026-12-25T10:30:00Z",
  })
  void bankHolidaysCountUnlessItIsClosedOnThem(boolean closed, Instant start, Instant end) {
    assertThat(OPENING.with(OPENING.hours(), closed).after(start, Duration.ofHours(2)))
        .isEqualTo(end);
  }

  /**
   * Over a weekend, into winter time, over Good Friday and Easter Monday, over Christmas with its
   * substitute day (26 December 2026 is a Saturday), and over a New Year's Day on a Saturday.
   */
  @ParameterizedTest
  @CsvSource({
    "2026-06-15T09:00:00Z, 1, 2026-06-16T09:00:00Z",
    "2026-06-19T09:00:00Z, 1, 2026-06-22T09:00:00Z",
    "2026-06-20T09:00:00Z, 1, 2026-06-22T09:00:00Z",
    "2026-06-19T09:00:00Z, 3, 2026-06-24T09:00:00Z",
    "2026-10-23T09:00:00Z, 1, 2026-10-26T10:00:00Z",
    "2026-04-02T09:00:00Z, 1, 2026-04-07T09:00:00Z",
    "2026-12-24T09:00:00Z, 1, 2026-12-29T09:00:00Z",
    "2027-12-31T09:00:00Z, 1, 2028-01-04T09:00:00Z",
  })
  void weekendsAndBankHolidaysAreNoWorkingDays(Instant start, int days, Instant due) {
    assertThat(Opening.ALWAYS.after(start, days)).isEqualTo(due);
  }

  /** Closed on Monday 4 May, and here open on Saturdays and not on Tuesdays. */
  @ParameterizedTest
  @CsvSource({
    "2026-04-30T09:00:00Z, 1, 2026-05-01T09:00:00Z",
    "2026-05-01T09:00:00Z, 1, 2026-05-02T09:00:00Z",
    "2026-05-01T09:00:00Z, 2, 2026-05-06T09:00:00Z",
  })
  void itsOwnDaysAreItsWorkingDays(Instant start, int days, Instant due) {
    TreeMap<DayOfWeek, Hours> hours = new TreeMap<>(OPENING.hours());
    hours.remove(DayOfWeek.TUESDAY);
    hours.put(DayOfWeek.SATURDAY, DAY);
    assertThat(OPENING.with(hours, false).after(start, days)).isEqualTo(due);
  }

  @Test
  void anOwnClosedDayIsNoWorkingDayWhereNoHoursAreSet() {
    TreeMap<LocalDate, String> closed =
        new TreeMap<>(Map.of(LocalDate.of(2026, 6, 16), "Training"));
    Opening opening = new Opening(new TreeMap<>(), closed, false);
    assertThat(opening.after(Instant.parse("2026-06-15T09:00:00Z"), 1))
        .isEqualTo("2026-06-17T09:00:00Z");
  }

  /** Whoever has no working day for more than a year is told after so many days. */
  @Test
  void withoutWorkingDaysEveryDayCounts() {
    TreeMap<LocalDate, String> closed = new TreeMap<>();
    LocalDate monday = LocalDate.of(2026, 5, 4);
    for (int week = 0; week < 60; week++) {
      closed.put(monday.plusWeeks(week), "closed");
    }
    Opening never = new Opening(new TreeMap<>(Map.of(DayOfWeek.MONDAY, DAY)), closed, false);
    assertThat(never.after(Instant.parse("2026-05-02T11:00:00Z"), 2))
        .isEqualTo("2026-05-04T11:00:00Z");
  }
}
