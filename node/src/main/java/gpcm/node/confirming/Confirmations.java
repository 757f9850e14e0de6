package gpcm.node.confirming;

import gpcm.node.confirming.Confirmation.State;
import gpcm.node.confirming.RefusedConfirmation.Reason;
import gpcm.node.people.Acting;
import gpcm.node.people.Decision;
import gpcm.node.people.RoleTable;
import gpcm.node.people.Sessions;
import gpcm.node.store.Moment;
import gpcm.node.store.Slice;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What waits for a second person, and what became of it. Each change of a row is made of the locked
 * row, so that of two people who decide at the same moment one does and the other hears of it. What
 * changes something joins the transaction of this thread, if there is one. Thread-safe.
 */
public final class Confirmations {
  private static final RoleTable ROLES = RoleTable.shipped();

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Sessions sessions;
  private final ConfirmationRows rows = new ConfirmationRows();

  /**
   * @param sessions say what whoever asked is at the moment of confirming
   */
  public Confirmations(Jdbi jdbi, InstantSource clock, Sessions sessions) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.sessions = sessions;
  }

  /**
   * Asks for something.
   *
   * @param named whether patients are named to whoever asks
   * @param items what for; at least one
   * @param reason why
   */
  public Confirmation ask(
      Acting asker, AskedAction action, boolean named, List<AskedItem> items, String reason) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("nothing is asked for");
    }
    Instant now = clock.instant();
    Confirmation asked =
        new Confirmation(
            UUID.randomUUID(),
            asker.organisation(),
            action,
            named,
            items,
            Party.of(asker),
            reason,
            now,
            now.plus(Confirmation.WAITS),
            State.WAITING,
            Optional.empty());
    jdbi.useTransaction(handle -> rows.insert(handle, asked));
    return asked;
  }

  /** What somebody sees, newest first. */
  public List<Confirmation> list(ConfirmationView view, Slice slice) {
    return jdbi.withHandle(handle -> rows.list(handle, view, slice, clock.instant()));
  }

  /** One of what somebody sees. */
  public Optional<Confirmation> find(ConfirmationView view, UUID id) {
    return jdbi.withHandle(handle -> rows.find(handle, view, id, false, clock.instant()));
  }

  /** How many wait for somebody to confirm or refuse them. */
  public long waitingFor(ConfirmationView view) {
    return jdbi.withHandle(
        handle ->
            bind(
                    handle.createQuery(
                        "select count(*) from confirmation c where "
                            + ConfirmationView.CONFIRMABLE),
                    view)
                .bind("now", Moment.column(clock.instant()))
                .mapTo(Long.class)
                .one());
  }

  static <S extends SqlStatement<S>> S bind(S statement, ConfirmationView view) {
    return statement
        .bind("organisation", view.organisation())
        .bind("person", view.person())
        .bindArray("permissions", String.class, view.permissionTexts())
        .bind("named", view.named());
  }

  /**
   * Confirms: the same call of two people at once comes back for one of them. What was asked for is
   * to be done by the same transaction.
   *
   * @throws RefusedConfirmation when it cannot be confirmed by them, or not any more
   */
  public Confirmation confirm(ConfirmationView view, UUID id, Acting by) {
    return jdbi.inTransaction(
        handle -> {
          Confirmation waiting = waiting(view, id, by);
          if (ROLES.confirms(by, waiting.action().permission(), clock.instant())
              instanceof Decision.SignInAgain) {
            throw new RefusedConfirmation(
                Reason.SIGN_IN_AGAIN,
                "this asks for a sign-in of the last 15 minutes: sign in again, and repeat it");
          }
          requireAskerStillMay(waiting);
          Confirmation confirmed =
              waiting.decided(State.CONFIRMED, by, clock.instant(), Optional.empty());
          rows.decide(handle, confirmed);
          return confirmed;
        });
  }

  /**
   * Refuses.
   *
   * @param answer why
   * @throws RefusedConfirmation when it cannot be refused by them, or not any more
   */
  public Confirmation refuse(ConfirmationView view, UUID id, Acting by, String answer) {
    return jdbi.inTransaction(
        handle -> {
          Confirmation refused =
              waiting(view, id, by)
                  .decided(State.REFUSED, by, clock.instant(), Optional.of(answer));
          rows.decide(handle, refused);
          return refused;
        });
  }

  /**
   * Takes back what somebody has asked for themselves.
   *
   * @throws RefusedConfirmation when it is not theirs, or does not wait any more
   */
  public Confirmation withdraw(ConfirmationView view, UUID id, Acting by) {
    return jdbi.inTransaction(
        handle -> {
          Confirmation found = locked(view, id);
          if (!found.asker().person().equals(by.person())) {
            throw new RefusedConfirmation(
                Reason.NOT_THERE, "only who asked for it can take it back");
          }
          requireWaiting(found);
          rows.close(handle, id, State.WITHDRAWN, clock.instant());
          return found;
        });
  }

  /** Keeps what became of each item when it was confirmed. */
  public void told(UUID id, Map<UUID, String> outcomes) {
    jdbi.useHandle(handle -> rows.told(handle, id, outcomes));
  }

  /** Ends what has waited too long, and gives it. */
  public List<Confirmation> end() {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle -> {
          List<Confirmation> ended = new ArrayList<>(rows.overdue(handle, now));
          ended.forEach(each -> rows.close(handle, each.id(), State.ENDED, now));
          return List.copyOf(ended);
        });
  }

  /**
   * The message that was asked for, for who asked for it, while it can be fetched.
   *
   * @throws RefusedConfirmation when it cannot
   */
  public Confirmation fetchable(ConfirmationView view, UUID id, Acting by) {
    Confirmation found =
        find(view, id)
            .filter(each -> each.action() == AskedAction.SHOW_MESSAGE)
            .filter(each -> each.asker().person().equals(by.person()))
            .orElseThrow(() -> notThere());
    if (!ROLES.forAll(by, found.action().permission())) {
      throw new RefusedConfirmation(
          Reason.ASKER_MAY_NOT, "your roles do not allow this any more: ask an administrator");
    }
    if (found.fetchedUntil().filter(clock.instant()::isBefore).isEmpty()) {
      throw new RefusedConfirmation(
          Reason.NOT_FETCHABLE,
          found.state() == State.CONFIRMED
              ? "it could be fetched for 15 minutes after it was confirmed: ask for it again"
              : "it is " + found.state().text() + ", and can be fetched once it is confirmed");
    }
    return found;
  }

  private Confirmation locked(ConfirmationView view, UUID id) {
    return jdbi.withHandle(handle -> rows.find(handle, view, id, true, clock.instant()))
        .orElseThrow(() -> notThere());
  }

  private static RefusedConfirmation notThere() {
    return new RefusedConfirmation(Reason.NOT_THERE, "there is nothing at this address");
  }

  private Confirmation waiting(ConfirmationView view, UUID id, Acting by) {
    Confirmation found = locked(view, id);
    if (!ROLES.forAll(by, found.action().permission()) && !found.isOf(by)) {
      throw notThere();
    }
    requireWaiting(found);
    if (found.isOf(by)) {
      throw new RefusedConfirmation(
          Reason.SAME_PERSON,
          "somebody else than who asked has to confirm or refuse it; you can take it back");
    }
    return found;
  }

  private static void requireWaiting(Confirmation found) {
    if (found.state() != State.WAITING) {
      throw new RefusedConfirmation(
          Reason.OVER,
          "it does not wait any more: it is "
              + found.state().text()
              + found.decided().map(each -> " by " + each.by().name()).orElse(""));
    }
  }

  private void requireAskerStillMay(Confirmation waiting) {
    boolean may =
        sessions
            .standing(waiting.asker().person(), waiting.organisation())
            .filter(asker -> ROLES.forAll(asker, waiting.action().permission()))
            .isPresent();
    if (!may) {
      throw new RefusedConfirmation(
          Reason.ASKER_MAY_NOT,
          "whoever asked for it may not do it any more, or is shut out: refuse it");
    }
  }
}
