package gpcm.node.retention;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.Data;
import gpcm.node.audit.AuditErasure;
import gpcm.node.audit.AuditLog;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.store.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what an organisation need not keep any more: in small batches, each with its stubs, its
 * part of the report and its entry of the audit log in one transaction, so that whoever is killed
 * half-way has done whole batches and goes on with the rest. Takes the lock under which holds are
 * set: a hold that was set is seen. Used by one round at a time.
 */
final class Deletion {
  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);
  private static final int TOGETHER = 100;

  /** No setting is shorter, so nothing younger is looked at. */
  private static final Map<Kind, Period> SHORTEST =
      Map.of(
          Kind.SENT, Period.ofYears(8),
          Kind.RECEIVED, Period.ofYears(8),
          Kind.CONTENT, Period.ofMonths(6));

  private final Ledger ledger;
  private final AuditLog log;
  private final AuditErasure erasure;
  private final Set<UUID> failed = new HashSet<>();

  Deletion(Ledger ledger, AuditLog log) {
    this.ledger = ledger;
    this.log = log;
    this.erasure = new AuditErasure(log);
  }

  /** Forgets what could not be deleted before; it is tried again. */
  void beginAnew() {
    failed.clear();
  }

  /**
   * Deletes the next of one kind.
   *
   * @return how many there were; fewer than asked for when there are no more
   */
  int next(String organisation, Kind kind) {
    try {
      return batch(organisation, kind, TOGETHER).size();
    } catch (JdbiException e) {
      LOG.warn("a batch of {} is deleted one by one: {}", kind.words(), Outages.cause(e));
      return oneByOne(organisation, kind);
    }
  }

  static boolean full(int number) {
    return number == TOGETHER;
  }

  private int oneByOne(String organisation, Kind kind) {
    int done = 0;
    while (done < TOGETHER) {
      UUID id =
          ledger.database().jdbi().withHandle(handle -> due(handle, organisation, kind, 1)).stream()
              .findFirst()
              .orElse(null);
      if (id == null) {
        return done;
      }
      try {
        if (batch(organisation, kind, 1).isEmpty()) {
          return done;
        }
      } catch (JdbiException e) {
        failed.add(id);
        LOG.error("{} cannot be deleted: {}", id, Outages.cause(e));
        ledger.database().jdbi().useTransaction(handle -> count(handle, organisation, "failed", 1));
      }
      done++;
    }
    return done;
  }

  private List<UUID> batch(String organisation, Kind kind, int most) {
    ledger.awaitPermission();
    return ledger
        .database()
        .jdbi()
        .inTransaction(
            handle -> {
              handle
                  .createQuery(
                      "select pg_advisory_xact_lock(hashtextextended('settings/' || :organisation,"
                          + " 0))")
                  .bind("organisation", organisation)
                  .mapTo(String.class)
                  .list();
              if (stopped(handle)) {
                return List.of();
              }
              List<UUID> ids = due(handle, organisation, kind, most);
              if (!ids.isEmpty()) {
                delete(handle, organisation, kind, ids);
              }
              return ids;
            });
  }

  static boolean stopped(Handle handle) {
    return handle
        .createQuery("select exists (select from destruction_stopped for share)")
        .mapTo(Boolean.class)
        .one();
  }

  private List<UUID> due(Handle handle, String organisation, Kind kind, int most) {
    return due(handle, organisation, kind, most, ledger.clock().instant(), failed);
  }

  /** The next of one kind, locked until the transaction ends. */
  static List<UUID> due(
      Handle handle,
      String organisation,
      Kind kind,
      int most,
      Instant now,
      Collection<UUID> except) {
    return handle
        .createQuery(kind.due())
        .bind("organisation", organisation)
        .bind("now", Moment.column(now))
        .bind(
            "youngest",
            Moment.column(now.atOffset(ZoneOffset.UTC).minus(SHORTEST.get(kind)).toInstant()))
        .bindArray("except", UUID.class, List.copyOf(except))
        .bind("most", most)
        .mapTo(UUID.class)
        .list();
  }

  private void delete(Handle handle, String organisation, Kind kind, List<UUID> ids) {
    for (String step : kind.steps()) {
      Update update = handle.createUpdate(step).bindArray("ids", UUID.class, ids);
      if (step.contains(":now")) {
        update.bind("now", Moment.column(ledger.clock().instant()));
      }
      update.execute();
    }
    count(handle, organisation, kind.text(), ids.size());
    log.write(
        handle,
        List.of(
            log.entry(
                    organisation,
                    Action.RETENTION_RUN,
                    Actor.node(log.place().node(), organisation))
                .forOperations()
                .with(Data.ofList(ids, ids.size()))
                .changing(
                    "%d %s, whose time is over".formatted(ids.size(), kind.words()), "deleted")));
  }

  private void count(Handle handle, String organisation, String column, int more) {
    Instant now = ledger.clock().instant();
    handle
        .createUpdate(
            """
            insert into deletion_report as r (organisation, day, sent, received, contents, failed, ended_at)
            values (:organisation, :day, :sent, :received, :contents, :failed, :now)
            on conflict (organisation, day) do update set sent = r.sent + excluded.sent, received = r.received + excluded.received,
              contents = r.contents + excluded.contents, failed = r.failed + excluded.failed, ended_at = excluded.ended_at
            """)
        .bind("organisation", organisation)
        .bind("day", LocalDate.ofInstant(now, ZoneOffset.UTC))
        .bind("sent", column.equals("sent") ? more : 0)
        .bind("received", column.equals("received") ? more : 0)
        .bind("contents", column.equals("contents") ? more : 0)
        .bind("failed", column.equals("failed") ? more : 0)
        .bind("now", Moment.column(now))
        .execute();
  }

  /**
   * Erases what the audit log says about persons, of cases that are deleted and that nobody has
   * done anything with for eight years. Not while any hold is in force: of whom the cases were is
   * not known any more.
   *
   * @return how many cases
   */
  int erase(String organisation) {
    Instant now = ledger.clock().instant();
    return ledger
        .database()
        .jdbi()
        .inTransaction(
            handle -> {
              if (stopped(handle)) {
                return 0;
              }
              List<UUID> cases =
                  handle
                      .createQuery(
                          """
                          select c.id from deleted_case c where c.organisation = :organisation and c.erased_at is null
                            and not exists (select from audit_entry a where a.case_id in (c.id, c.entry) and a.at > :since)
                            and not exists (select from legal_hold h where h.organisation = c.organisation and h.lifted_at is null)
                          order by c.deleted_at, c.id limit :most for update of c skip locked
                          """)
                      .bind("organisation", organisation)
                      .bind(
                          "since",
                          Moment.column(now.atOffset(ZoneOffset.UTC).minusYears(8).toInstant()))
                      .bind("most", TOGETHER)
                      .mapTo(UUID.class)
                      .list();
              if (cases.isEmpty()) {
                return 0;
              }
              List<UUID> about =
                  handle
                      .createQuery(
                          """
                          select a.entry_id from audit_entry a join deleted_case c on a.case_id in (c.id, c.entry)
                          where c.id = any(:ids)
                          """)
                      .bindArray("ids", UUID.class, cases)
                      .mapTo(UUID.class)
                      .list();
              handle
                  .createUpdate("update deleted_case set erased_at = :now where id = any(:ids)")
                  .bind("now", Moment.column(now))
                  .bindArray("ids", UUID.class, cases)
                  .execute();
              if (!about.isEmpty()) {
                int erased =
                    erasure.erase(
                        handle,
                        about,
                        log.entry(
                                organisation,
                                Action.ERASED,
                                Actor.node(log.place().node(), organisation))
                            .forOperations()
                            .with(Data.ofList(cases, cases.size()))
                            .changing(
                                "%d entries about deleted cases".formatted(about.size()),
                                "nobody is named in them"));
                LOG.debug("{} personal parts are erased", erased);
              }
              return cases.size();
            });
  }
}
