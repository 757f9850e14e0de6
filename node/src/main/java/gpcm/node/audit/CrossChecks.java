package gpcm.node.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.exchange.AlertText;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each night, by one of the nodes: what happened on the day before is compared with the log. A day
 * that all nodes slept through is made up for. What is missing is told to a person; that it was
 * compared, and with which counts, is an entry itself. Thread-safe.
 */
public final class CrossChecks {
  private static final Logger LOG = LoggerFactory.getLogger(CrossChecks.class);
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final long LOCK = 0x6770636d_78636865L;
  private static final int MOST_DAYS = 31;

  private final Ledger ledger;
  private final Jdbi jdbi;
  private final AuditLog log;
  private final LocalTime at;
  private final List<String> organisations;
  private final CrossCheck check;

  private CrossChecks(Ledger ledger, AuditLog log, LocalTime at, List<String> organisations) {
    this.ledger = ledger;
    this.jdbi = ledger.database().jdbi();
    this.log = log;
    this.at = at;
    this.organisations = List.copyOf(organisations);
    this.check = new CrossCheck(jdbi);
  }

  /**
   * Comparisons that {@link #look} makes when it is time.
   *
   * @param at from when on, by UTC, the day before is compared
   * @param organisations whom the node works for
   */
  public static CrossChecks of(
      Ledger ledger, AuditLog log, LocalTime at, List<String> organisations) {
    return new CrossChecks(ledger, log, at, organisations);
  }

  /**
   * Looks every ten minutes from now on.
   *
   * @param mayWork whether this node may take up work
   * @return ends it when it is closed
   */
  public Lane start(BooleanSupplier mayWork) {
    // A node that has just started has more urgent things to do.
    Instant since = ledger.clock().instant().plus(INTERVAL.dividedBy(2));
    return ledger.lane(
        "cross-check",
        INTERVAL,
        () -> mayWork.getAsBoolean() && ledger.clock().instant().isAfter(since) && look() > 1);
  }

  /**
   * Compares the oldest day that is due, unless another node does so just now.
   *
   * @return how many days were due
   */
  public int look() {
    return jdbi.inTransaction(
        handle -> {
          boolean mine =
              handle
                  .createQuery("select pg_try_advisory_xact_lock(:lock)")
                  .bind("lock", LOCK)
                  .mapTo(Boolean.class)
                  .one();
          List<LocalDate> due = mine ? due(handle) : List.of();
          due.stream().findFirst().ifPresent(day -> compare(handle, day));
          return due.size();
        });
  }

  private List<LocalDate> due(Handle handle) {
    ZonedDateTime now = ledger.clock().instant().atZone(ZoneOffset.UTC);
    LocalDate last = now.toLocalDate().minusDays(now.toLocalTime().isBefore(at) ? 2 : 1);
    Optional<LocalDate> first = after(handle);
    if (first.isEmpty() || first.get().isAfter(last)) {
      return List.of();
    }
    LocalDate oldest = last.minusDays(MOST_DAYS - 1L);
    return (first.get().isBefore(oldest) ? oldest : first.get())
        .datesUntil(last.plusDays(1))
        .toList();
  }

  /** The day after the last one that was compared; at first the day of the first entry. */
  private static Optional<LocalDate> after(Handle handle) {
    return handle
        .createQuery(
            """
            select coalesce((select max(day) + 1 from cross_check),
              (select (at at time zone 'UTC')::date from audit_entry order by entry_id limit 1))
            """)
        .mapTo(LocalDate.class)
        .findOne();
  }

  // Entry, alert and the day's row are one: who is told of nothing has a day that fits.
  private void compare(Handle handle, LocalDate day) {
    CrossCheckResult result = check.of(day);
    handle
        .createUpdate(
            "insert into cross_check (day, checked_at, happened, missing) values (:day, :now,"
                + " :happened, :missing)")
        .bind("day", day)
        .bind("now", Moment.column(ledger.clock().instant()))
        .bind("happened", result.happened())
        .bind("missing", result.missing())
        .execute();
    List<String> whose = result.organisations(organisations);
    log.write(handle, whose.stream().map(ods -> entry(ods, result.of(ods))).toList());
    whose.stream()
        .filter(ods -> result.of(ods).missing() > 0)
        .forEach(ods -> ledger.tell(ods, alert(result.of(ods))));
    if (result.missing() > 0) {
      LOG.error(
          "{} of {} things that happened on {} have no entry in the audit log: {}",
          result.missing(),
          result.happened(),
          day,
          result.gaps());
    }
  }

  private AuditEntry entry(String ods, CrossCheckResult result) {
    AuditEntry entry =
        log.entry(ods, Action.AUDIT_VERIFIED, Actor.node(log.place().node(), ods))
            .forOperations()
            .asked(result.words());
    return result.missing() == 0
        ? entry
        : entry.ended(Outcome.failed(result.missing() + " entries missing"));
  }

  private static AlertText alert(CrossCheckResult result) {
    return new AlertText(
        "audit-entries-missing-" + result.day(),
        "Entries are missing in the audit log",
        "Things that happened on %s (UTC) have no entry in the audit log: %s."
            .formatted(result.day(), result.gaps()),
        "Find out who worked on the database on that day, or since: somebody changed it by hand, or"
            + " removed entries before they were sealed. Run gpcm audit crosscheck --day %s for the list, and keep the database's own log of that day."
                .formatted(result.day()));
  }
}
