package gpcm.node.working;

import gpcm.node.working.WorkRefused.NotNow;
import gpcm.node.working.WorkRefused.StillOpen;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * How the work on a received document stands, and what follows from what somebody does: pure
 * values.
 *
 * @param state its state
 * @param patient whether it is in a patient's record
 * @param person who has it
 * @param team which team has it, or had it before a member took it
 * @param started whether the person has begun
 * @param due until when it is to be finished
 * @param urgent whether a person said so
 * @param ownTask whether it is for action, and that is not done
 * @param waitingUntil from when on it does not wait any more
 * @param ending how it was finished
 * @param version changes with every change of these
 */
public record Work(
    WorkState state,
    Patient patient,
    Optional<Named> person,
    Optional<Named> team,
    boolean started,
    Optional<Instant> due,
    boolean urgent,
    boolean ownTask,
    Optional<LocalDate> waitingUntil,
    Optional<Ending> ending,
    long version) {

  /** Whether a document is in a patient's record. */
  public enum Patient {
    /** It is. */
    MATCHED,
    /** Whose it is is in doubt, and somebody says. */
    IN_DOUBT,
    /** Its sender was answered that the patient is not registered here: it never will be. */
    NOT_OURS
  }

  /** Whether it is in a patient's record. */
  public boolean matched() {
    return patient == Patient.MATCHED;
  }

  /**
   * How a document was finished.
   *
   * @param outcome as what
   * @param what more words; may be empty
   * @param at when
   * @param by the person; empty for a machine
   */
  public record Ending(Outcome outcome, String what, Instant at, Optional<UUID> by) {}

  /**
   * What becomes of it.
   *
   * @param fact what somebody does
   * @param by who does it
   * @param forAction whether its sender wants it acted on
   * @param open what is open before it
   * @throws WorkRefused when it cannot be done
   */
  Work after(
      WorkFact fact, Doer by, boolean forAction, OpenItems open, Instant now, LocalDate today) {
    return switch (fact) {
      case WorkFact.Noted noted -> this;
      case WorkFact.SenderTold told -> this;
      case WorkFact.Taken taken -> {
        requireOpen("taken");
        person.ifPresent(owner -> requireMayTake(owner, by.named()));
        yield with(Optional.of(by.named()), team, true, open.reviews());
      }
      case WorkFact.GivenBack back -> {
        requireOpen("given back");
        if (!person.equals(Optional.of(by.named()).map(this::asOwner))) {
          throw new NotNow(
              "it is not yours to give back: "
                  + person.map(owner -> owner.name() + " has it").orElse("nobody has it"));
        }
        yield with(Optional.empty(), team, false, open.reviews());
      }
      case WorkFact.AssignedToPerson(Named to) -> {
        requireOpen("assigned");
        yield with(Optional.of(to), Optional.empty(), false, open.reviews());
      }
      case WorkFact.AssignedToTeam(Named to) -> {
        requireOpen("assigned");
        yield with(Optional.empty(), Optional.of(to), false, open.reviews());
      }
      case WorkFact.TaskAdded added -> {
        requireOpen("given a task");
        yield changed();
      }
      case WorkFact.TaskDone done -> changed();
      case WorkFact.ReviewAsked asked -> {
        requireOpen("reviewed");
        requireMatched("reviewed");
        yield with(person, team, started, 1);
      }
      case WorkFact.ReviewsBegun begun -> {
        requireOpen("reviewed");
        requireMatched("reviewed");
        yield with(person, team, started, 1);
      }
      case WorkFact.ReviewGiven given -> {
        requireOpen("reviewed");
        yield with(person, team, started, open.reviews() - 1);
      }
      case WorkFact.WaitsUntil(LocalDate date, String reason) -> {
        requireOpen("made to wait");
        if (!date.isAfter(today) || date.isAfter(today.plusYears(1))) {
          throw new Wrong(
              "until", "must be a day after today and within a year", "give a later day");
        }
        yield but(
            changed -> {
              changed.state = WorkState.WAITING;
              changed.waitingUntil = Optional.of(date);
              changed.ending = Optional.empty();
            });
      }
      case WorkFact.Urgent(boolean is) -> {
        requireOpen("marked");
        yield but(changed -> changed.urgent = is);
      }
      case WorkFact.Completed(Outcome outcome, String what) -> {
        requireOpen("completed");
        if (open.any()) {
          throw new StillOpen(
              "it cannot be completed while these are open: " + String.join(", ", open.words()));
        }
        if (outcome == Outcome.ACTION_TAKEN && what.isBlank()) {
          throw new Wrong("what", "must say what was done", "say which action was taken");
        }
        if (outcome != Outcome.SENT_BACK) {
          requireMatched("completed with another outcome than 'sent back'");
        }
        yield but(
            changed -> {
              changed.state = WorkState.DONE;
              changed.ownTask = false;
              changed.waitingUntil = Optional.empty();
              changed.ending = Optional.of(new Ending(outcome, what, now, by.person()));
            });
      }
      case WorkFact.Reopened reopened -> {
        if (state != WorkState.DONE) {
          throw new NotNow("only what is done can be reopened; this is: " + state.words());
        }
        if (patient == Patient.NOT_OURS) {
          throw new NotNow(
              "it cannot be reopened: its sender was answered that the patient is not registered"
                  + " here, and nobody can match it any more");
        }
        yield but(
            changed -> {
              changed.state = standing(person, team, started);
              changed.ownTask = forAction;
              changed.waitingUntil = Optional.empty();
              changed.ending = Optional.empty();
            });
      }
    };
  }

  /** The same, had by a stand-in who has not begun. */
  Work handedTo(Named standIn) {
    return new Work(
        state == WorkState.IN_PROGRESS ? WorkState.ASSIGNED : state,
        patient,
        Optional.of(standIn),
        team,
        false,
        due,
        urgent,
        ownTask,
        waitingUntil,
        ending,
        version);
  }

  /** The same, done, and opened again for a review. */
  Work lookedAtAgain(boolean forAction) {
    return with(person, team, started, 1).but(changed -> changed.ownTask = forAction);
  }

  /** The same when its day has come. */
  Work cameBack(OpenItems open) {
    return with(person, team, started, open.reviews());
  }

  /** Whether somebody who does this has to say which version of it they have seen. */
  static boolean asksForVersion(WorkFact fact) {
    return switch (fact) {
      case WorkFact.Noted noted -> false;
      case WorkFact.SenderTold told -> false;
      case WorkFact.TaskAdded added -> false;
      // Of these there is one each, and it is looked up whether it is open.
      case WorkFact.TaskDone done -> false;
      case WorkFact.ReviewGiven given -> false;
      default -> true;
    };
  }

  private Named asOwner(Named who) {
    return person.filter(owner -> owner.id().equals(who.id())).orElse(who);
  }

  private void requireMayTake(Named owner, Named who) {
    if (!owner.id().equals(who.id())) {
      throw new NotNow(
          owner.name() + " has it. Ask them to give it back, or have it assigned to you");
    }
    if (state == WorkState.IN_PROGRESS) {
      throw new NotNow("you have taken it already");
    }
  }

  private void requireOpen(String what) {
    if (!state.open()) {
      throw new NotNow(
          "it cannot be %s: it is %s%s"
              .formatted(
                  what,
                  state.words(),
                  state == WorkState.DONE ? ". Reopen it first" : ", which nobody changes"));
    }
  }

  private void requireMatched(String what) {
    if (!matched()) {
      throw new NotNow("it cannot be %s before it is matched to a patient".formatted(what));
    }
  }

  private Work changed() {
    return but(changed -> {});
  }

  private Work with(Optional<Named> owner, Optional<Named> ownerTeam, boolean begun, int reviews) {
    return but(
        changed -> {
          changed.state =
              reviews > 0 && matched() ? WorkState.IN_REVIEW : standing(owner, ownerTeam, begun);
          changed.person = owner;
          changed.team = ownerTeam;
          changed.started = begun;
          changed.waitingUntil = Optional.empty();
          changed.ending = Optional.empty();
        });
  }

  private Work but(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return changed.made();
  }

  /** What can be another after something was done; every component is handed on in one place. */
  private static final class Changed {
    private final Work from;
    private WorkState state;
    private Optional<Named> person;
    private Optional<Named> team;
    private boolean started;
    private boolean urgent;
    private boolean ownTask;
    private Optional<LocalDate> waitingUntil;
    private Optional<Ending> ending;

    Changed(Work from) {
      this.from = from;
      this.state = from.state;
      this.person = from.person;
      this.team = from.team;
      this.started = from.started;
      this.urgent = from.urgent;
      this.ownTask = from.ownTask;
      this.waitingUntil = from.waitingUntil;
      this.ending = from.ending;
    }

    Work made() {
      return new Work(
          state,
          from.patient,
          person,
          team,
          started,
          from.due,
          urgent,
          ownTask,
          waitingUntil,
          ending,
          from.version + 1);
    }
  }

  private WorkState standing(Optional<Named> owner, Optional<Named> ownerTeam, boolean begun) {
    if (!matched()) {
      return patient == Patient.IN_DOUBT ? WorkState.NEEDS_MATCHING : WorkState.REJECTED;
    }
    if (owner.isEmpty()) {
      return ownerTeam.isEmpty() ? WorkState.NEW : WorkState.ASSIGNED;
    }
    return begun ? WorkState.IN_PROGRESS : WorkState.ASSIGNED;
  }
}
