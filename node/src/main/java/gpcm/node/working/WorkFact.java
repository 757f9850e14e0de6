package gpcm.node.working;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** What somebody does with a received document. */
public sealed interface WorkFact {
  /** The id of what comes into being by it; empty where nothing does. */
  default Optional<UUID> made() {
    return switch (this) {
      case Noted noted -> Optional.of(noted.id());
      case SenderTold told -> Optional.of(told.id());
      case TaskAdded added -> Optional.of(added.id());
      case ReviewAsked asked -> Optional.of(asked.id());
      case ReviewsBegun begun -> Optional.of(begun.id());
      default -> Optional.empty();
    };
  }

  /** Somebody takes it for themselves and begins. */
  record Taken() implements WorkFact {}

  /** Who has it gives it back to its team, or to nobody. */
  record GivenBack() implements WorkFact {}

  /** It is given to a person. */
  record AssignedToPerson(Named person) implements WorkFact {}

  /** It is given to a team. */
  record AssignedToTeam(Named team) implements WorkFact {}

  /**
   * A note is written.
   *
   * @param corrects the note that was wrong
   */
  record Noted(UUID id, String text, Optional<UUID> corrects) implements WorkFact {}

  /** A task is opened: what, for whom, until when. */
  record TaskAdded(
      UUID id, String what, Optional<Named> person, Optional<Named> team, Optional<LocalDate> due)
      implements WorkFact {}

  /** A task is done. */
  record TaskDone(UUID id) implements WorkFact {}

  /** A review is asked for: of whom, and what they are to look at. */
  record ReviewAsked(UUID id, Optional<Named> person, Optional<Named> team, String instruction)
      implements WorkFact {}

  /** The reviews of a template are begun by hand. */
  record ReviewsBegun(UUID id, ReviewTemplate template) implements WorkFact {}

  /** The result of a review. */
  record ReviewGiven(UUID id, String result) implements WorkFact {}

  /** It waits until a date, from which on it is where it was. */
  record WaitsUntil(LocalDate date, String reason) implements WorkFact {}

  /** It is finished. */
  record Completed(Outcome outcome, String what) implements WorkFact {}

  /** It is opened again. */
  record Reopened(String reason) implements WorkFact {}

  /**
   * The sender was told something by other means than a message.
   *
   * @param letter or else a call
   * @param told who was told
   * @param at when
   */
  record SenderTold(UUID id, boolean letter, String told, Instant at, String what)
      implements WorkFact {}

  /** A person says that it is urgent, or that it is not. */
  record Urgent(boolean urgent) implements WorkFact {}
}
