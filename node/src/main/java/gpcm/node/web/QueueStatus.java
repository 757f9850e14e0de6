package gpcm.node.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What waits to be done, over all nodes.
 *
 * @param lanes one for each kind of work
 * @param held the mailboxes whose work waits because MESH refuses them
 */
public record QueueStatus(List<LaneStatus> lanes, List<HeldMailbox> held) {
  public QueueStatus {
    lanes = List.copyOf(lanes);
    held = List.copyOf(held);
  }

  /** A kind of work. */
  public enum WorkKind {
    /** Making the message of a document. */
    BUILD,
    /** Posting a message to MESH. */
    POST,
    /** Reading and filing a message that came. */
    READ,
    /** Making and posting acknowledgements. */
    ANSWER,
    /** Looking into a mailbox. */
    POLL,
    /** Telling a person that an acknowledgement is late. */
    DEADLINE;

    /** The name in the API and on pages, such as {@code build}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How one kind of work stands.
   *
   * @param lane the kind of work
   * @param due how much could be done now
   * @param late how long the oldest of that has been due; empty when nothing is
   * @param stuck how much has failed again and again and is tried less and less often
   */
  public record LaneStatus(WorkKind lane, long due, Optional<Duration> late, long stuck) {}

  /**
   * A mailbox that MESH refuses: what waits for it stays where it is.
   *
   * @param organisation ODS code of the organisation
   * @param mailbox its mailbox
   * @param reason what MESH says, in words
   * @param since when it was refused first
   * @param until when it is tried again
   */
  public record HeldMailbox(
      String organisation, String mailbox, String reason, Instant since, Instant until) {}
}
