package gpcm.node.journal;

import gpcm.node.store.Moment;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Alerts by what they have in common, and what people do with them: they are taken, given back,
 * commented on and closed together. Joins the transaction of its thread. Thread-safe.
 */
public final class AlertGroups {
  private static final String COLUMNS =
      """
      select severity, cause, min(id) as id, count(*) as alerts, max(last_at) as last_at, count(handled_at) as taken,
        array_agg(distinct handler_name) filter (where handler_name is not null) as names, count(seen_at) > 0 as seen,
        min(escalates_at) filter (where escalated_at is null and handled_at is null) as escalates_at, max(escalated_at) as escalated_at
      from alert where resolved_at is null\
      """;
  static final String COUNT = "select count(*) from (select from alert where resolved_at is null";
  private static final int EVENTS = 200;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Alerts alerts;

  /** Of the database behind {@code jdbi}. */
  public AlertGroups(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.alerts = new Alerts(jdbi, clock);
  }

  /** How many problems somebody sees. */
  public long count(AlertView view) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(COUNT + view.sql() + " group by severity, cause) problems")
                .bind("organisation", view.organisation())
                .mapTo(Long.class)
                .one());
  }

  /**
   * The open problems that somebody sees: what is to be acted on soonest first, and of that what
   * has stood longest.
   *
   * @param after the number of the first alert of the one that they stand behind, whether it is
   *     still open or not; of one that is not there any more they begin with the first
   */
  public List<AlertGroup> soonest(AlertView view, Optional<Long> after, int limit) {
    Optional<Integer> edge = after.flatMap(id -> alerts.severity(view.organisation(), id));
    return list(
        view,
        soonest(view, edge.isPresent()),
        query -> {
          edge.ifPresent(
              severity -> query.bind("severity", severity).bind("id", after.orElseThrow()));
          query.bind("limit", limit);
        });
  }

  static String soonest(AlertView view, boolean further) {
    return COLUMNS
        + view.sql()
        + " group by severity, cause"
        + (further ? " having (severity, min(id)) > (:severity, :id)" : "")
        + " order by severity, min(id) limit :limit";
  }

  /** The open alerts of a cause, as far as somebody sees them. */
  public Optional<AlertGroup> find(AlertView view, String cause) {
    return list(
            view,
            COLUMNS + " and cause = :cause" + view.sql() + " group by severity, cause",
            query -> query.bind("cause", cause))
        .stream()
        .findFirst();
  }

  private interface Values {
    void to(Query query);
  }

  private record Row(
      String cause,
      long id,
      int alerts,
      Instant lastAt,
      AlertGroup.Handling handling,
      Optional<Instant> escalatesAt,
      Optional<Instant> escalatedAt) {
    static Row read(ResultSet row) throws SQLException {
      Array names = row.getArray("names");
      return new Row(
          row.getString("cause"),
          row.getLong("id"),
          row.getInt("alerts"),
          Moment.of(row, "last_at"),
          new AlertGroup.Handling(
              names == null ? Set.of() : Set.of((String[]) names.getArray()),
              row.getInt("taken"),
              row.getBoolean("seen")),
          Moment.perhaps(row, "escalates_at"),
          Moment.perhaps(row, "escalated_at"));
    }
  }

  private List<AlertGroup> list(AlertView view, String sql, Values values) {
    List<Row> rows =
        jdbi.withHandle(
            handle -> {
              Query query = handle.createQuery(sql).bind("organisation", view.organisation());
              values.to(query);
              return query.map((row, context) -> Row.read(row)).list();
            });
    Map<Long, Alert> first = new LinkedHashMap<>();
    alerts
        .open(view, rows.stream().map(Row::id).toList())
        .forEach(alert -> first.put(alert.id(), alert));
    return rows.stream()
        .filter(row -> first.containsKey(row.id()))
        .map(
            row ->
                new AlertGroup(
                    row.cause(),
                    first.get(row.id()),
                    row.alerts(),
                    row.lastAt(),
                    row.handling(),
                    row.escalatesAt(),
                    row.escalatedAt()))
        .toList();
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
          fresh.ifPresent(first -> event(handle, view, cause, first, by, "opened it", ""));
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
                handle,
                changed(
                    handle,
                    "update alert set handled_at = :now, handler = :person, handler_name = :by"
                        + " where resolved_at is null and cause = :cause",
                    view,
                    cause,
                    Optional.of(new Taker(person, by))),
                first -> event(handle, view, cause, first, by, "took it", "")));
  }

  /** Whoever took them deals with them no longer: if nobody else does, the deputies are told. */
  public boolean giveBack(AlertView view, String cause, String by) {
    return jdbi.inTransaction(
        handle ->
            noted(
                handle,
                changed(
                    handle,
                    "update alert set handled_at = null, handler = null, handler_name = null,"
                        + " escalated_at = null where resolved_at is null and handled_at is not"
                        + " null and cause = :cause",
                    view,
                    cause,
                    Optional.empty()),
                first -> event(handle, view, cause, first, by, "gave it back", "")));
  }

  /** Adds a comment, which closes nothing. */
  public boolean comment(AlertView view, String cause, String by, String text) {
    return jdbi.inTransaction(
        handle ->
            noted(
                handle,
                alerts.openOfCause(view, cause, 0, 1).stream().map(Alert::id).findFirst(),
                first -> event(handle, view, cause, first, by, "wrote", text)));
  }

  /** Who takes something. */
  private record Taker(Optional<UUID> person, String name) {}

  private interface Noting {
    void of(long first);
  }

  private static boolean noted(Handle handle, Optional<Long> first, Noting noting) {
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

  private void event(
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

  /** What was done with alerts of a cause, oldest first; the last 200. */
  public List<AlertEvent> events(AlertView view, String cause) {
    record Line(long alert, AlertEvent event) {}
    List<Line> lines =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select * from (select * from alert_event where organisation = :organisation and cause = :cause
                          order by id desc limit :limit) e order by id
                        """)
                    .bind("organisation", view.organisation())
                    .bind("cause", cause)
                    .bind("limit", EVENTS)
                    .map(
                        (row, context) ->
                            new Line(
                                row.getLong("alert"),
                                new AlertEvent(
                                    Moment.of(row, "at"),
                                    row.getString("who"),
                                    row.getString("words"),
                                    row.getString("said"))))
                    .list());
    Set<Long> readable =
        alerts.any(view, lines.stream().map(Line::alert).distinct().toList()).stream()
            .filter(alert -> !alert.withheld())
            .map(Alert::id)
            .collect(Collectors.toSet());
    return lines.stream()
        .map(
            line ->
                readable.contains(line.alert())
                    ? line.event()
                    : new AlertEvent(
                        line.event().at(), line.event().who(), line.event().words(), ""))
        .toList();
  }

  /**
   * Closes up to so many open alerts of a cause, with one outcome.
   *
   * @return those that were closed, as they were; when they are as many, there may be more
   */
  public List<Alert> close(
      AlertView view, String cause, String by, AlertOutcome outcome, String text, int most) {
    return jdbi.inTransaction(
        handle ->
            alerts.openOfCause(view, cause, 0, most).stream()
                .filter(alert -> alerts.resolve(view, alert.id(), by, outcome, text))
                .toList());
  }
}
