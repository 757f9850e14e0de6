package gpcm.node.working;

import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import java.time.Instant;
import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/**
 * Gives a document to whoever the rules say, in the statement that files it: the first rule that
 * fits, or else the fallback team. Who is away has a stand-in; who is no longer at the organisation
 * has nothing any more, and the fallback team has it. A version of a document that somebody has
 * stays theirs.
 */
public final class Assigning {
  private static final String NO_TEAM = "settings/no-team";

  /** Whether the rule {@code x} fits the row {@code r}. */
  private static final String FITS =
      """
      (x.type_code is null or x.type_code = r.type_code)
        and (x.sender_ods is null or x.sender_ods = r.sender_ods and not r.confidential)
        and (x.use_case is null or x.use_case = r.use_case)
        and (x.for_action is null or x.for_action = (r.recipient_type = 'FA'))
      """;

  private static final String MARKS =
      """
       and (x.confidential is null or x.confidential = r.confidential)
       and (x.urgent is null or x.urgent = URGENT)
      """;

  /**
   * Whether nobody has what the row {@code r} takes the place of, now or once it is matched. What
   * its sender is answered not to be ours is nobody's work.
   */
  private static final String FREE =
      """
      r.state <> 'not-known-here' and not exists (select from worklist_entry h where h.id = r.prior
        and coalesce(h.owner_person, h.owner_team) is not null)\
      """;

  /**
   * What becomes of the row {@code r} that takes the place of {@code e}, if of any: {@code u.rule}
   * decides, {@code u.person} or {@code u.team} has it; all of them are null where somebody has
   * what it takes the place of.
   */
  public static final String OWNER =
      """
      left join lateral (
        select m.id as rule, m.name as rule_name, m.due_hours, coalesce(m.mark_urgent, false) as urgent, w.person, w.away, w.until,
          case when w.person is null then coalesce(m.to_team, f.team) end as team, m.to_person is not null and w.person is null as gone
        from (select) one
        left join lateral (select x.* from assignment_rule x where x.organisation = r.organisation and
      """
          + FITS
          + MARKS.replace("URGENT", "coalesce(e.urgent, false)")
          + """
              order by x.position limit 1) m on true
            left join assignment_fallback f on f.organisation = r.organisation
            left join lateral (
              select p.id as person, case when a.id is not null then m.to_person end as away, a.last_day as until
              from (select) one
              left join absence a on a.person = m.to_person and a.organisation = r.organisation
                and r.today between a.first_day and a.last_day
              join person p on p.id = coalesce(a.stand_in, m.to_person)
              where m.to_person is not null and
          """
          + PeopleHere.CONDITION.replace("ORGANISATION", "r.organisation").replace("NOW", "r.now")
          + """
            ) w on true
          ) u on
          """
          + FREE
          + "\n";

  private static final String EARLIER =
      """
      left join worklist_entry e on e.id = r.prior and r.state not in ('not-known-here', 'needs-matching')
      """;

  private static final String COLUMNS =
      """
      id uuid, organisation text, state text, type_code text, sender_ods text, use_case text, recipient_type text,
        confidential boolean, prior uuid, now timestamptz, today date
      """;

  private static final TableWrite HISTORY =
      new TableWrite(
          "ownerhistory",
          """
          insert into work_event (entry, at, who, words)
          select r.id, r.now, 'The node', case
              when u.person is null and u.team is null
                then 'found no owner for it: no team is set for documents like this. An administrator has been told'
              else 'assigned it to ' || case when u.team is null then n.name else 'the team ' || t.name end || case
                when u.rule is null then ', which has what no rule is for'
                when u.gone then ', since whoever would have it by the rule “' || u.rule_name || '” is not here any more'
                else ' by the rule “' || u.rule_name || '”' end
              || case when u.away is null then ''
                else ', for ' || o.name || ', away until ' || trim(to_char(u.until, 'FMDD FMMonth YYYY')) end
              || case when u.due_hours is null then '' else ', due within ' || u.due_hours || ' hours' end
              || case when u.urgent then ', and marked it urgent' else '' end end
          from json_to_recordset(:ownerhistory::json) as r (COLUMNS)
          EARLIER
          OWNER
          left join person n on n.id = u.person left join person o on o.id = u.away left join team t on t.id = u.team
          where FREE and (u.person is not null or u.team is not null or ARRANGED)
          """
              .replace("COLUMNS", COLUMNS)
              .replace("EARLIER", EARLIER)
              .replace("OWNER", OWNER)
              .replace("FREE", FREE)
              .replace("ARRANGED", arranged()));

