package gpcm.node.reporting;

import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import gpcm.node.reporting.ReceivedReport.Looks;
import gpcm.node.reporting.SentReport.Refusal;
import gpcm.node.store.Moment;
import gpcm.node.working.WorkState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Counts what is there: what has been deleted since is in no report. Nothing is read of another
 * organisation than the one that is asked for. Thread-safe.
 */
public final class Reports {
  /** So many teams, senders and reasons are told, those with the most documents. */
  public static final int TOLD = 50;

  private static final List<Action> ACTS =
      List.of(Action.CONFIRMED, Action.HELD, Action.OVERRIDDEN, Action.RESENT, Action.WITHDRAWN);

  private static final String WORK =
      """
      select work, count(*) as documents from worklist_entry
      where organisation = :organisation and received_at >= :from and received_at < :until group by work
      """;

  // Of what a person has, the team is the first of theirs: whoever is in several has no better one.
  private static final String TIMES =
      """
      with first_team as materialized (
        select m.person, min(o.name) as name from team_member m join team o on o.id = m.team
        where o.organisation = :organisation and o.ended_at is null group by m.person),
      opening as (
        select a.case_id, min(a.at) as at from audit_entry a where a.org = :organisation and a.action = 'document-opened'
          and a.entry_id >= audit_lowest_id(cast(:from as timestamptz) - interval '1 hour') group by a.case_id),
      each as (
        select coalesce(t.name, f.name) as team,
          case when e.confidential then null else coalesce(nullif(e.sender_name, ''), e.sender_ods) end as sender,
          extract(epoch from e.done_at - e.received_at)::float8 as done,
          extract(epoch from o.at - e.received_at)::float8 as opened
        from worklist_entry e left join team t on t.id = e.owner_team
          left join first_team f on f.person = coalesce(e.owner_person, e.done_by)
          left join opening o on o.case_id = e.id
        where e.organisation = :organisation and e.received_at >= :from and e.received_at < :until)
      select grouping(team) as no_team, grouping(sender) as no_sender, team, sender, count(*) as documents,
        count(opened) as opened, percentile_cont(0.5) within group (order by opened) as opened_median,
        percentile_cont(0.9) within group (order by opened) as opened_most,
        count(done) as done, percentile_cont(0.5) within group (order by done) as done_median,
        percentile_cont(0.9) within group (order by done) as done_most
      from each group by grouping sets ((), (team), (sender)) order by documents desc, team, sender
      """;

  private static final String LOOKS =
      """
      select count(*) as completed, count(c.review) as drawn, count(v.given_at) as looked,
        count(*) filter (where v.given_at is not null and c.outcome <> (select n.outcome from work_completion n
          where n.entry = v.entry and n.at > c.at order by n.at limit 1)) as otherwise
      from work_completion c left join work_review v on v.id = c.review
      where c.organisation = :organisation and c.at >= :from and c.at < :until
      """;

  // What was superseded has a newer version, which may be of another day.
  private static final String ENCOUNTERS =
      """
      select state, count(*) as documents from (
        select distinct on (encounter_id) state from document
        where organisation = :organisation and copy_of is null and state <> 'superseded' and accepted_at >= :from and accepted_at < :until
        order by encounter_id, version desc, accepted_at desc) newest
      group by state
      """;

  private static final String REFUSALS =
      """
      select coalesce(case when d.state = 'failed' then (select r.status_code from received_message r
          where r.organisation = d.organisation and r.linked_message_id = d.mesh_message_id and r.message_type = 'REPORT' limit 1)
        else coalesce(nullif(d.business_code, '30001'), d.infrastructure_code) end, '') as code, d.recipient, count(*) as documents
      from document d
      where d.organisation = :organisation and d.state in ('rejected', 'failed', 'void') and d.accepted_at >= :from and d.accepted_at < :until
      group by 1, 2 order by documents desc, 1, 2 limit :told
      """;

  private static final String DONE =
      """
      select action, count(*) as times from audit_entry
      where org = :organisation and action = any(:actions) and entry_id >= audit_lowest_id(:from) and entry_id < audit_lowest_id(:until)
      group by action
      """;

  private final Jdbi jdbi;

