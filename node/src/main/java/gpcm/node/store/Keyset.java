package gpcm.node.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Where a row stands in a list that is ordered by time and, within one instant, by id. A list goes
 * on from here at the cost of the rows it gives, however many came before.
 *
 * @param at the row's time, to the microsecond, as the database keeps it
 * @param id the row's id
 */
public record Keyset(Instant at, UUID id) {
  public Keyset {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }
}
