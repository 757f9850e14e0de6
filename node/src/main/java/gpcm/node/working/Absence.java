package gpcm.node.working;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Somebody is away.
 *
 * @param standIn who has meanwhile what is given to them
 * @param first the first day of it
 * @param last the last one
 */
public record Absence(UUID id, Named person, Named standIn, LocalDate first, LocalDate last) {
  /** Whether it lasts on a day. */
  public boolean on(LocalDate day) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  boolean overlaps(LocalDate from, LocalDate to) {
    return !to.isBefore(first) && !from.isAfter(last);
  }

  String in(Telling how) {
    return "%s away from %s to %s, %s stands in"
        .formatted(how.of(person), WorkWriting.day(first), WorkWriting.day(last), how.of(standIn));
  }
}
