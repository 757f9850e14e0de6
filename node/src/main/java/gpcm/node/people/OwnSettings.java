package gpcm.node.people;

import gpcm.node.store.Moment;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What people set for themselves; it goes with them wherever they work. Thread-safe. */
public final class OwnSettings {
  /** How many rows a part of a list has on a page, where nobody says otherwise. */
  public static final int USUAL_ROWS = 25;

  /** What can be chosen. */
  public static final List<Integer> ROWS = List.of(USUAL_ROWS, 50, 100);

  private final Jdbi jdbi;
  private final InstantSource clock;

  OwnSettings(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** How many rows a part of a list has on the pages of a person. */
  public int rows(UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select rows_on_page from person_setting where person = :person")
                .bind("person", person)
                .mapTo(Integer.class)
                .findOne()
                .orElse(USUAL_ROWS));
  }

  /**
   * Sets it.
   *
   * @param rows one of {@link #ROWS}
   * @return how many there were before
   */
  public int rows(UUID person, int rows) {
    if (!ROWS.contains(rows)) {
      throw new IllegalArgumentException("rows on a page are one of " + ROWS + ", not " + rows);
    }
    return jdbi.inTransaction(
        handle -> {
          int before = rows(person);
          handle
              .createUpdate(
                  """
                  insert into person_setting (person, rows_on_page, changed_at) values (:person, :rows, :now)
                  on conflict (person) do update set rows_on_page = excluded.rows_on_page, changed_at = excluded.changed_at
                  """)
              .bind("person", person)
              .bind("rows", rows)
              .bind("now", Moment.column(clock.instant()))
              .execute();
          return before;
        });
  }
}
