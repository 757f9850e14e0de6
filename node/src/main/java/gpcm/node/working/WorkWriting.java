package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.Repeated;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes what one act brings with it, and says it in words. */
final class WorkWriting {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.UK).withZone(Working.ZONE);

  private final Handle handle;
  private final UUID entry;
  private final Doer by;
  private final Instant now;

  WorkWriting(Handle handle, UUID entry, Doer by, Instant now) {
    this.handle = handle;
    this.entry = entry;
    this.by = by;
    this.now = now;
  }

  static String day(LocalDate date) {
    return DAY.format(date);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** Writes what stands in other tables; says what was done. */
  String write(WorkFact fact) {
    return switch (fact) {
      case WorkFact.Noted noted -> note(noted);
      case WorkFact.SenderTold told -> told(told);
      case WorkFact.TaskAdded task -> task(task);
      case WorkFact.TaskDone(UUID id) -> "did the task: " + done(id);
      case WorkFact.ReviewAsked asked -> asked(asked);
      case WorkFact.ReviewsBegun begun -> Reviewing.begin(handle, entry, begun, by, now);
      case WorkFact.ReviewGiven given -> given(given);
      case WorkFact.AssignedToTeam(Named team) -> {
        requireThere(team);
        yield words(fact).orElseThrow();
      }
      default -> words(fact).orElseThrow();
    };
  }

  /** What is said of that which nothing is written of in other tables; empty for the rest. */
  static Optional<String> words(WorkFact fact) {
    return Optional.ofNullable(
        switch (fact) {
          case WorkFact.Taken taken -> "took it";
          case WorkFact.GivenBack back -> "gave it back";
          case WorkFact.AssignedToPerson(Named person) -> "assigned it to " + person.name();
          case WorkFact.AssignedToTeam(Named team) -> "assigned it to the team " + team.name();
          case WorkFact.WaitsUntil(LocalDate date, String reason) ->
              "let it wait until %s: %s".formatted(DAY.format(date), reason);
          case WorkFact.Completed(Outcome outcome, String what) ->
              "completed it: " + outcome.words() + (what.isBlank() ? "" : ", " + what);
          case WorkFact.Reopened(String reason) -> "reopened it: " + reason;
          case WorkFact.Urgent(boolean urgent) ->
              urgent ? "marked it urgent" : "marked it not urgent any more";
          default -> null;
        });
  }

  // Nobody ends a team while something is given to it.
  private void requireThere(Named team) {
    if (handle
        .createQuery("select id from team where id = :id and ended_at is null for share")
        .bind("id", team.id())
        .mapTo(UUID.class)
        .findOne()
        .isEmpty()) {
      throw new NotNow("the team " + team.name() + " has ended");
    }
  }

  private String note(WorkFact.Noted note) {
    note.corrects().ifPresent(this::requireNote);
    handle
        .createUpdate(
            """
            insert into work_note (id, entry, kind, text, corrects, at, person, who)
            values (:id, :entry, 'note', :text, :corrects, :at, :person, :who)
            """)
        .bind("id", note.id())
        .bind("entry", entry)
        .bind("text", note.text())
        .bindByType("corrects", note.corrects().orElse(null), UUID.class)
        .bind("at", Moment.column(now))
        .bindByType("person", by.person().orElse(null), UUID.class)
        .bind("who", by.name())
        .execute();
    return note.corrects().isPresent() ? "corrected a note" : "wrote a note";
  }

  private void requireNote(UUID corrected) {
    if (WorkRows.notes(handle, entry).stream().noneMatch(note -> note.id().equals(corrected))) {
      throw new Wrong(
          "corrects", "must be a note of this document", "take the id of one from its notes");
    }
  }

  private String told(WorkFact.SenderTold told) {
    if (told.at().isAfter(now)) {
      throw new Wrong("at", "must not lie in the future", "say when it was");
    }
    handle
        .createUpdate(
            """
            insert into work_note (id, entry, kind, text, told, told_at, at, person, who)
            values (:id, :entry, :kind, :text, :told, :toldAt, :at, :person, :who)
            """)
        .bind("id", told.id())
        .bind("entry", entry)
        .bind("kind", told.letter() ? "letter" : "call")
        .bind("text", told.what())
        .bind("told", told.told())
        .bind("toldAt", Moment.column(told.at()))
        .bind("at", Moment.column(now))
        .bindByType("person", by.person().orElse(null), UUID.class)
        .bind("who", by.name())
        .execute();
    return "told the sender by %s: %s, %s"
        .formatted(told.letter() ? "letter" : "telephone", told.told(), time(told.at()));
  }

  private String task(WorkFact.TaskAdded task) {
    task.team().ifPresent(this::requireThere);
    handle
        .createUpdate(
            """
            insert into work_task (id, entry, what, for_person, for_team, due_on, opened_at, opened_by)
            values (:id, :entry, :what, :person, :team, :due, :at, :who)
            """)
        .bind("id", task.id())
        .bind("entry", entry)
        .bind("what", task.what())
        .bindByType("person", task.person().map(Named::id).orElse(null), UUID.class)
        .bindByType("team", task.team().map(Named::id).orElse(null), UUID.class)
        .bindByType("due", task.due().orElse(null), LocalDate.class)
        .bind("at", Moment.column(now))
        .bind("who", by.name())
        .execute();
    return "opened a task%s: %s"
        .formatted(forWhom(task.person(), task.team(), " for "), task.what());
  }

  static String forWhom(Optional<Named> person, Optional<Named> team, String word) {
    return person
        .or(() -> team)
        .map(whom -> word + (person.isPresent() ? "" : "the team ") + whom.name())
        .orElse("");
  }

  private String done(UUID task) {
    return handle
        .createQuery(
            """
            update work_task set done_at = :now, done_by = :who where id = :id and entry = :entry and done_at is null
            returning what
            """)
        .bind("now", Moment.column(now))
        .bind("who", by.name())
        .bind("id", task)
        .bind("entry", entry)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(
            () ->
                before(new WorkFact.TaskDone(task))
                    .orElseGet(() -> new NotNow("this document has no such task")));
  }

  /**
   * By whom it has been done already, of that which is done once: a repetition where the same
   * person did it with the same words.
   */
  Optional<WorkRefused> before(WorkFact fact) {
    return switch (fact) {
      case WorkFact.TaskDone(UUID id) ->
          WorkRows.tasks(handle, entry).stream()
              .filter(each -> each.id().equals(id))
              .flatMap(each -> each.done().stream())
              .map(done -> before(done, "%s has done this task (%s)", true))
              .findFirst();
      case WorkFact.ReviewGiven(UUID id, String result) ->
          WorkRows.reviews(handle, entry).stream()
              .filter(each -> each.id().equals(id))
              .flatMap(
                  each ->
                      each.given().stream()
                          .map(
                              done ->
                                  before(
                                      done,
                                      "%s has given this review (%s)",
                                      each.result().equals(Optional.of(result)))))
              .findFirst();
      default -> Optional.empty();
    };
  }

  /** Of what has been done: by the same person in the same way, or else. */
  private WorkRefused before(WorkView.Signed done, String sentence, boolean same) {
    NotNow refused = new NotNow(sentence.formatted(done.by(), time(done.at())));
    return same && done.by().equals(by.name()) ? new Repeated(refused) : refused;
  }

  private String asked(WorkFact.ReviewAsked asked) {
    asked.team().ifPresent(this::requireThere);
    review(handle, entry, asked, now, by.name());
    return "asked for a review%s: %s"
        .formatted(forWhom(asked.person(), asked.team(), " by "), asked.instruction());
  }

  /** Writes a review that somebody, or the node, asks for. */
  static void review(
      Handle handle, UUID entry, WorkFact.ReviewAsked asked, Instant now, String who) {
    handle
        .createUpdate(
            """
            insert into work_review (id, entry, of_person, of_team, instruction, asked_at, asked_by)
            values (:id, :entry, :person, :team, :instruction, :at, :who)
            """)
        .bind("id", asked.id())
        .bind("entry", entry)
        .bindByType("person", asked.person().map(Named::id).orElse(null), UUID.class)
        .bindByType("team", asked.team().map(Named::id).orElse(null), UUID.class)
        .bind("instruction", asked.instruction())
        .bind("at", Moment.column(now))
        .bind("who", who)
        .execute();
  }

  private String given(WorkFact.ReviewGiven given) {
    SecondLooks.completedBy(handle, given.id())
        .filter(person -> by.person().equals(Optional.of(person)))
        .ifPresent(
            unused -> {
              throw new NotNow("you have completed it: the second look is somebody else's");
            });
    int found =
        handle
            .createUpdate(
                """
                update work_review set result = :result, given_at = :now, given_by = :who
                where id = :id and entry = :entry and given_at is null and not waits
                """)
            .bind("result", given.result())
            .bind("now", Moment.column(now))
            .bind("who", by.name())
            .bind("id", given.id())
            .bind("entry", entry)
            .execute();
    if (found == 0) {
      throw before(given)
          .orElseGet(
              () ->
                  new NotNow(
                      WorkRows.reviews(handle, entry).stream()
                              .anyMatch(each -> each.id().equals(given.id()))
                          ? "it waits for the result of the level before it"
                          : "this document has no such review"));
    }
    return "reviewed it: "
        + given.result()
        + Reviewing.after(handle, given.id(), by.organisation(), now).orElse("");
  }

  static void write(Handle handle, UUID entry, Work work) {
    handle
        .createUpdate(
            """
            update worklist_entry set work = :state, work_version = :version, owner_person = :person, owner_team = :team,
              started = :started, urgent = :urgent, own_task = :ownTask, waiting_until = :until, outcome = :outcome,
              outcome_text = :what, done_at = :doneAt, done_by = :doneBy
            where id = :entry
            """)
        .bind("state", work.state().text())
        .bind("version", work.version())
        .bindByType("person", work.person().map(Named::id).orElse(null), UUID.class)
        .bindByType("team", work.team().map(Named::id).orElse(null), UUID.class)
        .bind("started", work.started())
        .bind("urgent", work.urgent())
        .bind("ownTask", work.ownTask())
        .bindByType("until", work.waitingUntil().orElse(null), LocalDate.class)
        .bindByType(
            "outcome", work.ending().map(end -> end.outcome().text()).orElse(null), String.class)
        .bindByType("what", work.ending().map(Work.Ending::what).orElse(null), String.class)
        .bindByType(
            "doneAt",
            work.ending().map(end -> Moment.column(end.at())).orElse(null),
            java.time.OffsetDateTime.class)
        .bindByType("doneBy", work.ending().flatMap(Work.Ending::by).orElse(null), UUID.class)
        .bind("entry", entry)
        .execute();
  }

  static void event(Handle handle, UUID entry, Instant at, Doer by, String words) {
    handle
        .createUpdate(
            """
            insert into work_event (entry, at, person, who, words) values (:entry, :at, :person, :who, :words)
            """)
        .bind("entry", entry)
        .bind("at", Moment.column(at))
        .bindByType("person", by.person().orElse(null), UUID.class)
        .bind("who", by.name())
        .bind("words", words)
        .execute();
  }
}
