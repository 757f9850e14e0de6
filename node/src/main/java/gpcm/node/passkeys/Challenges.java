package gpcm.node.passkeys;

import gpcm.node.people.Token;
import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What browsers were asked to sign, in the database, so that any node may take the answer. */
final class Challenges {
  static final Duration LASTING = Duration.ofMinutes(5);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Challenges(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** A new one, for a person who makes a passkey, or for whoever wants to sign in. */
  String ask(Optional<UUID> person) {
    String challenge = Token.random(random);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into passkey_challenge (challenge_hash, person, ends_at) values (:hash,"
                        + " :person, :ends)")
                .bind("hash", Token.hash(challenge))
                .bind("person", person.orElse(null))
                .bind("ends", Moment.column(clock.instant().plus(LASTING)))
                .execute());
    return challenge;
  }

  /** Takes it out: an answer that comes a second time answers nothing. */
  boolean take(String challenge, Optional<UUID> person) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        """
                        delete from passkey_challenge where challenge_hash = :hash and ends_at > :now
                          and person is not distinct from cast(:person as uuid)
                        """)
                    .bind("hash", Token.hash(challenge))
                    .bind("person", person.orElse(null))
                    .bind("now", Moment.column(clock.instant()))
                    .execute()
                == 1);
  }

  int sweep() {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate("delete from passkey_challenge where ends_at <= :now")
                .bind("now", Moment.column(clock.instant()))
                .execute());
  }
}
