package gpcm.node.working;

import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Begins the reviews of templates: by themselves with the statement that files a document, or by
 * hand. All levels are written at once; those after the first wait for the one before.
 */
public final class Reviewing {
  /**
   * Whether the template {@code x} begins by itself with the document DOC in the place of PRIOR.
   */
  private static final String BEGINS =
      """
      x.organisation = DOC.organisation and x.starts and x.ended_at is null
        and (x.type_code is null or x.type_code = DOC.type_code)
        and (x.sender_ods is null or x.sender_ods = DOC.sender_ods and not DOC.confidential)
        and (x.use_case is null or x.use_case = DOC.use_case)
        and (x.for_action is null or x.for_action = (DOC.recipient_type = 'FA'))
        and not exists (select from work_review v where v.entry = PRIOR and v.given_at is null and v.template = x.id)
      """;

  /**
   * Whether a review begins by itself with a document that is in a patient's record.
   *
   * @param document the alias of its row in the statement
   * @param prior the id of what it takes the place of, in the statement
   */
  public static String begins(String document, String prior) {
    return "exists (select from review_template x where "
        + BEGINS.replace("DOC", document).replace("PRIOR", prior)
        + ")";
  }

  private static final String OF_ROW = BEGINS.replace("DOC", "r").replace("PRIOR", "r.prior");

  private static final String LEVEL =
      """
      insert into work_review (id, entry, of_person, of_team, instruction, asked_at, asked_by, template, run, level, waits, due_hours,
        due_at)
      select gen_random_uuid(), r.id, case when l.level = 1 then coalesce(a.stand_in, l.of_person) else l.of_person end, l.of_team,
        l.instruction, r.now, 'The node', x.id, md5(r.id::text || x.id::text || r.now::text)::uuid, l.level, l.level > 1, l.due_hours,
        case when l.level = 1 then r.now + make_interval(hours => l.due_hours) end
      from FROM
      join review_template x on BEGINS
      join review_level l on l.template = x.id
      left join absence a on a.person = l.of_person and a.organisation = r.organisation and r.today between a.first_day and a.last_day
      where r.state not in ('not-known-here', 'needs-matching')
      """
          .replace("BEGINS", OF_ROW);

  private static final String SAID =
      """
      insert into work_event (entry, at, who, words)
      select r.id, r.now, 'The node', 'asked for a review by ' || case when l.of_team is not null then 'the team ' || t.name
          else coalesce(s.name, p.name) end
        || case when s.id is null then '' else ', for ' || p.name || ', away until ' || trim(to_char(a.last_day, 'FMDD FMMonth YYYY')) end
        || ', as the template “' || x.name || '” says: ' || l.instruction
      from FROM
      join review_template x on BEGINS
      join review_level l on l.template = x.id and l.level = 1
      left join absence a on a.person = l.of_person and a.organisation = r.organisation and r.today between a.first_day and a.last_day
      left join team t on t.id = l.of_team left join person p on p.id = l.of_person left join person s on s.id = a.stand_in
      where r.state not in ('not-known-here', 'needs-matching')
      """
          .replace("BEGINS", OF_ROW);

  private static final String FILED =
      """
      json_to_recordset(:NAME::json) as r (id uuid, organisation text, state text, type_code text, sender_ods text, use_case text,
        recipient_type text, confidential boolean, prior uuid, now timestamptz, today date)
      """;

  private static final String SETTLED =
      """
      (select e.id, e.organisation, n.state, e.type_code, e.sender_ods, e.use_case, e.recipient_type, e.confidential, d.original as prior,
          n.now, n.today
        from json_to_recordset(:NAME::json) as n (id uuid, state text, now timestamptz, today date)
        join worklist_entry e on e.id = n.id left join business_decision d on d.entry = e.id) r
      """;

  private static final TableWrite FILED_LEVELS =
      new TableWrite("filedlevels", LEVEL.replace("FROM", FILED.replace("NAME", "filedlevels")));
  private static final TableWrite FILED_SAID =
      new TableWrite("filedsaid", SAID.replace("FROM", FILED.replace("NAME", "filedsaid")));
  private static final TableWrite SETTLED_LEVELS =
      new TableWrite(
          "settledlevels", LEVEL.replace("FROM", SETTLED.replace("NAME", "settledlevels")));
  private static final TableWrite SETTLED_SAID =
      new TableWrite("settledsaid", SAID.replace("FROM", SETTLED.replace("NAME", "settledsaid")));

