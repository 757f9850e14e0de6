package gpcm.node.working;

import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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

  /**
   * Who gives the level {@code l}: the stand-in of who is away, or who it names; nobody where
   * neither is here any more, and then any clinician.
   */
  private static final String GIVER =
      """
      left join lateral (
        select p.id, p.name, c.until
        from (select l.of_person as id, cast(null as date) as until
          union all select a.stand_in, a.last_day from absence a where a.person = l.of_person and a.organisation = r.organisation
            and r.today between a.first_day and a.last_day) c
        join person p on p.id = c.id
        where
      """
          + PeopleHere.CONDITION.replace("ORGANISATION", "r.organisation").replace("NOW", "r.now")
          + """
            order by c.until limit 1) w on true
          """;

  private static final String LEVEL =
      """
      insert into work_review (id, entry, of_person, of_team, instruction, asked_at, asked_by, template, run, level, waits, due_hours,
        due_at)
      select gen_random_uuid(), r.id, case when l.level = 1 then w.id else l.of_person end, l.of_team,
        l.instruction, r.now, 'The node', x.id, md5(r.id::text || x.id::text || r.now::text)::uuid, l.level, l.level > 1, l.due_hours,
        case when l.level = 1 then r.now + make_interval(hours => l.due_hours) end
      from FROM
      join review_template x on BEGINS
      join review_level l on l.template = x.id
      GIVER
      where r.state not in ('not-known-here', 'needs-matching')
      """
          .replace("BEGINS", OF_ROW)
          .replace("GIVER", GIVER);

  private static final String SAID =
      """
      insert into work_event (entry, at, who, words)
      select r.id, r.now, 'The node', 'asked for a review by ' || case when l.of_team is not null then 'the team ' || t.name
          else coalesce(w.name, 'any clinician') end
        || case when w.until is not null then ', for ' || p.name || ', away until ' || trim(to_char(w.until, 'FMDD FMMonth YYYY'))
          when w.id is null and p.id is not null then ', since ' || p.name || ' is not here any more' else '' end
        || ', as the template “' || x.name || '” says: ' || l.instruction
      from FROM
      join review_template x on BEGINS
      join review_level l on l.template = x.id and l.level = 1
      GIVER
      left join team t on t.id = l.of_team left join person p on p.id = l.of_person
      where r.state not in ('not-known-here', 'needs-matching')
      """
          .replace("BEGINS", OF_ROW)
          .replace("GIVER", GIVER);

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
  static String begin(
      Handle handle, UUID entry, WorkFact.ReviewsBegun begun, Doer by, Instant now) {
    ReviewTemplate template = begun.template();
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
          .bind("id", number == 1 ? begun.id() : UUID.randomUUID())
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
            : StandIn.of(handle, organisation, waiting.of().who().id(), now);
    Optional<Named> person =
        waiting.of().team()
            ? Optional.empty()
            : standIn
                .map(StandIn::person)
                .or(() -> PeopleHere.find(handle, organisation, now, waiting.of().who().id()));
    handle
        .createUpdate(
            """
            update work_review set waits = false, asked_at = :now, due_at = :now + make_interval(hours => due_hours),
              of_person = :person
            where id = :id
            """)
        .bindByType("now", Moment.column(now), OffsetDateTime.class)
        .bindByType("person", person.map(Named::id).orElse(null), UUID.class)
        .bind("id", waiting.id())
        .execute();
    return "; level %d goes to %s%s: %s"
        .formatted(
            waiting.level(),
            waiting.of().team()
                ? waiting.of().words()
                : person
                    .map(Named::name)
                    .orElseGet(
                        () ->
                            "any clinician, since "
                                + waiting.of().who().name()
                                + " is not here any more"),
            standIn.map(StandIn::words).orElse(""),
            waiting.instruction());
  }
}
