package gpcm.node.store;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Sees to it that a table in months has those that come: this month's partition and the next
 * three's, by UTC. Looks once a month. Thread-safe.
 */
public final class MonthsAhead {
  private static final int AHEAD = 3;

  private final Jdbi jdbi;
  private final Making making;
  private final AtomicReference<YearMonth> prepared = new AtomicReference<>();

  /** Makes the partition of a month, each in a transaction of its own, where it is missing. */
  public interface Making {
    /** Makes it through {@code handle}. */
    void make(Handle handle, YearMonth month);
  }

  /** Has them made in the database of {@code jdbi}. */
  public MonthsAhead(Jdbi jdbi, Making making) {
    this.jdbi = jdbi;
    this.making = making;
  }

  /** Has those made that come, as far as they are missing. */
  public void prepare(Instant now) {
    YearMonth first = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    if (first.equals(prepared.get())) {
      return;
    }
    for (int ahead = 0; ahead <= AHEAD; ahead++) {
      YearMonth month = first.plusMonths(ahead);
      jdbi.useTransaction(handle -> making.make(handle, month));
    }
    prepared.set(first);
  }
}
