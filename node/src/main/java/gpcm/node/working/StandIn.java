package gpcm.node.working;

import gpcm.node.store.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Who has what is given to somebody who is away.
 *
 * @param person the stand-in
 * @param away for whom
 * @param until the last day on which they are away
 */
record StandIn(Named person, Named away, LocalDate until) {
  private static final String FIND =
      """
      select n.id, n.name, o.id as away, o.name as away_name, a.last_day from absence a
      join person n on n.id = a.stand_in join person o on o.id = a.person
      where a.person = :person and a.organisation = :organisation and :day between a.first_day and a.last_day and
      """
          + PeopleHere.CONDITION
              .replace("p.id", "n.id")
              .replace("ORGANISATION", "a.organisation")
              .replace("NOW", ":now");

  /** For the end of a sentence, such as {@code , for A. Clerk, away until 3 March 2026}. */
  String words() {
    return ", for %s, away until %s".formatted(away.name(), WorkWriting.day(until));
  }

  /** Of a person at a time; empty when they are not away, or who stands in has left. */
  static Optional<StandIn> of(Handle handle, String organisation, UUID person, Instant now) {
    return handle
        .createQuery(FIND)
        .bind("person", person)
        .bind("organisation", organisation)
        .bind("day", LocalDate.ofInstant(now, Working.ZONE))
        .bind("now", Moment.column(now))
        .map(
            (row, context) ->
                new StandIn(
                    WorkRows.named(row, "id", "name").orElseThrow(),
                    WorkRows.named(row, "away", "away_name").orElseThrow(),
                    row.getObject("last_day", LocalDate.class)))
        .findOne();
  }
}
