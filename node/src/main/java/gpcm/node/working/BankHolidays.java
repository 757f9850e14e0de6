package gpcm.node.working;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bank holidays of England, with the weekdays that stand for those on a weekend. Stateless, and
 * thread-safe as the calendar behind it is.
 */
final class BankHolidays {
  private static final String ENGLAND = "eng";
  private static final HolidayManager CALENDAR =
      HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.UNITED_KINGDOM));

  private BankHolidays() {}

  static boolean on(LocalDate day) {
    return CALENDAR.isHoliday(day, ENGLAND);
  }

  /** Those of a year that begins with {@code first}, and what they are called. */
  static SortedMap<LocalDate, String> inTheYearFrom(LocalDate first) {
    SortedMap<LocalDate, String> days = new TreeMap<>();
    for (Holiday each : CALENDAR.getHolidays(first, first.plusYears(1).minusDays(1), ENGLAND)) {
      days.put(each.getDate(), each.getDescription(Locale.UK));
    }
    return days;
  }
}
