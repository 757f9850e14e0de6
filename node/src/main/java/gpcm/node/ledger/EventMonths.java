package gpcm.node.ledger;

import gpcm.node.store.MonthsAhead;
import java.time.Instant;
import java.time.YearMonth;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The partitions of the events, one for each month, so that old ones go with their month. Events
 * that came before their month had one lie in {@code event_other} and move. Thread-safe.
 */
public final class EventMonths {
  // The events are locked while rows move.
  private static final int MOVED_AT_MOST = 100_000;
  private static final long LOCK = 0x67_70_63_6d_65_76L;

  private final MonthsAhead months;

  /** Makes them in the database of {@code jdbi}. */
  public EventMonths(Jdbi jdbi) {
    this.months = new MonthsAhead(jdbi, EventMonths::make);
  }

  /** Makes those of this month and the next three, by UTC, as far as they are missing. */
  public void prepare(Instant now) {
    months.prepare(now);
  }

  private static void make(Handle handle, YearMonth month) {
    handle.execute("select pg_advisory_xact_lock(?)", LOCK);
    String name = "event_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    if (handle
        .createQuery("select to_regclass(:name) is not null")
        .bind("name", name)
        .mapTo(Boolean.class)
        .one()) {
      return;
    }
    String from = month.atDay(1) + " 00:00:00+00";
    String to = month.plusMonths(1).atDay(1) + " 00:00:00+00";
    String inside = "at >= '" + from + "' and at < '" + to + "'";
    handle.execute("set local lock_timeout = '5s'");
    // The whole table: a writer that has chosen event_other already would find its row out of
    // place.
    handle.execute("lock table event in access exclusive mode");
    int before =
        handle
            .createQuery(
                "select count(*) from (select from event_other where "
                    + inside
                    + " limit :most) as early")
            .bind("most", MOVED_AT_MOST + 1)
            .mapTo(Integer.class)
            .one();
    if (before > MOVED_AT_MOST) {
      return;
    }
    handle.execute("create table " + name + " (like event including defaults)");
    handle.execute(
        "with moved as (delete from event_other where "
            + inside
            + " returning *) insert into "
            + name
            + " select * from moved");
    handle.execute(
        "alter table event attach partition "
            + name
            + " for values from ('"
            + from
            + "') to ('"
            + to
            + "')");
  }
}
