package gpcm.node.desk;

import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The one notice that stands at the head of every page, for all nodes of a database. A node asks
 * for it at most every five seconds, so that another node's change is seen after five seconds at
 * the latest. Thread-safe.
 */
public final class ServiceNotices {
  /** For how long what was read is taken to be so. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private final Jdbi jdbi;
  private final Jdbi unflushed;
  private final InstantSource clock;
  private volatile Known known = Known.NOTHING;

  /** What was read, and when. */
  private record Known(Optional<ServiceNotice> notice, Instant at) {
    static final Known NOTHING = new Known(Optional.empty(), Instant.EPOCH);

    boolean isFresh(Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
    }
  }

  /**
   * What became of it.
   *
   * @param before the one that stood there
   * @param after the one that stands there now
   */
  public record Change(Optional<ServiceNotice> before, Optional<ServiceNotice> after) {}

  /**
   * Of a database.
   *
   * @param unflushed the way to read what stands on every page
   */
  ServiceNotices(Jdbi jdbi, Jdbi unflushed, InstantSource clock) {
    this.jdbi = jdbi;
    this.unflushed = unflushed;
    this.clock = clock;
  }

  /**
   * The one that stands now, as the database had it at most five seconds ago. While it cannot be
   * asked, it is the one that was known last: no page fails because of it.
   */
  public Optional<ServiceNotice> now() {
    Instant now = clock.instant();
    Known last = known;
    if (!last.isFresh(now)) {
      try {
        last = new Known(unflushed.withHandle(ServiceNotices::read), now);
      } catch (RuntimeException e) {
        // The page itself says so, if it needs the database too.
        last = new Known(last.notice, clock.instant());
      }
      known = last;
    }
    return last.notice.filter(notice -> !notice.isOver(now));
  }

  /** The one that was known last, without asking. */
  public Optional<ServiceNotice> known() {
    Instant now = clock.instant();
    return known.notice.filter(notice -> !notice.isOver(now));
  }

  /** The one that was set last and not taken away, be its time over or not. */
  public Optional<ServiceNotice> last() {
    return jdbi.withHandle(ServiceNotices::read);
  }

  /**
   * Puts another one there, or none; nobody else does meanwhile.
   *
   * @param change hears which stands there, gives which shall, and throws what refuses that
   */
  public Change change(UnaryOperator<Optional<ServiceNotice>> change) {
    return jdbi.inTransaction(
        handle -> {
          handle.execute("lock table service_notice in share row exclusive mode");
          Optional<ServiceNotice> before = read(handle);
          Optional<ServiceNotice> after = change.apply(before);
          handle.execute("delete from service_notice");
          after.ifPresent(notice -> write(handle, notice));
          return new Change(before, after);
        });
  }

  /** This node asks again, now that a change of its own is committed. */
  public void forget() {
    known = Known.NOTHING;
  }

  private static Optional<ServiceNotice> read(Handle handle) {
    return handle
        .createQuery("select * from service_notice")
        .map((row, context) -> notice(row))
        .findOne();
  }

  private static ServiceNotice notice(ResultSet row) throws SQLException {
    return new ServiceNotice(
        row.getObject("id", UUID.class),
        row.getString("words"),
        Moment.perhaps(row, "until"),
        Moment.of(row, "set_at"),
        row.getString("set_by"),
        row.getString("organisation"));
  }

  private static void write(Handle handle, ServiceNotice notice) {
    handle
        .createUpdate(
            """
            insert into service_notice (id, words, until, set_at, set_by, organisation)
            values (:id, :words, :until, :at, :by, :organisation)
            """)
        .bind("id", notice.id())
        .bind("words", notice.words())
        .bind("until", notice.until().map(Moment::column).orElse(null))
        .bind("at", Moment.column(notice.setAt()))
        .bind("by", notice.by())
        .bind("organisation", notice.organisation())
        .execute();
  }
}
