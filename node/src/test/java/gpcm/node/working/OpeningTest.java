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

  /** Monday to Friday; 4 May 2026 is a bank holiday, a Monday. */
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
          new TreeMap<>(Map.of(LocalDate.of(2026, 5, 4), "Early May bank holiday")));

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
    Opening never = new Opening(new TreeMap<>(Map.of(DayOfWeek.MONDAY, DAY)), closed);
    Instant start = Instant.parse("2026-05-02T11:00:00Z");
    assertThat(never.after(start, Duration.ofHours(5))).isEqualTo(start.plusSeconds(18_000));
  }
}
