package gpcm.node.journal;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The alerts: raised by the ledger in the transaction that finds the problem, open until a person
 * resolves them or they mend. A problem that comes up again while its alert is open counts up instead
 * of raising another. Thread-safe.
 */
public final class Alerts {
  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Reads through {@code jdbi}; stamps with {@code clock}. */
  public Alerts(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** The open alerts of the whole node, newest first. */
  public List<Alert> open() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from alert where resolved_at is null order by id desc")
                .map(
                    (row, context) ->
                        new Alert(
                            row.getLong("id"),
                            row.getString("organisation"),
                            row.getString("problem"),
                            Optional.ofNullable(row.getObject("document", UUID.class)),
                            Optional.ofNullable(row.getObject("received", UUID.class)),
                            row.getString("title"),
                            row.getString("what_happened"),
                            row.getString("what_to_do"),
                            row.getInt("times"),
                            row.getObject("raised_at", OffsetDateTime.class).toInstant(),
                            row.getObject("last_at", OffsetDateTime.class).toInstant()))
                .list());
  }

  /**
   * Resolves an open alert in the name of a person.
   *
   * @return false when there is no open alert with that number
   */
  public boolean resolve(long id, String by) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "update alert set resolved_at = :now, resolved_by = :by where id = :id and"
                            + " resolved_at is null")
                    .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .bind("by", by)
                    .bind("id", id)
                    .execute()
                == 1);
  }
}
