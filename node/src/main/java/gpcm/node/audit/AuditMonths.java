package gpcm.node.audit;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;

/** The partitions of entries, one for each month. Thread-safe. */
final class AuditMonths {
  private static final int AHEAD = 3;

  private final Jdbi jdbi;
  private final AtomicReference<YearMonth> prepared = new AtomicReference<>();

  AuditMonths(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Makes those of this month and the next three, by UTC, as far as they are missing. */
  void prepare(Instant now) {
    YearMonth first = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    if (first.equals(prepared.get())) {
      return;
    }
    for (int ahead = 0; ahead <= AHEAD; ahead++) {
      String day = first.plusMonths(ahead).atDay(1).toString();
      jdbi.useTransaction(
          handle -> {
            handle.execute("set local lock_timeout = '5s'");
            handle
                .createQuery("select audit_prepare_month(cast(:day as date))")
                .bind("day", day)
                .mapTo(Boolean.class)
                .one();
          });
    }
    prepared.set(first);
  }
}