  /** Of the database behind {@code jdbi}. */
  public Reports(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What an organisation received. */
  public ReceivedReport received(String organisation, Period period) {
    return jdbi.withHandle(
        handle -> {
          Map<WorkState, Long> states = new EnumMap<>(WorkState.class);
          bound(handle.createQuery(WORK), organisation, period)
              .map((row, context) -> Map.entry(row.getString("work"), row.getLong("documents")))
              .forEach(each -> states.put(WorkState.of(each.getKey()), each.getValue()));
          Looks looks =
              bound(handle.createQuery(LOOKS), organisation, period)
                  .map(
                      (row, context) ->
                          new Looks(
                              row.getLong("completed"),
                              row.getLong("drawn"),
                              row.getLong("looked"),
                              row.getLong("otherwise")))
                  .one();
          List<Grouped> groups =
              bound(handle.createQuery(TIMES), organisation, period)
                  .map((row, context) -> Grouped.of(row))
                  .list();
          return new ReceivedReport(
              states,
              groups.stream()
                  .filter(each -> each.by() == By.ALL)
                  .map(Grouped::group)
                  .findFirst()
                  .orElseThrow(),
              some(groups, By.TEAM),
              some(groups, By.SENDER),
              looks);
        });
  }

  private static List<ReceivedGroup> some(List<Grouped> groups, By by) {
    return groups.stream().filter(each -> each.by() == by).map(Grouped::group).limit(TOLD).toList();
  }

  /** What an organisation had to send. */
  public SentReport sent(String organisation, Period period) {
    return jdbi.withHandle(
        handle -> {
          Map<DocumentState, Long> encounters = new EnumMap<>(DocumentState.class);
          bound(handle.createQuery(ENCOUNTERS), organisation, period)
              .map((row, context) -> Map.entry(row.getString("state"), row.getLong("documents")))
              .forEach(each -> encounters.put(DocumentState.of(each.getKey()), each.getValue()));
          List<Refusal> refusals =
              bound(handle.createQuery(REFUSALS), organisation, period)
                  .bind("told", TOLD)
                  .map(
                      (row, context) ->
                          new Refusal(
                              row.getString("code"),
                              row.getString("recipient"),
                              row.getLong("documents")))
                  .list();
          Map<Action, Long> acts = new EnumMap<>(Action.class);
          ACTS.forEach(action -> acts.put(action, 0L));
          bound(handle.createQuery(DONE), organisation, period)
              .bindArray("actions", String.class, ACTS.stream().map(Action::code).toArray())
              .map((row, context) -> Map.entry(row.getString("action"), row.getLong("times")))
              .forEach(
                  each -> acts.put(Action.ofCode(each.getKey()).orElseThrow(), each.getValue()));
          return new SentReport(encounters, refusals, acts);
        });
  }

  private static Query bound(Query query, String organisation, Period period) {
    return query
        .bind("organisation", organisation)
        .bind("from", Moment.column(period.start()))
        .bind("until", Moment.column(period.end()));
  }

  private enum By {
    ALL,
    TEAM,
    SENDER
  }

  private record Grouped(By by, ReceivedGroup group) {
    static Grouped of(ResultSet row) throws SQLException {
      By by =
          row.getInt("no_team") == 0 ? By.TEAM : row.getInt("no_sender") == 0 ? By.SENDER : By.ALL;
      return new Grouped(
          by,
          new ReceivedGroup(
              switch (by) {
                case ALL -> Optional.empty();
                case TEAM -> Optional.ofNullable(row.getString("team"));
                case SENDER -> Optional.ofNullable(row.getString("sender"));
              },
              row.getLong("documents"),
              taken(row, "opened"),
              taken(row, "done")));
    }

    private static Optional<TimeTaken> taken(ResultSet row, String what) throws SQLException {
      long documents = row.getLong(what);
      return documents == 0
          ? Optional.empty()
          : Optional.of(
              new TimeTaken(
                  documents,
                  time(row.getDouble(what + "_median")),
                  time(row.getDouble(what + "_most"))));
    }

    private static Duration time(double seconds) {
      return Duration.ofSeconds(Math.round(seconds));
    }
  }
}
