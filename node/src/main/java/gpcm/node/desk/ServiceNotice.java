package gpcm.node.desk;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What whoever runs the system tells all its people at the head of every page.
 *
 * @param id tells it from the one before
 * @param words plain text of 1 to {@link #LONGEST} characters, in one line
 * @param until when it is over; empty when it stands until it is taken away
 * @param setAt since when it stands
 * @param by who set it
 * @param organisation the ODS code of the organisation that they did it for
 */
public record ServiceNotice(
    UUID id, String words, Optional<Instant> until, Instant setAt, String by, String organisation) {
  /** How many characters it has at most. */
  public static final int LONGEST = 300;

  /** Whether its time is over at a moment. */
  public boolean isOver(Instant at) {
    return until.filter(end -> !at.isBefore(end)).isPresent();
  }
}
