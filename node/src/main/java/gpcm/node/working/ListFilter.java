package gpcm.node.working;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which documents of a view are listed; what is empty asks for nothing.
 *
 * @param states in one of these
 * @param forAction for action, or else for information
 * @param useCase such as {@code consultation-summary}
 * @param type code of the kind of document; of what is confidential it finds only what may be
 *     opened
 * @param sender ODS code of the organisation it came from; finds nothing that is confidential
 * @param person who has it
 * @param team which team has it
 * @param receivedFrom on this day or later
 * @param receivedTo on this day or earlier
 * @param dueTo due on this day or earlier
 * @param urgent a person said that it is
 * @param confidential it is
 * @param coded it has coded entries
 * @param attachments it has some
 * @param warnings it has some
 * @param replaced also what a newer version has replaced
 * @param search and only what is searched for
 */
public record ListFilter(
    Set<WorkState> states,
    Optional<Boolean> forAction,
    Optional<String> useCase,
    Optional<String> type,
    Optional<String> sender,
    Optional<UUID> person,
    Optional<UUID> team,
    Optional<LocalDate> receivedFrom,
    Optional<LocalDate> receivedTo,
    Optional<LocalDate> dueTo,
    boolean urgent,
    boolean confidential,
    boolean coded,
    boolean attachments,
    boolean warnings,
    boolean replaced,
    Search search) {
  /** Copies the set. */
  public ListFilter {
    states = Set.copyOf(states);
  }

  /** Everything that is not replaced. */
  public static final ListFilter NONE =
      new ListFilter(
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false,
          false,
          false,
          false,
          Search.NOTHING);

  /**
   * What is searched for.
   *
   * @param name beginnings of the parts of the patient's name, in any order
   * @param nhsNumber the whole number
   * @param born the day of birth
   * @param id of the document or of its message, as its sender calls it
   */
  public record Search(
      Optional<String> name,
      Optional<String> nhsNumber,
      Optional<LocalDate> born,
      Optional<String> id) {
    /** Nothing. */
    public static final Search NOTHING =
        new Search(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Without what is searched for, so that it can be logged. */
    @Override
    public String toString() {
      return "Search";
    }
  }

  /** The same with a search. */
  public ListFilter searching(Search wanted) {
    return new ListFilter(
        states,
        forAction,
        useCase,
        type,
        sender,
        person,
        team,
        receivedFrom,
        receivedTo,
        dueTo,
        urgent,
        confidential,
        coded,
        attachments,
        warnings,
        replaced,
        wanted);
  }
}
