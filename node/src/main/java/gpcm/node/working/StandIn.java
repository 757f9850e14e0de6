package gpcm.node.working;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  /** For the end of a sentence, such as {@code , for A. Clerk, away until 3 March 2026}. */
  String words() {
    return ", for %s, away until %s".formatted(away.name(), DAY.format(until));
  }

  /** Of a person on a day; empty when they are not away. */
  static Optional<StandIn> of(Handle handle, String organisation, UUID person, LocalDate day) {
    return handle
        .createQuery(
            """
            select s.id, s.name, p.id as away, p.name as away_name, a.last_day from absence a
            join person s on s.id = a.stand_in join person p on p.id = a.person
            where a.person = :person and a.organisation = :organisation and :day between a.first_day and a.last_day
            """)
        .bind("person", person)
        .bind("organisation", organisation)
        .bind("day", day)
        .map(
            (row, context) ->
                new StandIn(
                    WorkRows.named(row, "id", "name").orElseThrow(),
                    WorkRows.named(row, "away", "away_name").orElseThrow(),
                    row.getObject("last_day", LocalDate.class)))
        .findOne();
  }
}
