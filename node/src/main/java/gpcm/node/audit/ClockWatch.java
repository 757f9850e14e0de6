package gpcm.node.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.exchange.AlertText;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Compares the clock of the node's machine with that of the database, which all nodes share:
 * entries say when by the one, and tokens for MESH are dated by it. More than two seconds apart are
 * told to a person, and stand in the log. Belongs to one thread.
 */
public final class ClockWatch {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final AuditLog log;
  private final InstantSource machine;
  private final List<String> organisations;
  private final String problem;
  private boolean told;
  private boolean compared;

  private ClockWatch(
      Ledger ledger, AuditLog log, InstantSource machine, List<String> organisations) {
    this.ledger = ledger;
    this.log = log;
    this.machine = machine;
    this.organisations = List.copyOf(organisations);
    // Each node has a clock of its own, and mends no other's.
    this.problem = "clock-wrong-" + log.place().node();
  }

  /**
   * A watch that compares when it is told to.
   *
   * @param machine the clock of the machine
   * @param organisations who is told
   */
  public static ClockWatch of(
      Ledger ledger, AuditLog log, InstantSource machine, List<String> organisations) {
    return new ClockWatch(ledger, log, machine, organisations);
  }

  /**
   * Compares each minute from now on.
   *
   * @param mayWork whether this node may take up work
   * @return ends it when it is closed
   */
  public Lane start(BooleanSupplier mayWork) {
    return ledger.lane(
        "clock",
        INTERVAL,
        () -> {
          if (mayWork.getAsBoolean()) {
            look();
          }
          return false;
        });
  }

  void look() {
    Instant before = machine.instant();
    Instant database =
        ledger
            .database()
            .unflushed()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one())
            .toInstant();
    Instant after = machine.instant();
    // The database has looked at some moment between the two.
    Duration behind = Duration.between(after, database);
    Duration ahead = Duration.between(database, before);
    if (ahead.compareTo(MOST) > 0) {
      tell(ahead, "ahead of", before, database);
    } else if (behind.compareTo(MOST) > 0) {
      tell(behind, "behind", after, database);
    } else if (told || !compared) {
      // Also what an earlier run of this node has told.
      ledger.mended(problem);
      told = false;
    }
    compared = true;
  }

  private void tell(Duration apart, String where, Instant here, Instant database) {
    if (told) {
      return;
    }
    String node = log.place().node();
    List<AuditEntry> entries =
        organisations.stream()
            .map(
                ods ->
                    log.entry(ods, Action.CLOCK_FAULT, Actor.node(node, ods))
                        .forOperations()
                        .changing("database " + database, "node " + here)
                        .ended(Outcome.failed(apart.toMillis() + " ms " + where)))
            .toList();
    AlertText alert =
        new AlertText(
            problem,
            "The clock of a node is wrong",
            "The clock of the node %s is %d.%03d seconds %s the database's: it says %s, and the database %s."
                .formatted(node, apart.toSeconds(), apart.toMillisPart(), where, here, database),
            "Let both machines take the time from the same servers (NTP), and see which of them is"
                + " wrong. Entries of the audit log and tokens for MESH carry the node's time.");
    ledger
        .database()
        .jdbi()
        .useTransaction(
            handle -> {
              log.write(handle, entries);
              organisations.forEach(ods -> ledger.tell(ods, alert));
            });
    told = true;
  }
}
