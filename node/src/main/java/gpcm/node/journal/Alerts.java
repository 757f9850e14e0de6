package gpcm.node.journal;

import gpcm.exchange.AlertText;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The alerts: raised by the ledger in the transaction that finds the problem, open until a person
 * resolves them or they mend. A problem that comes up again while its alert is open counts up
 * instead of raising another. Thread-safe.
 */
public final class Alerts {
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

  /** The newest open alerts that somebody sees, newest first. */
  public List<Alert> open(AlertView view, int limit) {
    return openBefore(view, Long.MAX_VALUE, limit);
  }

  /** The same, of those raised before the one with number {@code id}. */
  public List<Alert> openBefore(AlertView view, long id, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from alert where resolved_at is null and id < :id"
                        + view.sql()
                        + " order by id desc limit :limit")
                .bind("id", id)
                .bind("organisation", view.organisation())
                .bind("limit", limit)
                .map(Alerts::read)
                .list());
  }

  /** How many open alerts somebody sees. */
  public long countOpen(AlertView view) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(COUNT_OPEN + view.sql())
                .bind("organisation", view.organisation())
                .mapTo(Long.class)
                .one());
  }

  /** The open alerts about a document that somebody sees, newest first. */
  public List<Alert> openOfDocument(AlertView view, UUID document) {
    return openAbout("document", view, document);
  }

  /** The open alerts about a received message that somebody sees, newest first. */
  public List<Alert> openOfReceived(AlertView view, UUID received) {
    return openAbout("received", view, received);
  }

  private List<Alert> openAbout(String column, AlertView view, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from alert where resolved_at is null and "
                        + column
                        + " = :id"
                        + view.sql()
                        + " order by id desc")
                .bind("id", id)
                .bind("organisation", view.organisation())
                .map(Alerts::read)
                .list());
  }

  /**
   * Resolves an open alert in the name of a person, if it is one of those.
   *
   * @return false when there is no open alert with that number among them
   */
  public boolean resolve(AlertView view, long id, String by) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        "update alert set resolved_at = :now, resolved_by = :by where id = :id and"
                            + " resolved_at is null"
                            + view.sql())
                    .bind("now", Moment.column(clock.instant()))
                    .bind("by", by)
                    .bind("id", id)
                    .bind("organisation", view.organisation())
                    .execute()
                == 1);
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
        new AlertText(
            row.getString("problem"),
            row.getString("title"),
            row.getString("what_happened"),
            row.getString("what_to_do")),
        Optional.ofNullable(row.getObject("document", UUID.class)),
        Optional.ofNullable(row.getObject("received", UUID.class)),
        row.getInt("times"),
        Moment.of(row, "raised_at"),
        Moment.of(row, "last_at"));
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
                    .bind("now", Moment.column(clock.instant()))
                    .bind("by", by)
                    .bind("id", id)
                    .execute()
                == 1);
  }
}
