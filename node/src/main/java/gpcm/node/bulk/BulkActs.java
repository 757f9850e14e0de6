package gpcm.node.bulk;

import gpcm.audit.entry.Actor;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SentLists;
import gpcm.node.store.Slice;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is done with many documents: counted, begun, looked at and stopped. What changes something
 * joins the transaction of this thread, if there is one. Thread-safe.
 */
public final class BulkActs {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SentLists lists;
  private final Runnable begun;
  private final BulkRows rows = new BulkRows();

  /**
   * @param lists where the documents are found
   * @param begun hears that there is something to do
   */
  public BulkActs(Jdbi jdbi, InstantSource clock, SentLists lists, Runnable begun) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.lists = lists;
    this.begun = begun;
  }

  /** What comes of counting: nothing can be done with too many. */
  public sealed interface Counted {
    /** They were counted and written down: with these and no others it can be done. */
    record Drafted(BulkAct act) implements Counted {}

    /** There are more than can be dealt with by one act. */
    record TooMany() implements Counted {}

    /** The key was used before for something else. */
    record KeyReused() implements Counted {}
  }

  /**
   * Counts the documents with which it could be done now, and writes down which these are. Nothing
   * is done. Under the same key the same one comes back.
   */
  public Counted draft(BulkDraft draft) {
    return jdbi.inTransaction(
        handle -> {
          Optional<BulkAct> earlier =
              draft.key().flatMap(key -> rows.byKey(handle, draft, key, clock.instant()));
          if (earlier.isPresent()) {
            return isSame(earlier.get(), draft)
                ? new Counted.Drafted(earlier.get())
                : new Counted.KeyReused();
          }
          return counted(handle, draft);
        });
  }

  private static boolean isSame(BulkAct act, BulkDraft draft) {
    return act.kind() == draft.kind() && act.query().equals(draft.asked());
  }

  private Counted counted(Handle handle, BulkDraft draft) {
    Instant now = clock.instant();
    List<OutboxDocument> fitting = new ArrayList<>();
    int[] seen = new int[1];
    lists.all(
        handle,
        draft.query(),
        BulkAct.MOST + 1,
        document -> {
          seen[0]++;
          if (draft.kind().fits(document, draft.by().named())) {
            fitting.add(document);
          }
        });
    if (seen[0] > BulkAct.MOST) {
      return new Counted.TooMany();
    }
    rows.forget(handle, draft.query().view().organisation(), now);
    UUID id = UUID.randomUUID();
    rows.insert(handle, id, draft, fitting, seen[0] - fitting.size(), now);
    return new Counted.Drafted(
        rows.find(handle, draft.query().view().organisation(), id, now).orElseThrow());
  }

  /** The one of this id, if it is the organisation's. */
  public Optional<BulkAct> find(String organisation, UUID id) {
    return jdbi.withHandle(handle -> rows.find(handle, organisation, id, clock.instant()));
  }

  /**
   * What was begun, or is to be confirmed, newest first.
   *
   * @param person only what this person began; empty for all
   */
  public List<BulkAct> list(String organisation, Optional<UUID> person, Slice slice) {
    return jdbi.withHandle(
        handle -> rows.list(handle, organisation, person, slice, clock.instant()));
  }

  /** How many of its documents are alike, the most first; so many kinds at most. */
  public List<BulkCount> counts(BulkAct act, int most) {
    return jdbi.withHandle(handle -> rows.counts(handle, act, most));
  }

  /** How many of its documents ended in each way; those that had no turn stand in none. */
  public Map<BulkOutcome, Integer> outcomes(BulkAct act) {
    return jdbi.withHandle(handle -> rows.outcomes(handle, act));
  }

  /**
   * Its documents, in the order of their turns.
   *
   * @param from position of the first
   */
  public List<BulkLine> lines(BulkAct act, int from, int most) {
    return jdbi.withHandle(handle -> rows.lines(handle, act, from, most));
  }

  /**
   * Begins what was counted.
   *
   * @param by who it is said to be by
   * @return false when it was begun before, or was counted too long ago
   */
  public boolean begin(BulkAct act, String by, String reason) {
    return jdbi.withHandle(handle -> rows.begin(handle, act, by, reason, clock.instant()));
  }

  /**
   * Keeps that a second person is asked.
   *
   * @param by who asks, by whom it is from then on
   * @return false when it was begun before, or was counted too long ago
   */
  public boolean ask(BulkAct act, UUID confirmation, BulkAct.By by, String reason) {
    return jdbi.withHandle(
        handle -> rows.ask(handle, act, confirmation, by, reason, clock.instant()));
  }

  /**
   * Begins what a second person has confirmed.
   *
   * @param by who it is said to be by, with them
   */
  public boolean confirm(BulkAct act, Actor second, String by) {
    return jdbi.withHandle(handle -> rows.confirm(handle, act, second, by, clock.instant()));
  }

  /**
   * Stops it: what has not had its turn stays as it is.
   *
   * @return false when it does not run
   */
  public boolean stop(BulkAct act, String by) {
    return jdbi.withHandle(handle -> rows.stop(handle, act, by, clock.instant()));
  }

  /** Says, once that is committed, that one was begun: else it is found a little later. */
  public void tell() {
    begun.run();
  }
}
