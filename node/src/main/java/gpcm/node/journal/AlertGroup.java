package gpcm.node.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Open alerts of one cause: one problem, whatever number of documents it is about.
 *
 * @param cause what they have in common
 * @param first the one that has stood longest, as whoever asks may see it
 * @param alerts how many there are
 * @param lastAt when one of them came up last
 * @param handling who deals with them
 * @param escalatesAt when the deputies are told, if nobody takes or closes them before
 * @param escalatedAt when they were told
 */
public record AlertGroup(
    String cause,
    Alert first,
    int alerts,
    Instant lastAt,
    Handling handling,
    Optional<Instant> escalatesAt,
    Optional<Instant> escalatedAt) {

  /**
   * Who deals with alerts of one cause.
   *
   * @param names who, by name
   * @param taken how many of the alerts they have taken
   * @param seen whether somebody has looked at the first of them
   */
  public record Handling(Set<String> names, int taken, boolean seen) {
    /** Copies the names. */
    public Handling {
      names = Set.copyOf(names);
    }
  }

  /** How far people have come with them. */
  public State state() {
    if (handling.taken() == alerts) {
      return State.HANDLED;
    }
    return handling.seen() || handling.taken() > 0 ? State.SEEN : State.NEW;
  }

  /** How far people have come with open alerts. */
  public enum State {
    /** Nobody has opened its page. */
    NEW("New"),
    /** Somebody has opened its page, and not all of it is taken. */
    SEEN("Seen"),
    /** Somebody deals with all of it. */
    HANDLED("Being handled");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** As pages show it. */
    public String words() {
      return words;
    }

    /** As the API has it. */
    public String text() {
      return this == HANDLED ? "being-handled" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** One line: of several, one that names nobody. */
  public String title() {
    return alerts == 1 ? first.title() : first.cause();
  }
}
