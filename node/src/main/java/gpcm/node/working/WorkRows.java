package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.WorkView.Line;
import gpcm.node.working.WorkView.Note;
import gpcm.node.working.WorkView.Review;
import gpcm.node.working.WorkView.Signed;
import gpcm.node.working.WorkView.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables of the work on received documents, as they are read. */
final class WorkRows {
  private static final String WORK =
      """
      select e.*, p.name as person_name, t.name as team_name from worklist_entry e
      left join person p on p.id = e.owner_person left join team t on t.id = e.owner_team
      where e.id = :entry and e.organisation = :organisation
      """;

  private WorkRows() {}

  /** How the work stands, and whether the sender wants the document acted on. */
  record Standing(UUID entry, Work work, boolean forAction) {}

  static Optional<Standing> find(Handle handle, String organisation, UUID entry) {
    return handle
        .createQuery(WORK)
        .bind("entry", entry)
        .bind("organisation", organisation)
        .map((row, context) -> standing(row))
        .findOne();
  }

  /** The same; nobody else changes it before the transaction has ended. */
  static Optional<Standing> lock(Handle handle, String organisation, UUID entry) {
    return handle
            .createQuery(
                "select id from worklist_entry where id = :entry and organisation = :organisation"
                    + " for update")
            .bind("entry", entry)
            .bind("organisation", organisation)
            .mapTo(UUID.class)
            .findOne()
            .isEmpty()
        ? Optional.empty()
        : find(handle, organisation, entry);
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        row.getObject("id", UUID.class), work(row), row.getString("recipient_type").equals("FA"));
  }

  static Work work(ResultSet row) throws SQLException {
    Optional<Outcome> outcome = Optional.ofNullable(row.getString("outcome")).flatMap(Outcome::of);
    Optional<Instant> doneAt = Moment.perhaps(row, "done_at");
    return new Work(
        WorkState.of(row.getString("work")),
        patient(row),
        named(row, "owner_person", "person_name"),
        named(row, "owner_team", "team_name"),
        row.getBoolean("started"),
        Moment.perhaps(row, "due_at"),
        row.getBoolean("urgent"),
        row.getBoolean("own_task"),
        Optional.ofNullable(row.getObject("waiting_until", LocalDate.class)),
        outcome.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Work.Ending(
                    outcome.get(),
                    Optional.ofNullable(row.getString("outcome_text")).orElse(""),
                    doneAt.orElseThrow(),
                    Optional.ofNullable(row.getObject("done_by", UUID.class)))),
        row.getLong("work_version"));
  }

  private static Work.Patient patient(ResultSet row) throws SQLException {
    if (row.getBoolean("matched")) {
      return Work.Patient.MATCHED;
    }
    return row.getString("state").equals("not-known-here")
        ? Work.Patient.NOT_OURS
        : Work.Patient.IN_DOUBT;
  }

  static Optional<Named> named(ResultSet row, String id, String name) throws SQLException {
    UUID found = row.getObject(id, UUID.class);
    return found == null ? Optional.empty() : Optional.of(new Named(found, row.getString(name)));
  }

  static OpenItems open(Handle handle, UUID entry, OpenCoded coded) {
    return handle
        .createQuery(
            """
            select (select count(*) from work_task where entry = :entry and done_at is null) as tasks,
              (select count(*) from work_review where entry = :entry and given_at is null) as reviews
            """)
        .bind("entry", entry)
        .map(
            (row, context) ->
                new OpenItems(
                    row.getInt("tasks"), row.getInt("reviews"), coded.count(handle, entry)))
        .one();
  }

  /** Those of the versions before it too: they are read on, and stay where they were written. */
  static List<Note> notes(Handle handle, UUID entry) {
    return handle
        .createQuery(
            """
            with recursive versions (id) as (
              select cast(:entry as uuid) union
              select e.id from worklist_entry e join versions v on e.replaced_by = v.id)
            select n.* from work_note n where n.entry in (select id from versions) order by n.at, n.id
            """)
        .bind("entry", entry)
        .map(
            (row, context) ->
                new Note(
                    row.getObject("id", UUID.class),
                    row.getObject("entry", UUID.class),
                    row.getString("kind"),
                    row.getString("text"),
                    Optional.ofNullable(row.getString("told")),
                    Moment.perhaps(row, "told_at"),
                    id(row, "corrects"),
                    Moment.of(row, "at"),
                    row.getString("who")))
        .list();
  }

  static List<Task> tasks(Handle handle, UUID entry) {
    return handle
        .createQuery(
            """
            select w.*, coalesce(p.name, t.name) as for_whom from work_task w left join person p on p.id = w.for_person
            left join team t on t.id = w.for_team where w.entry = :entry order by w.opened_at, w.id
            """)
        .bind("entry", entry)
        .map(
            (row, context) ->
                new Task(
                    row.getObject("id", UUID.class),
                    id(row, "moved_from"),
                    row.getString("what"),
                    Optional.ofNullable(row.getString("for_whom")),
                    Optional.ofNullable(row.getObject("due_on", LocalDate.class)),
                    Moment.of(row, "opened_at"),
                    row.getString("opened_by"),
                    signed(row, "done_at", "done_by")))
        .list();
  }

  static List<Review> reviews(Handle handle, UUID entry) {
    return handle
        .createQuery(
            """
            select w.*, coalesce(p.name, t.name) as of_whom, x.name as template_name,
              (select c.person from work_completion c where c.review = w.id) as look_at from work_review w
            left join person p on p.id = w.of_person left join team t on t.id = w.of_team
            left join review_template x on x.id = w.template where w.entry = :entry order by w.asked_at, w.level, w.id
            """)
        .bind("entry", entry)
        .map(
            (row, context) ->
                new Review(
                    row.getObject("id", UUID.class),
                    id(row, "moved_from"),
                    Optional.ofNullable(row.getString("of_whom")),
                    row.getString("instruction"),
                    Moment.of(row, "asked_at"),
                    row.getString("asked_by"),
                    Optional.ofNullable(row.getString("template_name")).isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                            new WorkView.Level(
                                row.getString("template_name"),
                                row.getInt("level"),
                                row.getBoolean("waits"))),
                    Moment.perhaps(row, "due_at"),
                    id(row, "look_at"),
                    Optional.ofNullable(row.getString("result")),
                    signed(row, "given_at", "given_by")))
        .list();
  }

  private static Optional<Signed> signed(ResultSet row, String at, String by) throws SQLException {
    Optional<Instant> when = Moment.perhaps(row, at);
    return when.isEmpty()
        ? Optional.empty()
        : Optional.of(new Signed(when.get(), row.getString(by)));
  }

  private static Optional<UUID> id(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, UUID.class));
  }

  static List<Line> history(Handle handle, UUID entry) {
    return handle
        .createQuery(
            "select at, person, who, words from work_event where entry = :entry order by id")
        .bind("entry", entry)
        .map((row, context) -> line(row))
        .list();
  }

  static Optional<Line> last(Handle handle, UUID entry) {
    return handle
        .createQuery(
            "select at, person, who, words from work_event where entry = :entry order by id desc"
                + " limit 1")
        .bind("entry", entry)
        .map((row, context) -> line(row))
        .findOne();
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        Moment.of(row, "at"), id(row, "person"), row.getString("who"), row.getString("words"));
  }

  /** Whether a note, task or review of this id is there. */
  static boolean has(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select exists (select from work_note where id = :id) or exists (select from work_task where id = :id)
              or exists (select from work_review where id = :id)
            """)
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  static List<UUID> replaced(Handle handle, UUID entry) {
    return handle
        .createQuery(
            "select id from worklist_entry where replaced_by = :entry order by received_at desc,"
                + " id")
        .bind("entry", entry)
        .mapTo(UUID.class)
        .list();
  }
}
