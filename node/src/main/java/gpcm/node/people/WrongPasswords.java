package gpcm.node.people;

import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How often passwords were tried. Each browser in which somebody has signed in before counts for
 * itself; those that are new to them count together by their network, so that whoever guesses in
 * one place makes nobody wait in another; and all the new ones together have a limit, so that many
 * places are no way around it. Thread-safe.
 */
final class WrongPasswords {
  /** How often a user name is tried in an hour in browsers that are new to it. */
  static final int STRANGE_TRIES = 100;

  private static final int FREE_TRIES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Jdbi jdbi;

  WrongPasswords(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Where passwords of a user name are tried.
   *
   * @param key of a browser that is known for it, or of a network, in hexadecimal
   */
  record Place(String userName, String key, boolean known) {
    /** A browser in which they have signed in before, by the hash of what it shows. */
    static Place known(String userName, byte[] device) {
      return new Place(userName, HexFormat.of().formatHex(device), true);
    }

    /** A browser that is new to them, in a network. */
    static Place strange(String userName, String network) {
      return new Place(userName, HexFormat.of().formatHex(Token.hash("network " + network)), false);
    }

    private byte[] device() {
      return HexFormat.of().parseHex(key);
    }
  }

  /**
   * Counts a try, before the password is looked at, so that many at once are no way around it.
   *
   * @return until when it is not looked at; empty when it is
   */
  Optional<Instant> take(Place place, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          Optional<Instant> waiting = waiting(handle, place, now);
          return waiting.isPresent() || place.known() ? waiting : tooMany(handle, place, now);
        });
  }

  private static Optional<Instant> waiting(Handle handle, Place place, Instant now) {
    Optional<Instant> taken =
        handle
            .createQuery(
                """
                insert into failed_sign_in as f (user_name, device, tries, not_before) values (:user, :device, 1, :now)
                on conflict (user_name, device) do update set tries = f.tries + 1,
                  not_before = :now + least(:longest, power(2, least(f.tries + 1 - :free, 20))) * interval '1 second'
                    * (case when f.tries + 1 >= :free then 1 else 0 end)
                where f.not_before <= :now
                returning not_before
                """)
            .bind("user", place.userName())
            .bind("device", place.device())
            .bind("now", Moment.column(now))
            .bind("longest", LONGEST_WAIT.toSeconds())
            .bind("free", FREE_TRIES)
            .map((row, context) -> Moment.of(row, "not_before"))
            .findOne();
    return taken.isPresent()
        ? Optional.empty()
        : Optional.of(
            handle
                .createQuery(
                    "select not_before from failed_sign_in where user_name = :user and device ="
                        + " :device")
                .bind("user", place.userName())
                .bind("device", place.device())
                .map((row, context) -> Moment.of(row, "not_before"))
                .findOne()
                .orElse(now));
  }

  private static Optional<Instant> tooMany(Handle handle, Place place, Instant now) {
    boolean taken =
        handle
            .createQuery(
                """
                insert into strange_sign_in as s (user_name, tries, since) values (:user, 1, :now)
                on conflict (user_name) do update set
                  tries = case when s.since <= :hourAgo then 1 else s.tries + 1 end,
                  since = case when s.since <= :hourAgo then :now else s.since end
                where s.since <= :hourAgo or s.tries < :most
                returning tries
                """)
            .bind("user", place.userName())
            .bind("now", Moment.column(now))
            .bind("hourAgo", Moment.column(now.minus(HOUR)))
            .bind("most", STRANGE_TRIES)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    return taken
        ? Optional.empty()
        : Optional.of(
            handle
                .createQuery("select since from strange_sign_in where user_name = :user")
                .bind("user", place.userName())
                .map((row, context) -> Moment.of(row, "since").plus(HOUR))
                .findOne()
                .orElse(now));
  }

  /** Whoever knew the password begins again with all tries, where they are. */
  void forget(Place place) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from failed_sign_in where user_name = :user and device = :device")
                .bind("user", place.userName())
                .bind("device", place.device())
                .execute());
  }

  /** Forgets tries of long ago. */
  void sweep(Instant now) {
    jdbi.useHandle(
        handle -> {
          handle
              .createUpdate("delete from failed_sign_in where not_before < :old")
              .bind("old", Moment.column(now.minus(Duration.ofDays(1))))
              .execute();
          handle
              .createUpdate("delete from strange_sign_in where since <= :old")
              .bind("old", Moment.column(now.minus(HOUR)))
              .execute();
        });
  }
}
