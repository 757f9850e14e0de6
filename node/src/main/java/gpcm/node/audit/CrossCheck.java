package gpcm.node.audit;

import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds entries that were never written, or were removed before they were sealed: what happened on
 * a day, as the node's other tables have it, is looked for in the log. Both are written by one
 * transaction, so that is what they are matched by, or by the document. Changes nothing.
 * Thread-safe.
 */
public final class CrossCheck {
  /** Clocks of nodes differ, and a transaction lasts a while: entries of that much around a day. */
  private static final Duration AROUND = Duration.ofHours(1);

  /** A day has its tens of thousands of entries: they are read once. */
  private static final String TOLD =
      """
      with told as materialized (
        select xid, action, case_id, count(*) as entries from audit_entry
        where entry_id >= audit_lowest_id(:toldFrom) and entry_id < audit_lowest_id(:toldUntil)
        group by xid, action, case_id
      ), happened (organisation, kind, about, told) as (
      """;

  /** Lines of timelines that the node writes entries of. */
  private static final String EVENTS =
      """
      select e.organisation, e.kind, coalesce(e.document, e.received)::text,
        coalesce(t.entries, 0) >= row_number() over (partition by e.tx, e.kind, coalesce(e.document, e.received))
      from event e join (values KINDS) as k (kind, action) on k.kind = e.kind
        left join told t on t.xid = e.tx and t.action = k.action and t.case_id = coalesce(e.document, e.received)
      where e.at >= :from and e.at < :until
      """;

  /** The entry of an answer that is sent again is about the answer, its line about what came in. */
  private static final String RESENT =
      """
      select e.organisation, e.kind, coalesce(e.document, e.received)::text,
        exists (select from told t where t.xid = e.tx and t.action = 'resent')
      from event e where e.kind = 'resent' and e.at >= :from and e.at < :until
      """;

  private static final String SUBMITTED =
      """
      select d.organisation, 'submitted', d.id::text,
        exists (select from audit_entry a where a.case_id = d.id and a.action = 'submitted')
      from document d where d.copy_of is null and d.accepted_at >= :from and d.accepted_at < :until
      """;

  private static final String ON_ITS_WAY =
      """
      select d.organisation, 'document ' || d.state, d.id::text,
        exists (select from audit_entry a where a.case_id = d.id
          and a.action in ('posted', 'accepted', 'tracked', 'answered-infrastructure', 'answered-business'))
      from document d where d.accepted_at >= :from and d.accepted_at < :until
        and d.state in ('sent', 'infrastructure-acknowledged', 'completed', 'rejected')
      """;

  private static final String ENTERED =
      """
      select w.organisation, 'worklist entry', w.received::text,
        exists (select from audit_entry a where a.case_id = w.received and a.action = 'filed')
      from worklist_entry w where w.received_at >= :from and w.received_at < :until
      """;

  private static final String ALERTS =
      """
      select a.organisation, 'alert closed', a.id::text,
        exists (select from told t where t.xid = a.ended_tx and t.action = 'alert-closed')
      from alert a where a.resolved_by <> 'mended by itself' and a.ended_tx is not null
        and a.resolved_at >= :from and a.resolved_at < :until
      """;

  // Whatever the transaction says of itself: a password that is set, or an account that is shut,
  // ends sessions, too.
  private static final String SESSIONS =
      """
      select s.organisation, 'session begun', s.handle::text, exists (select from told t where t.xid = s.tx)
      from session s where s.tx is not null and s.begun_at >= :from and s.begun_at < :until
      union all
      select s.organisation, 'session ended', s.handle::text, exists (select from told t where t.xid = s.ended_tx)
      from session s where s.ended_tx is not null and s.ended_at >= :from and s.ended_at < :until
      """;

