package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.WorkRefused.Changed;
import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.Repeated;
import gpcm.node.working.WorkRefused.Wrong;
import gpcm.node.working.WorkRows.Standing;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The one writer of the work on received documents: each act locks the document's row, so that of
 * two people at once one is first and the other is told by whom. Joins the transaction of its
 * thread. Thread-safe.
 */
public final class Working {
  /** Days are those of the people who work here. */
  public static final ZoneId ZONE = ZoneId.of("Europe/London");

  private static final int AT_ONCE = 100;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final OpenCoded coded;

  /**
   * Of the database behind {@code jdbi}.
   *
   * @param coded counts open coded entries
   */
  public Working(Jdbi jdbi, InstantSource clock, OpenCoded coded) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.coded = coded;
  }

  /** The work on a document; empty when the organisation has no such document. */
  public Optional<WorkView> find(String organisation, UUID entry) {
    return jdbi.inTransaction(
        handle ->
            WorkRows.find(handle, organisation, entry)
                .map(
                    found ->
                        new WorkView(
                            found.work(),
                            WorkRows.open(handle, entry, coded),
                            WorkRows.notes(handle, entry),
                            WorkRows.tasks(handle, entry),
                            WorkRows.reviews(handle, entry),
                            WorkRows.history(handle, entry),
                            WorkRows.replaced(handle, entry))));
  }

  /**
   * Does something with a document.
   *
   * @param seen the version of its work that whoever does it has seen
   * @return empty when the organisation has no such document
   * @throws WorkRefused when it cannot be done; nothing is changed then
   */
  public Optional<WorkChange> act(UUID entry, OptionalLong seen, WorkFact fact, Doer by) {
    return jdbi.inTransaction(
        handle ->
            WorkRows.lock(handle, by.organisation(), entry)
                .map(found -> act(handle, found, seen, fact, by)));
  }

  /**
   * Asks whether something could be done now, by the rules of {@link #act}; nothing is changed.
   *
   * @return false when the organisation has no such document
   * @throws WorkRefused when it cannot be done
   */
  public boolean check(UUID entry, OptionalLong seen, WorkFact fact, Doer by) {
    return jdbi.inTransaction(
        handle ->
            WorkRows.find(handle, by.organisation(), entry)
                .map(found -> change(handle, found, seen, fact, by, clock.instant()))
                .isPresent());
  }

  private WorkChange act(Handle handle, Standing found, OptionalLong seen, WorkFact fact, Doer by) {
    Instant now = clock.instant();
    Changing change = change(handle, found, seen, fact, by, now);
    Covering covering = change.covering();
    String words =
        new WorkWriting(handle, found.entry(), by, now).write(covering.fact()) + covering.words();
    if (change.after().version() != found.work().version()) {
      WorkWriting.write(handle, found.entry(), change.after());
    }
    WorkWriting.event(handle, found.entry(), now, by, words);
    return new WorkChange(
        change.before(), looked(handle, found, change.after(), covering.fact(), by, now), words);
  }

  private record Changing(Work before, Covering covering, Work after) {}

  private Changing change(
      Handle handle, Standing found, OptionalLong seen, WorkFact fact, Doer by, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZONE);
    if (fact.made().filter(id -> WorkRows.has(handle, id)).isPresent()) {
      throw new Repeated(new NotNow("this has been done already"));
    }
    Optional<WorkRefused> before =
        new WorkWriting(handle, found.entry(), by, now)
            .before(fact)
            .filter(Repeated.class::isInstance);
    if (before.isPresent()) {
      throw before.get();
    }
    if (seen.isPresent() && seen.getAsLong() != found.work().version()) {
      Changed changed = new Changed(sinceThen(handle, found));
      throw isLast(handle, found, seen.getAsLong(), fact, by) ? new Repeated(changed) : changed;
    }
    if (seen.isEmpty() && Work.asksForVersion(fact)) {
      throw new Wrong(
          "version", "must be the version of the document's work that you have seen", "send it");
    }
    Standing here = new Standing(found.entry(), arrived(handle, found, today), found.forAction());
    Covering covering = Covering.of(handle, here, fact, by, now);
    OpenItems open = WorkRows.open(handle, found.entry(), coded);
    return new Changing(
        here.work(),
        covering,
        covering.work().after(covering.fact(), by, found.forAction(), open, now, today));
  }

  // What is drawn for a second look is opened again in the transaction that completes it.
  private static Work looked(
      Handle handle, Standing found, Work after, WorkFact fact, Doer by, Instant now) {
    if (!(fact instanceof WorkFact.Completed completed)) {
      return after;
    }
    return SecondLooks.completed(handle, found.entry(), completed, by, now)
        .map(
            look -> {
              Work again = after.lookedAtAgain(found.forAction());
              WorkWriting.write(handle, found.entry(), again);
              WorkWriting.event(
                  handle,
                  found.entry(),
                  now,
                  new Doer(Optional.empty(), "The node", by.organisation()),
                  "opened it again for a second look%s"
                      .formatted(WorkWriting.forWhom(look.person(), look.team(), " by ")));
              return again;
            })
        .orElse(after);
  }

  /** Whether it is what the same person has done last, seeing the same. */
  private static boolean isLast(Handle handle, Standing found, long seen, WorkFact fact, Doer by) {
    return found.work().version() == seen + 1
        && by.person().isPresent()
        && WorkRows.last(handle, found.entry())
            .filter(line -> line.person().equals(by.person()))
            .filter(line -> WorkWriting.words(fact).equals(Optional.of(line.words())))
            .isPresent();
  }

  // The last thing that somebody did is not always the one that changed the version, yet it is the
  // latest that whoever asks has not seen.
  private static String sinceThen(Handle handle, Standing found) {
    String state = "It is now: " + found.work().state().words();
    return WorkRows.last(handle, found.entry())
            .map(
                line ->
                    "since you opened it, %s %s (%s). "
                        .formatted(line.who(), line.words(), WorkWriting.time(line.at())))
            .orElse("it has changed since you opened it. ")
        + state
        + ". Open it again before you go on";
  }

  private Work arrived(Handle handle, Standing found, LocalDate today) {
    Work work = found.work();
    return work.state() == WorkState.WAITING
            && work.waitingUntil().filter(date -> !date.isAfter(today)).isPresent()
        ? work.cameBack(WorkRows.open(handle, found.entry(), coded))
        : work;
  }

  /** Ends the waiting of what has waited until today. */
  public void comeBack() {
    while (comeBackOnce() == AT_ONCE) {}
  }

  private int comeBackOnce() {
    return jdbi.inTransaction(
        handle -> {
          Instant now = clock.instant();
          LocalDate today = LocalDate.ofInstant(now, ZONE);
          List<Waiting> waiting =
              handle
                  .createQuery(
                      """
                      select id, organisation from worklist_entry where waiting_until <= :today and work = 'waiting'
                      order by waiting_until, id limit :most for update skip locked
                      """)
                  .bind("today", today)
                  .bind("most", AT_ONCE)
                  .map(
                      (row, context) ->
                          new Waiting(
                              row.getObject("id", UUID.class), row.getString("organisation")))
                  .list();
          for (Waiting each : waiting) {
            Standing found = WorkRows.find(handle, each.organisation(), each.entry()).orElseThrow();
            WorkWriting.write(handle, each.entry(), arrived(handle, found, today));
            WorkWriting.event(
                handle,
                each.entry(),
                now,
                new Doer(Optional.empty(), "The node", each.organisation()),
                "ended its waiting, since the day has come");
          }
          return waiting.size();
        });
  }

  private record Waiting(UUID entry, String organisation) {}

  /** Notes that a person has seen what they were told of a document or of what replaced it. */
  public boolean toldSeen(UUID entry, Doer by) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        update work_told t set seen_at = :now from worklist_entry e
                        where e.id = t.entry and e.organisation = :organisation and t.person = :person and t.seen_at is null
                          and (t.entry = :entry or t.newer = :entry)
                        """)
                    .bind("now", Moment.column(clock.instant()))
                    .bind("organisation", by.organisation())
                    .bindByType("person", by.person().orElse(null), UUID.class)
                    .bind("entry", entry)
                    .execute())
        > 0;
  }
}
