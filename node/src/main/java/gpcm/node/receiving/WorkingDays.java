package gpcm.node.receiving;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/** Counts in working days, Monday to Friday; days off are not known. Stateless. */
final class WorkingDays {
  static final ZoneId HERE = ZoneId.of("Europe/London");
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

  private WorkingDays() {}

  /** The same time of the day, so many working days later. */
  static Instant after(Instant start, int days) {
    ZonedDateTime day = start.atZone(HERE);
    for (int left = days; left > 0; ) {
      day = day.plusDays(1);
      if (!WEEKEND.contains(day.getDayOfWeek())) {
        left--;
      }
    }
    return day.toInstant();
  }
}
