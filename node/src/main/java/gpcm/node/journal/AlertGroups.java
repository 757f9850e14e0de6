package gpcm.node.journal;

import gpcm.node.store.Moment;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Open alerts by what they have in common. Thread-safe. */
public final class AlertGroups {
  private static final String COLUMNS =
      """
      select severity, cause, min(id) as id, count(*) as alerts, max(last_at) as last_at, count(handled_at) as taken,
        array_agg(distinct handler_name) filter (where handler_name is not null) as names, count(seen_at) > 0 as seen,
        min(escalates_at) filter (where escalated_at is null and handled_at is null) as escalates_at, max(escalated_at) as escalated_at
      from alert where resolved_at is null\
      """;
  private static final int EVENTS = 200;

  private final Jdbi jdbi;
  private final Alerts alerts;

  AlertGroups(Jdbi jdbi, Alerts alerts) {
    this.jdbi = jdbi;
    this.alerts = alerts;
  }

  static String counting(AlertView view) {
    return "select count(*) from (select from alert where resolved_at is null"
        + view.sql()
        + " group by severity, cause) problems";
  }

  /** How many problems somebody sees. */
  public long count(AlertView view) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(counting(view))
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
}