  private static final String ROLES =
      """
      select r.organisation, 'role decided', r.id::text,
        exists (select from told t where t.xid = r.tx)
      from role_assignment r where r.tx is not null and r.made_at >= :from and r.made_at < :until
      union all
      select r.organisation, 'role decided otherwise', r.id::text,
        exists (select from told t where t.xid = r.ended_tx)
      from role_assignment r where r.ended_tx is not null and r.withdrawn_at >= :from and r.withdrawn_at < :until
      """;

  /** Of passkeys and links the organisation is not known: each is told. */
  private static final String KEYS =
      """
      select k.organisation, 'key made', k.id::text,
        exists (select from told t where t.xid = k.tx)
      from api_key k where k.tx is not null and k.made_at >= :from and k.made_at < :until
      union all
      select k.organisation, 'key withdrawn', k.id::text,
        exists (select from told t where t.xid = k.ended_tx)
      from api_key k where k.ended_tx is not null and k.withdrawn_at >= :from and k.withdrawn_at < :until
      union all
      select '', 'passkey made', p.id::text,
        exists (select from told t where t.xid = p.tx)
      from passkey p where p.tx is not null and p.made_at >= :from and p.made_at < :until
      union all
      select '', 'link made', l.person::text,
        exists (select from told t where t.xid = l.tx)
      from sign_in_link l where l.tx is not null and l.purpose <> 'demo' and l.made_at >= :from and l.made_at < :until
      """;

  private static final String SECOND_PERSONS =
      """
      select c.organisation, 'second person asked', c.id::text,
        exists (select from told t where t.xid = c.tx and t.action = 'second-asked')
      from confirmation c where c.asked_at >= :from and c.asked_at < :until
      union all
      select c.organisation, 'second person decided', c.id::text,
        exists (select from told t where t.xid = c.decided_tx and t.action = 'second-' || c.state)
      from confirmation c where c.decided_tx is not null
        and coalesce(c.decided_at, c.asked_at) >= :from and coalesce(c.decided_at, c.asked_at) < :until
      """;

  private static final String COUNTED =
      """
      ), placed as (
        select *, row_number() over (partition by organisation, kind, told order by about) as place from happened
      ) select organisation, kind, count(*) as happened, count(*) filter (where not told) as missing,
        array_agg(about order by about) filter (where not told and place <= 3) as examples
      from placed group by organisation, kind order by organisation, kind
      """;

  private static final String ALL =
      List.of(
              EVENTS.replace("KINDS", kinds()),
              RESENT,
              SUBMITTED,
              ON_ITS_WAY,
              ENTERED,
              ALERTS,
              SESSIONS,
              ROLES,
              KEYS,
              SECOND_PERSONS)
          .stream()
          .collect(Collectors.joining("union all\n", TOLD, COUNTED));

  private final Jdbi jdbi;

  /** Of the database behind {@code jdbi}. */
  public CrossCheck(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private static String kinds() {
    return CaseActions.ALL.entrySet().stream()
        .map(each -> "('%s', '%s')".formatted(each.getKey(), each.getValue().code()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Compares a day, by UTC. */
  public CrossCheckResult of(LocalDate day) {
    Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant until = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return jdbi.withHandle(handle -> new CrossCheckResult(day, compared(handle, from, until)));
  }

  private static List<CrossCheckResult.Line> compared(Handle handle, Instant from, Instant until) {
    return handle
        .createQuery(ALL)
        .bind("from", Moment.column(from))
        .bind("until", Moment.column(until))
        .bind("toldFrom", Moment.column(from.minus(AROUND)))
        .bind("toldUntil", Moment.column(until.plus(AROUND)))
        .map((row, context) -> line(row))
        .list();
  }

  private static CrossCheckResult.Line line(ResultSet row) throws SQLException {
    return new CrossCheckResult.Line(
        row.getString("organisation"),
        row.getString("kind"),
        row.getLong("happened"),
        row.getLong("missing"),
        row.getArray("examples") == null
            ? List.of()
            : Arrays.asList((String[]) row.getArray("examples").getArray()));
  }
}
