package gpcm.node.audit;

import gpcm.node.store.MonthsAhead;
import java.time.Instant;
import java.time.YearMonth;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The partitions of entries, one for each month. Thread-safe. */
final class AuditMonths {
  private final MonthsAhead months;

  AuditMonths(Jdbi jdbi) {
    this.months = new MonthsAhead(jdbi, AuditMonths::make);
  }

  /** Makes those of this month and the next three, by UTC, as far as they are missing. */
  void prepare(Instant now) {
    months.prepare(now);
  }

  private static void make(Handle handle, YearMonth month) {
    handle.execute("set local lock_timeout = '5s'");
    handle
        .createQuery("select audit_prepare_month(cast(:day as date))")
        .bind("day", month.atDay(1).toString())
        .mapTo(Boolean.class)
        .one();
  }
}
