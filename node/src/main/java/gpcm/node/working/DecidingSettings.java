package gpcm.node.working;

import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Missing;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How people of an organisation decide about what it received: whether by two, and within which
 * hours. Thread-safe.
 */
public final class DecidingSettings {
  private static final int MOST_CLOSED = 100;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public DecidingSettings(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /** Whether a second person confirms whose a doubtful document is. */
  public boolean byTwo(String organisation) {
    return jdbi.withHandle(handle -> byTwo(handle, organisation));
  }

  /** The same in a transaction. */
  public static boolean byTwo(Handle handle, String organisation) {
    return handle
        .createQuery(
            "select exists (select from matching_by_two where organisation = :organisation and"
                + " wanted)")
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }

  /** Sets it, for what is decided from then on. */
  public Settled<Boolean> setByTwo(ChangeOrder order, boolean wanted) {
    return settings.change(
        order,
        SettingSection.DECIDING,
        handle -> {
          boolean before = byTwo(handle, order.organisation());
          handle
              .createUpdate(
                  """
                  insert into matching_by_two (organisation, wanted) values (:organisation, :wanted)
                  on conflict (organisation) do update set wanted = excluded.wanted
                  """)
              .bind("organisation", order.organisation())
              .bind("wanted", wanted)
              .execute();
          return new Step<>(wanted, how -> matched(before), how -> matched(wanted));
        });
  }

  private static String matched(boolean byTwo) {
    return byTwo ? "patients are matched by two people" : "patients are matched by one person";
  }

  /** When an organisation is open. */
  public Opening opening(String organisation) {
    return jdbi.withHandle(handle -> opening(handle, organisation));
  }

  private static Opening opening(Handle handle, String organisation) {
    TreeMap<DayOfWeek, Opening.Hours> hours = new TreeMap<>();
    handle
        .createQuery(
            "select weekday, opens, closes from opening_hours where organisation = :organisation")
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                Map.entry(
                    DayOfWeek.of(row.getInt("weekday")),
                    new Opening.Hours(
                        row.getObject("opens", LocalTime.class),
                        row.getObject("closes", LocalTime.class))))
        .forEach(each -> hours.put(each.getKey(), each.getValue()));
    TreeMap<LocalDate, String> closed = new TreeMap<>();
    handle
        .createQuery("select day, name from closed_day where organisation = :organisation")
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                Map.entry(row.getObject("day", LocalDate.class), row.getString("name")))
        .forEach(each -> closed.put(each.getKey(), each.getValue()));
    return new Opening(hours, closed, closedOnBankHolidays(handle, organisation));
  }

  private static boolean closedOnBankHolidays(Handle handle, String organisation) {
    return handle
        .createQuery(
            "select exists (select from bank_holidays where organisation = :organisation and"
                + " closed)")
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }

  /** The bank holidays of England of the next year, and what they are called. */
  public SortedMap<LocalDate, String> bankHolidays() {
    return BankHolidays.inTheYearFrom(today());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), Working.ZONE);
  }

  /**
   * Sets the hours, for what comes from then on.
   *
   * @param hours of the days on which it is open; empty when it always is
   * @param bankHolidays whether it is closed on the bank holidays of England
   */
  public Settled<Opening> setHours(
      ChangeOrder order, Map<DayOfWeek, Opening.Hours> hours, boolean bankHolidays) {
    return settings.change(
        order,
        SettingSection.DECIDING,
        handle -> {
          Opening before = opening(handle, order.organisation());
          handle
              .createUpdate("delete from opening_hours where organisation = :organisation")
              .bind("organisation", order.organisation())
              .execute();
          hours.forEach(
              (day, times) ->
                  handle
                      .createUpdate(
                          "insert into opening_hours (organisation, weekday, opens, closes) values"
                              + " (:organisation, :day, :opens, :closes)")
                      .bind("organisation", order.organisation())
                      .bind("day", day.getValue())
                      .bind("opens", times.opens())
                      .bind("closes", times.closes())
                      .execute());
          handle
              .createUpdate(
                  """
                  insert into bank_holidays (organisation, closed) values (:organisation, :closed)
                  on conflict (organisation) do update set closed = excluded.closed
                  """)
              .bind("organisation", order.organisation())
              .bind("closed", bankHolidays)
              .execute();
          Opening after = before.with(hours, bankHolidays);
          return new Step<>(after, how -> before.told(), how -> after.told());
        });
  }

  /**
   * Adds a day on which it is closed, such as one for training.
   *
   * @throws WorkRefused when the day is over or too far ahead, or there are too many
   */
  public Settled<Opening> close(ChangeOrder order, LocalDate day, String name) {
    return settings.change(
        order,
        SettingSection.DECIDING,
        handle -> {
          LocalDate today = today();
          Opening before = opening(handle, order.organisation());
          if (day.isBefore(today) || day.isAfter(today.plusYears(3))) {
            throw new Wrong(
                "day", "must be today or later, within three years", "choose another day");
          }
          if (before.closed().tailMap(today).size() >= MOST_CLOSED) {
            throw new Wrong(
                "day", "there are %d days already".formatted(MOST_CLOSED), "remove one first");
          }
          handle
              .createUpdate(
                  """
                  insert into closed_day (organisation, day, name) values (:organisation, :day, :name)
                  on conflict (organisation, day) do update set name = excluded.name
                  """)
              .bind("organisation", order.organisation())
              .bind("day", day)
              .bind("name", name)
              .execute();
          return new Step<>(
              opening(handle, order.organisation()),
              how -> WorkWriting.day(day) + " like any other",
              how -> "closed on %s, %s".formatted(WorkWriting.day(day), how.text(name)));
        });
  }

  /**
   * Removes such a day.
   *
   * @throws WorkRefused when the organisation has no such day
   */
  public Settled<Opening> reopen(ChangeOrder order, LocalDate day) {
    return settings.change(
        order,
        SettingSection.DECIDING,
        handle -> {
          int found =
              handle
                  .createUpdate(
                      "delete from closed_day where organisation = :organisation and day = :day")
                  .bind("organisation", order.organisation())
                  .bind("day", day)
                  .execute();
          if (found == 0) {
            throw new Missing("there is no such day");
          }
          return new Step<>(
              opening(handle, order.organisation()),
              how -> "closed on " + WorkWriting.day(day),
              how -> WorkWriting.day(day) + " like any other");
        });
  }
}