  private static final TableWrite TOLD =
      new TableWrite(
          "ownertold",
          """
          insert into alert (organisation, problem, title, what_happened, what_to_do, times, raised_at, last_at)
          select r.organisation, case when u.gone then 'settings/person-gone' else 'settings/no-team' end,
            case when u.gone then 'A rule gives documents to somebody who is not here any more'
              else 'No team is set for documents like this' end,
            case when u.gone then 'The rule “' || max(u.rule_name) || '” gives documents to a person, or their stand-in, who is no longer at this organisation. '
                || case when count(u.team) = count(*) then 'The documents went to the fallback team instead.'
                  else 'There is no fallback team, so nobody has the documents: they are in the list “Unassigned”.' end
              else 'A document came for which there is no rule, and there is no fallback team. Nobody has it: it is in the list “Unassigned”.'
              end,
            case when u.gone then 'Change the rule, or remove it: Settings, Rules.'
              else 'Set a fallback team: Settings, Rules. Then give away what is unassigned.' end,
            count(*), max(r.now), max(r.now)
          from json_to_recordset(:ownertold::json) as r (COLUMNS)
          EARLIER
          OWNER
          where FREE and u.person is null and (u.gone or u.team is null and ARRANGED)
          group by r.organisation, u.gone
          on conflict (organisation, problem) where resolved_at is null
          do update set times = alert.times + excluded.times, last_at = excluded.last_at, what_happened = excluded.what_happened
          """
              .replace("COLUMNS", COLUMNS)
              .replace("EARLIER", EARLIER)
              .replace("OWNER", OWNER)
              .replace("FREE", FREE)
              .replace("ARRANGED", arranged()));

  /** The documents that a rule fits, and whether it is the first one. */
  static final String TRIED =
      """
      select r.id, first.id = :rule as first from worklist_entry r
      join assignment_rule x on x.id = :rule and x.organisation = r.organisation and
      """
          + FITS
          + MARKS.replace("URGENT", "r.urgent")
          + """
          cross join lateral (select x.id from assignment_rule x where x.organisation = r.organisation and
          """
          + FITS
          + MARKS.replace("URGENT", "r.urgent")
          + """
              order by x.position limit 1) first
          where r.organisation = :organisation and r.received_at >= :since
            and (:confidential or not r.confidential or x.type_code is null)
            and (:restricted or (x.type_code is null and x.sender_ods is null) or not RESTRICTED)
          order by r.received_at desc, r.id
          """
              .replace("RESTRICTED", Restriction.sql("r"));

  private Assigning() {}

  // Who works without teams and rules has told nobody that they want any.
  private static String arranged() {
    return """
    (exists (select from assignment_rule y where y.organisation = r.organisation)
            or exists (select from team y where y.organisation = r.organisation and y.ended_at is null))\
    """;
  }

  /** What {@link #OWNER} asks of the row of a document, besides what it is. */
  public static Row at(Row row, Instant now) {
    return row.put("now", now).put("today", LocalDate.ofInstant(now, Working.ZONE).toString());
  }

  /**
   * Says in the history of a document that is filed who has it and why; tells administrators where
   * nobody has.
   *
   * @param row the row that it is filed by
   */
  public static void told(StepResult result, Row row) {
    result.write(HISTORY, row);
    result.write(TOLD, row);
  }

  static void fallbackSet(Handle handle, ChangeOrder order, Instant now) {
    handle
        .createUpdate(
            """
            update alert set resolved_at = :now, resolved_by = :by
            where organisation = :organisation and problem = :problem and resolved_at is null
            """)
        .bind("now", Moment.column(now))
        .bind("by", order.by().name())
        .bind("organisation", order.organisation())
        .bind("problem", NO_TEAM)
        .execute();
  }
}
