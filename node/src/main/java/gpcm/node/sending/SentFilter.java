package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * Which sent documents of a view are listed; what is empty asks for nothing.
 *
 * @param states in one of these
 * @param useCase such as {@code consultation-summary}
 * @param recipient ODS code of the organisation it goes to
 * @param clinician who wrote it, by the user id of the national directory
 * @param from the consultation was on this day or later
 * @param to the consultation was on this day or earlier
 * @param code it was answered with this code, or MESH reported it, such as 30002 or EPL-151
 * @param repeated it has gone more than once
 * @param alerted there is an open alert about it
 * @param encounter id of the encounter
 * @param id what it is called on its way: by its sender, by MESH, or by this node
 * @param search and only what is searched for
 */
public record SentFilter(
    Set<DocumentState> states,
    Optional<String> useCase,
    Optional<String> recipient,
    Optional<String> clinician,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Optional<String> code,
    boolean repeated,
    boolean alerted,
    Optional<String> encounter,
    Optional<String> id,
    Search search) {
  /** Everything. */
  public static final SentFilter NONE =
      new SentFilter(
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Search.NOTHING);

  /** Copies the set. */
  public SentFilter {
    states = Set.copyOf(states);
  }

  /**
   * The patient who is searched for.
   *
   * @param name beginnings of the parts of the name, in any order
   * @param nhsNumber the whole number
   * @param born the day of birth
   */
  public record Search(
      Optional<String> name, Optional<String> nhsNumber, Optional<LocalDate> born) {
    /** Nobody. */
    public static final Search NOTHING =
        new Search(Optional.empty(), Optional.empty(), Optional.empty());

    boolean isNothing() {
      return equals(NOTHING);
    }

    /** Without what is searched for, so that it can be logged. */
    @Override
    public String toString() {
      return "Search";
    }
  }

  /** Only those in this state. */
  public static SentFilter in(DocumentState state) {
    return new SentFilter(
        Set.of(state),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Search.NOTHING);
  }

  /** The same with a patient who is searched for. */
  public SentFilter searching(Search wanted) {
    return new SentFilter(
        states, useCase, recipient, clinician, from, to, code, repeated, alerted, encounter, id,
        wanted);
  }

  /** The same of what is called so. */
  public SentFilter called(String wanted) {
    return new SentFilter(
        states,
        useCase,
        recipient,
        clinician,
        from,
        to,
        code,
        repeated,
        alerted,
        encounter,
        Optional.of(wanted),
        search);
  }
}
