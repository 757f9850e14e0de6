package gpcm.node.journal;

import gpcm.node.store.Moment;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * What people do with alerts: those of one cause are taken, given back and commented on together,
 * and closed one by one or together. Joins the transaction of its thread. Thread-safe.
 */
public final class AlertHandling {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Alerts alerts;

  AlertHandling(Jdbi jdbi, InstantSource clock, Alerts alerts) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.alerts = alerts;
  }

  /** Somebody has opened the page of a cause. */
  public void seen(AlertView view, String cause, String by) {
    jdbi.useTransaction(
        handle -> {
          Optional<Long> fresh =
              changed(
                  handle,
                  "update alert set seen_at = :now where resolved_at is null and seen_at is null"
                      + " and cause = :cause",
                  view,
                  cause,
                  Optional.empty());
          fresh.ifPresent(first -> entered(handle, view, cause, first, by, "opened it", ""));
        });
  }

  /**
   * Somebody deals with all open alerts of a cause: nobody else is told of them by time.
   *
   * @param person who, when they have an account here
   * @return false when there are none
   */
  public boolean take(AlertView view, String cause, Optional<UUID> person, String by) {
    return jdbi.inTransaction(
        handle ->
            noted(
                changed(
                    handle,
                    "update alert set handled_at = :now, handler = :person, handler_name = :by"
                        + " where resolved_at is null and cause = :cause",
                    view,
                    cause,
                    Optional.of(new Taker(person, by))),
                first -> entered(handle, view, cause, first, by, "took it", "")));
  }

  /** Whoever took them deals with them no longer: if nobody else does, the deputies are told. */
  public boolean giveBack(AlertView view, String cause, String by) {
    return jdbi.inTransaction(
        handle ->
            noted(
                changed(
                    handle,
                    "update alert set handled_at = null, handler = null, handler_name = null,"
                        + " escalated_at = null where resolved_at is null and handled_at is not"
                        + " null and cause = :cause",
                    view,
                    cause,
                    Optional.empty()),
                first -> entered(handle, view, cause, first, by, "gave it back", "")));
  }

  /**
   * Adds a comment, which closes nothing. Whoever may not see what this alert is about does not
   * read it.
   *
   * @param id the alert that was looked at
   * @return false when it is not open, or none of those
   */
  public boolean comment(AlertView view, long id, String by, String text) {
    return jdbi.inTransaction(
        handle ->
            noted(
                alerts.find(view, id).map(Alert::id),
                open ->
                    entered(
                        handle,
                        view,
                        alerts.causeOf(view.organisation(), open),
                        open,
                        by,
                        "wrote",
                        text)));
  }

  /** Who takes something. */
  private record Taker(Optional<UUID> person, String name) {}

  private interface Noting {
    void of(long first);
  }

  private static boolean noted(Optional<Long> first, Noting noting) {
    first.ifPresent(noting::of);
    return first.isPresent();
  }

  /** Changes the open alerts of a cause; the number of the first one, if there was any. */
  private Optional<Long> changed(
      Handle handle, String update, AlertView view, String cause, Optional<Taker> taker) {
    Query query =
        handle
            .createQuery(
                "with changed as ("
                    + update
                    + view.sql()
                    + " returning id) select min(id) as id from changed having count(*) > 0")
            .bind("cause", cause)
            .bind("organisation", view.organisation());
    if (update.contains(":now")) {
      query.bind("now", Moment.column(clock.instant()));
    }
    taker.ifPresent(
        who ->
            query
                .bindByType("person", who.person().orElse(null), UUID.class)
                .bind("by", who.name()));
    return query.mapTo(Long.class).findOne();
  }

  private void entered(
      Handle handle,
      AlertView view,
      String cause,
      long first,
      String by,
      String words,
      String said) {
    handle
        .createUpdate(
            """
            insert into alert_event (organisation, cause, alert, at, who, words, said)
            values (:organisation, :cause, :alert, :now, :by, :words, :said)
            """)
        .bind("organisation", view.organisation())
        .bind("cause", cause)
        .bind("alert", first)
        .bind("now", Moment.column(clock.instant()))
        .bind("by", by)
        .bind("words", words)
        .bind("said", said)
        .execute();
  }

  /**
   * Closes an open alert.
   *
   * @return false when there is no open alert with that number among them
   */
  public boolean close(AlertView view, long id, String by, AlertOutcome outcome, String text) {
    return jdbi.inTransaction(
        handle -> {
          String cause = alerts.causeOf(view.organisation(), id);
          boolean closed = alerts.resolve(view, id, by, outcome, text);
          if (closed) {
            entered(
                handle,
                view,
                cause,
                id,
                by,
                "closed alert %d: %s".formatted(id, outcome.words()),
                text);
          }
          return closed;
        });
  }

  /**
   * Closes up to so many open alerts of a cause, with one outcome. Where one of them is about what
   * is confidential, who may not see that does not read the text among what was done.
   *
   * @return those that were closed, as they were; when they are as many, there may be more
   */
  public List<Alert> closeAll(
      AlertView view, String cause, String by, AlertOutcome outcome, String text, int most) {
    return jdbi.inTransaction(
        handle -> {
          List<Alert> closed =
              alerts.openOfCause(view, cause, 0, most).stream()
                  .filter(alert -> alerts.resolve(view, alert.id(), by, outcome, text))
                  .toList();
          if (!closed.isEmpty()) {
            String words = "closed %d of them: %s".formatted(closed.size(), outcome.words());
            Alert about =
                closed.stream()
                    .filter(alert -> alert.about().confidential())
                    .findFirst()
                    .orElse(closed.getFirst());
            entered(handle, view, cause, about.id(), by, words, text);
          }
          return closed;
        });
  }
}
