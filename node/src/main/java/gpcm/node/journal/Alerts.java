package gpcm.node.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts: raised in the transaction that finds the problem, open until a person resolves them.
 * A problem that comes up again while its alert is open counts up instead of raising another.
 * Thread-safe.
 */
public final class Alerts {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  static final String OPEN =
      "select * from alert where resolved_at is null and id < :id order by id desc limit :limit";
  static final String COUNT_OPEN = "select count(*) from alert where resolved_at is null";

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Reads through {@code jdbi}; stamps with {@code clock}. */
  public Alerts(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** What a person is told. {@code problem} identifies it within the organisation. */
  public record Told(String problem, String title, String whatHappened, String whatToDo) {}

  /** Tells a person about a document this node sends. */
  public void aboutDocument(Handle handle, String organisation, UUID document, Told told) {
    raise(handle, organisation, Optional.of(document), Optional.empty(), told);
  }

  /** Tells a person about a message this node received. */
  public void aboutReceived(Handle handle, String organisation, UUID received, Told told) {
    raise(handle, organisation, Optional.empty(), Optional.of(received), told);
  }

  /**
   * Tells a person about something that concerns the whole organisation, such as MESH being out of
   * reach.
   */
  public void aboutOrganisation(Handle handle, String organisation, Told told) {
    raise(handle, organisation, Optional.empty(), Optional.empty(), told);
  }

  private void raise(
      Handle handle,
      String organisation,
      Optional<UUID> document,
      Optional<UUID> received,
      Told told) {
    OffsetDateTime now = Timeline.stored(clock.instant());
    handle
        .createUpdate(
            """
            insert into alert (organisation, problem, document, received, title, what_happened, what_to_do, times, raised_at, last_at)
            values (:organisation, :problem, :document, :received, :title, :happened, :todo, 1, :now, :now)
            on conflict (organisation, problem) where resolved_at is null
            do update set times = alert.times + 1, last_at = :now, what_happened = :happened
            """)
        .bind("organisation", organisation)
        .bind("problem", told.problem())
        .bindByType("document", document.orElse(null), UUID.class)
        .bindByType("received", received.orElse(null), UUID.class)
        .bind("title", told.title())
        .bind("happened", told.whatHappened())
        .bind("todo", told.whatToDo())
        .bind("now", now)
        .execute();
    LOG.atWarn()
        .addKeyValue("organisation", organisation)
        .addKeyValue("problem", told.problem())
        .log("a person is told");
  }

  /** Closes the alert of a problem that mended itself, such as MESH being within reach again. */
  public void mended(Handle handle, String organisation, String problem) {
    handle
        .createUpdate(
            "update alert set resolved_at = :now, resolved_by = 'mended by itself' where"
                + " organisation = :organisation and problem = :problem and resolved_at is null")
        .bind("now", Timeline.stored(clock.instant()))
        .bind("organisation", organisation)
        .bind("problem", problem)
        .execute();
  }

  /** The newest open alerts of the whole node, newest first. */
  public List<Alert> open(int limit) {
    return openBefore(Long.MAX_VALUE, limit);
  }

  /** The open alerts that were raised before the one with number {@code id}, newest first. */
  public List<Alert> openBefore(long id, int limit) {
    return jdbi.withHandle(
        handle ->
            handle.createQuery(OPEN).bind("id", id).bind("limit", limit).map(Alerts::read).list());
  }

  /** How many alerts of the whole node are open. */
  public long countOpen() {
    return jdbi.withHandle(handle -> handle.createQuery(COUNT_OPEN).mapTo(Long.class).one());
  }

  /** The open alerts about a document this node sends, newest first. */
  public List<Alert> openOfDocument(UUID document) {
    return openAbout("document", document);
  }

  /** The open alerts about a message this node received, newest first. */
  public List<Alert> openOfReceived(UUID received) {
    return openAbout("received", received);
  }

  static String openAbout(String column) {
    return "select * from alert where resolved_at is null and "
        + column
        + " = :id order by id desc";
  }

  private List<Alert> openAbout(String column, UUID id) {
    return jdbi.withHandle(
        handle -> handle.createQuery(openAbout(column)).bind("id", id).map(Alerts::read).list());
  }

  private static Alert read(ResultSet row, StatementContext context) throws SQLException {
    return new Alert(
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
        row.getObject("last_at", OffsetDateTime.class).toInstant());
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
                    .bind("now", Timeline.stored(clock.instant()))
                    .bind("by", by)
                    .bind("id", id)
                    .execute()
                == 1);
  }
}
