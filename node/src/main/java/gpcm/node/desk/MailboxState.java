package gpcm.node.desk;

import java.time.Instant;
import java.util.Optional;

/**
 * How an organisation's MESH mailbox stands.
 *
 * @param organisation its ODS code
 * @param mailbox the id of the mailbox
 * @param reader the name of the node that reads it; empty when none does
 * @param readAt when all that waited there was taken last; empty when that never was
 * @param wantedAt since when somebody wants it to be read at once; empty when nobody does
 * @param trouble how MESH fails it
 * @param waiting how many messages wait here to leave it
 * @param pause since when nothing leaves it, and why; empty when all goes its way
 * @param handshake how its handshakes with MESH go
 */
public record MailboxState(
    String organisation,
    String mailbox,
    Optional<String> reader,
    Optional<Instant> readAt,
    Optional<Instant> wantedAt,
    Trouble trouble,
    long waiting,
    Optional<Pause> pause,
    Handshake handshake) {

  /**
   * How MESH fails a mailbox.
   *
   * @param readFailures how many times in a row it could not be read
   * @param postFailures how many times in a row nothing could be handed to MESH
   * @param words what went wrong last; empty when nothing did
   * @param refused since when MESH refuses the mailbox, and when it is tried again
   */
  public record Trouble(
      int readFailures, int postFailures, String words, Optional<Refusal> refused) {}

  /**
   * That MESH refuses a mailbox.
   *
   * @param since when it did first
   * @param until when it is asked again
   */
  public record Refusal(Instant since, Instant until) {}

  /**
   * That a person lets nothing leave a mailbox.
   *
   * @param at since when
   * @param by who
   * @param why what they said
   */
  public record Pause(Instant at, String by, String why) {}

  /**
   * How the handshakes of a mailbox go, which the nodes make twice a day.
   *
   * @param succeededAt when MESH last took one; empty when it never did, as where a MESH file
   *     client makes its own
   * @param failedSince since when none succeeds; empty while they do
   * @param trouble what MESH has against it; empty while they do
   */
  public record Handshake(
      Optional<Instant> succeededAt, Optional<Instant> failedSince, String trouble) {
    /** None was made yet. */
    public static final Handshake NONE = new Handshake(Optional.empty(), Optional.empty(), "");
  }

  /** Whether everything goes its way. */
  public boolean works() {
    return pause.isEmpty()
        && reader.isPresent()
        && handshake.failedSince().isEmpty()
        && trouble.refused.isEmpty()
        && trouble.readFailures == 0
        && trouble.postFailures == 0;
  }
}
