package gpcm.node.people;

import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Links that sign a person in once: the first administrator's, whoever lost their password, each
 * persona's of the demo, and the break-glass account's. Thread-safe.
 */
public final class SignInLinks {
  /** For how long a break-glass account administers once its link was used. */
  public static final Duration OPENED = Duration.ofHours(12);

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
    DEMO,
    /** The account of an organisation that is kept sealed for when nobody else gets in. */
    BREAK_GLASS
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
    return jdbi.inTransaction(handle -> make(handle, person, purpose, lasting, madeBy));
  }

  private String make(
      Handle handle, UUID person, Purpose purpose, Duration lasting, String madeBy) {
    String secret = Token.random(random);
    Instant now = clock.instant();
    handle
        .createUpdate(
            "delete from sign_in_link where person = :person and purpose = :purpose and used_at is"
                + " null")
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
    return secret;
  }

  /**
   * Seals an organisation's break-glass account anew: whatever led in to it before does no longer,
   * and it administers the organisation for as long as its link opens, or {@link #OPENED} once that
   * was used.
   *
   * @param account of the organisation's own, and nobody's
   * @param lasting for how long the link opens
   * @param madeBy who seals it
   * @return the link's secret
   */
  String seal(UUID account, String organisation, Duration lasting, String madeBy) {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle -> {
          People.lock(handle, organisation);
          // Whoever opens one of them at this moment comes before: their session ends with the
          // rest.
          handle
              .createQuery("select person from sign_in_link where person = :person for update")
              .bind("person", account)
              .mapTo(UUID.class)
              .list();
          handle
              .createUpdate("delete from sign_in_link where person = :person and used_at is null")
              .bind("person", account)
              .execute();
          handle
              .createUpdate("delete from passkey where person = :person")
              .bind("person", account)
              .execute();
          handle
              .createUpdate(
                  "update role_assignment set withdrawn_at = :now where person = :person and"
                      + " withdrawn_at is null")
              .bind("now", Moment.column(now))
              .bind("person", account)
              .execute();
          handle
              .createUpdate(
                  """
                  insert into role_assignment (id, person, organisation, role, kind, reason, made_at, ends_at)
                  values (:id, :person, :organisation, :role, :kind, 'sealed', :now, :ends)
                  """)
              .bind("id", UUID.randomUUID())
              .bind("person", account)
              .bind("organisation", organisation)
              .bind("role", Role.ADMINISTRATOR.word())
              .bind("kind", RoleAssignment.Kind.GIVEN.text())
              .bind("now", Moment.column(now))
              .bind("ends", Moment.column(now.plus(lasting)))
              .execute();
          return make(handle, account, Purpose.BREAK_GLASS, lasting, madeBy);
        });
  }

  /**
   * Opens a link; whoever comes second with the same secret gets nothing. Of a break-glass account
   * the role ends {@link #OPENED} later.
   */
  public Optional<Opened> open(String secret) {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle -> {
          Optional<Opened> opened =
              handle
                  .createQuery(
                      """
                      update sign_in_link link set used_at = :now
                      where link.secret_hash = :hash and link.used_at is null and link.ends_at > :now
                      returning link.person, link.purpose
                      """)
                  .bind("hash", Token.hash(secret))
                  .bind("now", Moment.column(now))
                  .map(
                      (row, context) ->
                          new Opened(
                              row.getObject("person", UUID.class),
                              Purpose.valueOf(row.getString("purpose"))))
                  .findOne();
          opened
              .filter(each -> each.purpose() == Purpose.BREAK_GLASS)
              .ifPresent(each -> endSoon(handle, each.person(), now.plus(OPENED)));
          return opened;
        });
  }

  private static void endSoon(Handle handle, UUID person, Instant end) {
    handle
        .createUpdate(
            "update role_assignment set ends_at = :end where person = :person and withdrawn_at is"
                + " null and (ends_at is null or ends_at > :end)")
        .bind("end", Moment.column(end))
        .bind("person", person)
        .execute();
  }
}
