package gpcm.node.metrics;

import gpcm.node.metrics.Figures.OpenAlerts;
import gpcm.node.people.Extent;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads {@link Figures} in one statement, which looks at what is open only: by the partial index
 * {@code document_open} and its like, so that what is finished costs nothing. Thread-safe.
 */
final class DatabaseFigures {
  /** After how many failures something counts as stuck, as on the page of the nodes. */
  private static final int STUCK = 4;

  static final String STATEMENT =
      """
      select 'work' as what, 'document' as name, organisation, state, count(*) as a,
        count(*) filter (where due_at <= :now) as b, count(*) filter (where due_at < :late) as c,
        count(*) filter (where failures > :stuck) as d, extract(epoch from :now - min(accepted_at)) as e
      from document
      where state in ('unconfirmed', 'waiting', 'held', 'accepted', 'built', 'sent', 'infrastructure-acknowledged')
        and organisation = coalesce(:only, organisation)
      group by organisation, state
      union all
      select 'work', 'received', organisation, state, count(*), count(*) filter (where due_at <= :now),
        count(*) filter (where due_at < :late), count(*) filter (where failures > :stuck), extract(epoch from :now - min(received_at))
      from received_message where state = 'stored' and organisation = coalesce(:only, organisation) group by organisation, state
      union all
      select 'work', 'answer', organisation, state, count(*), count(*) filter (where due_at <= :now),
        count(*) filter (where due_at < :late), count(*) filter (where failures > :stuck), extract(epoch from :now - min(created_at))
      from answer where state = 'waiting' and organisation = coalesce(:only, organisation) group by organisation, state
      union all
      select 'alerts', severity::text, organisation, '', count(*), 0, 0, 0, 0 from alert
      where resolved_at is null and organisation = coalesce(:only, organisation)
      group by organisation, severity
      union all
      select 'refused', '', organisation, '', (held_until is not null and held_until > :now)::int, 0, 0, 0, 0 from mailbox
      where organisation = coalesce(:only, organisation)
      union all
      select 'single', 'nodes-alive', '', '', count(*), 0, 0, 0, 0 from node where alive_until > clock_timestamp()
      union all
      select 'single', 'database-size', '', '', pg_database_size(current_database()), 0, 0, 0, 0
      union all
      select 'single', 'content-size', '', '', pg_total_relation_size('content_chunk'), 0, 0, 0, 0
      union all
      select 'single', 'oldest-transaction', '', '', coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0), 0, 0, 0, 0
      from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      union all
      (select 'single', 'checkpoint-age', '', '', extract(epoch from :now - made_at), 0, 0, 0, 0
      from audit_checkpoint order by size desc limit 1)
      """;

  private final Jdbi jdbi;
  private final InstantSource clock;

  DatabaseFigures(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  Figures read(Extent extent) {
    List<Work> work = new ArrayList<>();
    List<OpenAlerts> alerts = new ArrayList<>();
    Map<String, Double> refused = new HashMap<>();
    Map<String, Double> single = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(STATEMENT)
                .bind("now", Moment.column(clock.instant()))
                .bind("late", Moment.column(clock.instant().minusSeconds(60)))
                .bind("only", extent.only())
                .bind("stuck", STUCK)
                .map(
                    (row, context) ->
                        switch (row.getString("what")) {
                          case "work" -> work.add(work(row));
                          case "alerts" -> alerts.add(alerts(row));
                          case "refused" ->
                              refused.put(row.getString("organisation"), row.getDouble("a"));
                          default -> single.put(row.getString("name"), row.getDouble("a"));
                        })
                .list());
    return new Figures(true, work, alerts, refused, single);
  }

  private static Work work(ResultSet row) throws SQLException {
    return new Work(
        row.getString("name"),
        row.getString("organisation"),
        row.getString("state"),
        row.getDouble("a"),
        row.getDouble("b"),
        row.getDouble("c"),
        row.getDouble("d"),
        row.getDouble("e"));
  }

  private static OpenAlerts alerts(ResultSet row) throws SQLException {
    return new OpenAlerts(
        row.getString("organisation"), Integer.parseInt(row.getString("name")), row.getDouble("a"));
  }
}
