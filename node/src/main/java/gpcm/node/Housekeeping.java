package gpcm.node;

import gpcm.node.audit.AuditLog;
import gpcm.node.desk.Hours;
import gpcm.node.desk.MailboxPauses;
import gpcm.node.escalating.Escalations;
import gpcm.node.ledger.EventMonths;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.UnservedOrganisations;
import gpcm.node.people.Directory;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.retention.Retention;
import gpcm.node.viewing.ViewingTickets;
import gpcm.node.web.WaysIn;
import gpcm.node.working.OpenCoded;
import gpcm.node.working.Working;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What has to be done now and then, by one of the nodes: ends the waiting of documents whose day
 * has come, looks at all content in turn, tells of what is damaged, of organisations that nobody
 * works for, of restricted records that nobody may open, of mailboxes that a person paused and of
 * documents that nobody has decided about in time, removes uploads that nobody took over, the rows
 * of nodes long gone, sessions that have ended, what nobody came back for and what people had typed
 * hours ago, counts the messages of the last hours, deletes what need not be kept any more, and
 * makes the partitions for the events of the coming months. Thread-safe.
 */
final class Housekeeping implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** 512 KiB in each round: 4 GB a day. */
  private static final int CHUNKS = 64;

  private static final Duration RETENTION = Duration.ofDays(1);
  private static final Duration UPLOADS_OLDER_THAN = Duration.ofDays(1);

  private final Ledger ledger;
  private final Directory directory;
  private final WaysIn waysIn;
  private final BooleanSupplier mayWork;
  private final EventMonths months;
  private final DamagedContentAlerts damaged;
  private final UnservedOrganisations unserved;
  private final UnopenedRecords unopened;
  private final BrokenGlass brokenGlass;
  private final MailboxPauses pauses;
  private final Hours hours;
  private final UnconfirmedRequests unconfirmed;
  private final Working working;
  private final BusinessDecisions decisions;
  private final Escalations escalations;
  private final Retention retention;
  private final Lane lane;

  /**
   * Starts the rounds.
   *
   * @param directory whose ended sessions are forgotten
   * @param log hears of what no second person confirmed in time
   * @param decisions whose deadlines are watched
   * @param escalations of which those that a dead node left are ended
   * @param mayWork whether this node may take up work
   */
  Housekeeping(
      Ledger ledger,
      Directory directory,
      WaysIn waysIn,
      AuditLog log,
      BusinessDecisions decisions,
      Escalations escalations,
      BooleanSupplier mayWork) {
    this.decisions = decisions;
    this.escalations = escalations;
    this.waysIn = waysIn;
    this.directory = directory;
    this.ledger = ledger;
    this.mayWork = mayWork;
    this.months = new EventMonths(ledger.database().jdbi());
    this.damaged = new DamagedContentAlerts(ledger);
    this.unserved = new UnservedOrganisations(ledger);
    this.unopened = new UnopenedRecords(ledger, directory.named());
    this.brokenGlass = new BrokenGlass(ledger);
    this.pauses = new MailboxPauses(ledger);
    this.hours = new Hours(ledger);
    this.working = new Working(ledger.database().jdbi(), ledger.clock(), OpenCoded.NONE);
    this.retention = new Retention(ledger, log);
    this.unconfirmed = new UnconfirmedRequests(ledger, directory, log);
    this.lane = ledger.lane("housekeeping", INTERVAL, this::round);
  }

  /** Begins a round now; for a clock that was moved. */
  void look() {
    lane.tell();
  }

  private boolean round() {
    if (!mayWork.getAsBoolean()) {
      return false;
    }
    List<RuntimeException> failures = new ArrayList<>();
    each(failures, () -> months.prepare(ledger.clock().instant()));
    each(failures, () -> begin("scrub", INTERVAL.minusSeconds(1)).ifPresent(this::scrub));
    each(failures, damaged::tell);
    each(failures, unserved::tell);
    each(failures, unopened::tell);
    each(failures, brokenGlass::tell);
    each(failures, pauses::tell);
    each(failures, unconfirmed::end);
    each(failures, working::comeBack);
    each(failures, decisions::tellUndecided);
    each(failures, escalations::settleAll);
    each(failures, () -> begin("hours", Duration.ofMinutes(1)).ifPresent(this::count));
    each(failures, () -> begin("sweep", Duration.ofHours(1)).ifPresent(unused -> sweep()));
    each(failures, () -> begin("retention", RETENTION).ifPresent(unused -> keepNoLonger()));
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return false;
  }

  // What fails in one of them keeps none of the others from its turn.
  private static void each(List<RuntimeException> failures, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  /** Where the last round of a task ended, when it is time for the next. */
  private Optional<Long> begin(String task, Duration pause) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        update housekeeping set done_at = clock_timestamp()
                        where task = :task and (done_at is null or done_at < clock_timestamp() - cast(:pause as interval))
                        returning place
                        """)
                    .bind("task", task)
                    .bind("pause", pause.toSeconds() + " seconds")
                    .mapTo(Long.class)
                    .findOne());
  }

  /** What is left of a long list goes in the next rounds. */
  private void keepNoLonger() {
    if (retention.round()) {
      ledger
          .database()
          .unflushed()
          .useHandle(
              handle ->
                  handle.execute(
                      "update housekeeping set done_at = null where task = 'retention'"));
    }
  }

  private void scrub(long after) {
    next("scrub", ledger.content().scrub(after, CHUNKS).next());
  }

  private void count(long counted) {
    next("hours", hours.count(counted));
  }

  /** Where a task goes on in its next round. */
  private void next(String task, long place) {
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate("update housekeeping set place = :place where task = :task")
                    .bind("place", place)
                    .bind("task", task)
                    .execute());
  }

  private void sweep() {
    ledger.content().sweep(UPLOADS_OLDER_THAN);
    directory.sessions().sweep();
    directory.ofProviders().sweep();
    directory.accounts().sweep();
    directory.typed().sweep();
    waysIn.sweep();
    new ViewingTickets(ledger.database().unflushed(), ledger.clock()).sweep();
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle.execute(
                    "delete from node where alive_until < clock_timestamp() - interval '7 days'"));
  }

  @Override
  public void close() {
    lane.close();
  }
}
