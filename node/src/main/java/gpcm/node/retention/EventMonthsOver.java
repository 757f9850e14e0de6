package gpcm.node.retention;

import gpcm.node.ledger.Ledger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Drops the months of the timeline that are over for everybody and of which no case is left: what
 * is still in them is of no case. Not while anybody holds everything they have. Thread-safe.
 */
final class EventMonthsOver {
  private static final Pattern NAME = Pattern.compile("event_([0-9]{4})_([0-9]{2})");

  private final Ledger ledger;

  EventMonthsOver(Ledger ledger) {
    this.ledger = ledger;
  }

  void drop() {
    for (String name : ledger.database().jdbi().withHandle(EventMonthsOver::names)) {
      ledger.database().jdbi().useTransaction(handle -> drop(handle, name));
    }
  }

  private static List<String> names(Handle handle) {
    return handle
        .createQuery(
            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where"
                + " i.inhparent = 'event'::regclass order by 1")
        .mapTo(String.class)
        .list();
  }

  private void drop(Handle handle, String name) {
    Matcher month = NAME.matcher(name);
    if (!month.matches()
        || Deletion.stopped(handle)
        || everythingIsHeld(handle)
        || !isOver(handle, month)) {
      return;
    }
    handle.execute("set local lock_timeout = '5s'");
    boolean ofCases =
        handle
            .createQuery(
                "select exists (select from "
                    + name
                    + " where document is not null or received is not null)")
            .mapTo(Boolean.class)
            .one();
    if (!ofCases) {
      handle.execute("drop table " + name);
    }
  }

  private static boolean everythingIsHeld(Handle handle) {
    return handle
        .createQuery(
            "select exists (select from legal_hold where lifted_at is null and patient_nhs_number"
                + " is null and case_id is null)")
        .mapTo(Boolean.class)
        .one();
  }

  /** For the organisation that keeps longest: these are of nobody in particular. */
  private boolean isOver(Handle handle, Matcher month) {
    int years =
        handle
            .createQuery(
                "select greatest(8, max(greatest(sent_years, received_years))) from"
                    + " retention_setting")
            .mapTo(Integer.class)
            .one();
    Instant end =
        YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(2)))
            .plusMonths(1)
            .atDay(1)
            .plusYears(years)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);
    return !end.isAfter(ledger.clock().instant());
  }
}
