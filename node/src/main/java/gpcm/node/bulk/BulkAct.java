package gpcm.node.bulk;

import gpcm.audit.entry.Actor;
import gpcm.node.sending.OutboxView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The same for many documents.
 *
 * @param id this node's id of it
 * @param view the organisation's documents, or only a person's own
 * @param kind what is done
 * @param query which list it was, as an address has it
 * @param by who counted it
 * @param draftedAt when it was counted
 * @param items how many documents it is for
 * @param others how many more the list showed, with which it could not be done
 * @param state how far it is
 * @param started who had it done, and why; empty before
 * @param ended when it ended, and who stopped it; empty before
 * @param done with how many it was done
 * @param leftOut how many had their turn and were left as they are
 */
public record BulkAct(
    UUID id,
    OutboxView view,
    BulkKind kind,
    String query,
    By by,
    Instant draftedAt,
    int items,
    int others,
    State state,
    Optional<Started> started,
    Optional<Ended> ended,
    int done,
    int leftOut) {
  /** For so long what was counted can be done. */
  public static final Duration COUNTED_FOR = Duration.ofHours(1);

  /** Of so many at most it is done at once. */
  public static final int MOST = 20_000;

  /** How far it is. */
  public enum State {
    /** It was counted, and nothing is done. */
    DRAFTED("Counted"),
    /** A second person is asked. */
    ASKED("Waits for a second person"),
    /** The second person did not confirm it. */
    REFUSED("Not confirmed"),
    /** It is being done. */
    RUNNING("Running"),
    /** Each had its turn. */
    DONE("Finished"),
    /** Somebody stopped it before. */
    STOPPED("Stopped");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** The name in the API. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String words() {
      return words;
    }

    static State of(String text) {
      return Arrays.stream(values())
          .filter(each -> each.text().equals(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no state is called '" + text + "'"));
    }
  }

  /**
   * Who it is by.
   *
   * @param actor as the audit log has them
   * @param second who confirmed it, where that is asked
   * @param person this node's id of the person; empty for a machine
   * @param name as they are shown
   * @param named whether patients are shown to them
   */
  public record By(
      Actor actor, Optional<Actor> second, Optional<UUID> person, String name, boolean named) {}

  /**
   * How it was begun.
   *
   * @param by who it is said to be by
   * @param confirmation where a second person is asked
   */
  public record Started(String by, String reason, Instant at, Optional<UUID> confirmation) {}

  /** How it ended; by nobody when each had its turn. */
  public record Ended(Instant at, Optional<String> stoppedBy) {}

  /** How many have not had their turn. */
  public int open() {
    return items - done - leftOut;
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "BulkAct[" + id + ", " + state.text() + "]";
  }
}
