package gpcm.node.viewing;

import gpcm.node.people.Token;
import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What lets a frame show a file without a session of its own: a sandboxed frame has no origin and
 * so no cookies. A ticket opens one page of a file, for minutes, and only as long as the session
 * lasts in which it was made. They are in the database, so that every node takes them. Thread-safe.
 */
public final class ViewingTickets {
  /** How long a ticket opens its page. */
  public static final Duration LASTING = Duration.ofMinutes(5);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Keeps tickets in the database behind {@code jdbi}. */
  public ViewingTickets(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * Makes a ticket.
   *
   * @param file the address of the page it opens
   * @param session the public name of the session that may see it
   */
  public String make(String file, UUID session) {
    String ticket = Token.random(random);
    Instant now = clock.instant();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into viewing_ticket (hash, file, session, ends_at) values (:hash, :file, :session, :ends)
                    """)
                .bind("hash", Token.hash(ticket))
                .bind("file", file)
                .bind("session", session)
                .bind("ends", Moment.column(now.plus(LASTING)))
                .execute());
    return ticket;
  }

  /**
   * What a good ticket tells.
   *
   * @param session the public name of the session it was made in
   */
  public record Admission(UUID session) {
    /** Whether whoever shows it in this session is who it was made for. */
    public boolean isFor(UUID other) {
      return session.equals(other);
    }
  }

  /**
   * Looks at a ticket.
   *
   * @param file the address of what is asked for
   * @return empty when there is no such ticket, it is for another file, its time is over, or its
   *     session has ended
   */
  public Optional<Admission> admit(String ticket, String file) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select session from viewing_ticket ticket
                    where hash = :hash and file = :file and ends_at > :now
                      and exists (
                        select from session s where s.handle = ticket.session and s.ended_at is null)
                    """)
                .bind("hash", Token.hash(ticket))
                .bind("file", file)
                .bind("now", Moment.column(clock.instant()))
                .map((row, context) -> new Admission(row.getObject("session", UUID.class)))
                .findOne());
  }

  /** Forgets tickets that open nothing any more. */
  public int sweep() {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate("delete from viewing_ticket where ends_at < :now")
                .bind("now", Moment.column(clock.instant()))
                .execute());
  }
}
