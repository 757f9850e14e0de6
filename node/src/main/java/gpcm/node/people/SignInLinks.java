package gpcm.node.people;

import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Links that sign a person in once: the first administrator's, whoever lost their password, and
 * each persona's of the demo. Thread-safe.
 */
public final class SignInLinks {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Keeps links in the database behind {@code jdbi}. */
  public SignInLinks(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** What a link is for. */
  public enum Purpose {
    /** The first administrator of a new node. */
    FIRST_ADMINISTRATOR,
    /** A person to whom an administrator gave a way back in. */
    RECOVERY,
    /** A persona of the demo. */
    DEMO
  }

  /**
   * What a link opened.
   *
   * @param person who is signed in by it
   * @param purpose what it was for
   */
  public record Opened(UUID person, Purpose purpose) {}

  /**
   * Makes a link's secret. Earlier links of the same person and purpose open nothing from now on.
   *
   * @param lasting for how long it opens
   * @param madeBy who made it
   */
  public String make(UUID person, Purpose purpose, Duration lasting, String madeBy) {
    String secret = Token.random(random);
    Instant now = clock.instant();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  "delete from sign_in_link where person = :person and purpose = :purpose and"
                      + " used_at is null")
              .bind("person", person)
              .bind("purpose", purpose.name())
              .execute();
          handle
              .createUpdate(
                  """
                  insert into sign_in_link (secret_hash, person, purpose, made_by, made_at, ends_at)
                  values (:hash, :person, :purpose, :by, :now, :ends)
                  """)
              .bind("hash", Token.hash(secret))
              .bind("person", person)
              .bind("purpose", purpose.name())
              .bind("by", madeBy)
              .bind("now", Moment.column(now))
              .bind("ends", Moment.column(now.plus(lasting)))
              .execute();
        });
    return secret;
  }

  /** Opens a link; whoever comes second with the same secret gets nothing. */
  public Optional<Opened> open(String secret) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    update sign_in_link link set used_at = :now
                    where link.secret_hash = :hash and link.used_at is null and link.ends_at > :now
                    returning link.person, link.purpose
                    """)
                .bind("hash", Token.hash(secret))
                .bind("now", Moment.column(clock.instant()))
                .map(
                    (row, context) ->
                        new Opened(
                            row.getObject("person", UUID.class),
                            Purpose.valueOf(row.getString("purpose"))))
                .findOne());
  }
}