  private Reviewing() {}

  /**
   * Begins what begins by itself with a document that is filed; not for one that waits for its
   * patient.
   *
   * @param row the row that it is filed by
   */
  public static void filed(StepResult result, Row row) {
    result.write(FILED_LEVELS, row);
    result.write(FILED_SAID, row);
  }

  /** The same with a document that has waited for its patient. */
  public static void settled(StepResult result, Row row) {
    result.write(SETTLED_LEVELS, row);
    result.write(SETTLED_SAID, row);
  }

  /**
   * Begins the levels of a template by hand.
   *
   * @return what is said in the history
   */
  static String begin(Handle handle, UUID entry, ReviewTemplate template, Doer by, Instant now) {
    UUID run = UUID.randomUUID();
    int number = 1;
    for (ReviewLevel level : template.levels()) {
      handle
          .createUpdate(
              """
              insert into work_review (id, entry, of_person, of_team, instruction, asked_at, asked_by, template, run, level, waits,
                due_hours)
              values (:id, :entry, :person, :team, :instruction, :now, :who, :template, :run, :level, true, :hours)
              """)
          .bind("id", UUID.randomUUID())
          .bind("entry", entry)
          .bindByType("person", level.of().personId().orElse(null), UUID.class)
          .bindByType("team", level.of().teamId().orElse(null), UUID.class)
          .bind("instruction", level.instruction())
          .bind("now", Moment.column(now))
          .bind("who", by.name())
          .bind("template", template.id())
          .bind("run", run)
          .bind("level", number++)
          .bindByType(
              "hours",
              level.dueHours().isPresent() ? level.dueHours().getAsInt() : null,
              Integer.class)
          .execute();
    }
    return "began the reviews of the template “%s”%s"
        .formatted(template.name(), next(handle, run, by.organisation(), now).orElse(""));
  }

  /** Begins the next level of what a review was one of; in words what that is. */
  static Optional<String> after(Handle handle, UUID review, String organisation, Instant now) {
    return handle
        .createQuery("select run from work_review where id = :id and run is not null")
        .bind("id", review)
        .mapTo(UUID.class)
        .findOne()
        .flatMap(run -> next(handle, run, organisation, now));
  }

  private record Waiting(UUID id, int level, Assignee of, String instruction) {
    static Waiting of(ResultSet row) throws SQLException {
      return new Waiting(
          row.getObject("id", UUID.class),
          row.getInt("level"),
          Assignee.of(row, "of_person", "of_team", "whom"),
          row.getString("instruction"));
    }
  }

  private static Optional<String> next(Handle handle, UUID run, String organisation, Instant now) {
    return handle
        .createQuery(
            """
            select v.*, coalesce(p.name, t.name) as whom from work_review v
            left join person p on p.id = v.of_person left join team t on t.id = v.of_team
            where v.run = :run and v.waits and v.given_at is null order by v.level limit 1
            """)
        .bind("run", run)
        .map((row, context) -> Waiting.of(row))
        .findOne()
        .map(waiting -> begun(handle, waiting, organisation, now));
  }

  private static String begun(Handle handle, Waiting waiting, String organisation, Instant now) {
    Optional<StandIn> standIn =
        waiting.of().team()
            ? Optional.empty()
            : StandIn.of(
                handle,
                organisation,
                waiting.of().who().id(),
                LocalDate.ofInstant(now, Working.ZONE));
    handle
        .createUpdate(
            """
            update work_review set waits = false, asked_at = :now, due_at = :now + make_interval(hours => due_hours),
              of_person = coalesce(:person, of_person)
            where id = :id
            """)
        .bindByType("now", Moment.column(now), OffsetDateTime.class)
        .bindByType("person", standIn.map(one -> one.person().id()).orElse(null), UUID.class)
        .bind("id", waiting.id())
        .execute();
    return "; level %d goes to %s%s: %s"
        .formatted(
            waiting.level(),
            standIn.map(one -> one.person().name()).orElse(waiting.of().words()),
            standIn.map(StandIn::words).orElse(""),
            waiting.instruction());
  }
}
