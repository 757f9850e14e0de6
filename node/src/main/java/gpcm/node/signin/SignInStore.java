package gpcm.node.signin;

import gpcm.mesh.Secret;
import gpcm.node.people.Token;
import gpcm.node.store.Moment;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps sign-ins on their way and logout tokens that came in the database, so that every node knows
 * them. Thread-safe.
 */
public final class SignInStore implements PendingSignIns, SeenTokens, ProviderNews {
  private static final Duration KEPT = Duration.ofMinutes(15);

  private final Jdbi jdbi;
  private final InstantSource clock;

  public SignInStore(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  @Override
  public void answered(String issuer) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into provider_standing (issuer, answered_at) values (:issuer, :now) on"
                        + " conflict (issuer) do update set answered_at = excluded.answered_at")
                .bind("issuer", issuer)
                .bind("now", Moment.column(clock.instant()))
                .execute());
  }

  @Override
  public void failed(String issuer, String why) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into provider_standing (issuer, failed_at, failure) values (:issuer,"
                        + " :now, :why) on conflict (issuer) do update set failed_at ="
                        + " excluded.failed_at, failure = excluded.failure")
                .bind("issuer", issuer)
                .bind("now", Moment.column(clock.instant()))
                .bind("why", why)
                .execute());
  }

  @Override
  public void keep(PendingSignIn pending) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into sign_in_request (state_hash, provider, browser_hash, nonce, verifier, callback, purpose, subject, started_at)
                    values (:state, :provider, :browser, :nonce, :verifier, :callback, :purpose, :subject, :started)
                    """)
                .bind("state", Token.hash(pending.state()))
                .bind("provider", pending.provider())
                .bind("browser", pending.browserHash())
                .bind("nonce", pending.nonce())
                .bind("verifier", pending.verifier().reveal())
                .bind("callback", pending.callback().toString())
                .bind("purpose", word(pending.purpose()))
                .bind("subject", subject(pending.purpose()))
                .bind("started", Moment.column(pending.startedAt()))
                .execute());
  }

  @Override
  public Optional<PendingSignIn> take(String state) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("delete from sign_in_request where state_hash = :state returning *")
                .bind("state", Token.hash(state))
                .map((row, context) -> pending(row, state))
                .findOne());
  }

  @Override
  public boolean first(String issuer, String tokenId, Instant until) {
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into seen_logout_token (issuer, token_hash, until) values (:issuer, :token, :until)
                        on conflict do nothing
                        """)
                    .bind("issuer", issuer)
                    .bind("token", Token.hash(tokenId))
                    .bind("until", Moment.column(until))
                    .execute()
                == 1);
  }

  /** Keeps what a sign-out at the provider is asked with, as long as the session is known. */
  public void keepIdToken(String session, Secret idToken) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into session_id_token (id_hash, id_token) values (:session, :token)")
                .bind("session", Token.hash(session))
                .bind("token", idToken.reveal())
                .execute());
  }

  /** The id token that a session began with. */
  public Optional<Secret> idToken(String session) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select id_token from session_id_token where id_hash = :session")
                .bind("session", Token.hash(session))
                .mapTo(String.class)
                .findOne()
                .map(Secret::of));
  }

  /** Forgets what can no longer be used: call it now and then. */
  public int sweep() {
    Instant now = clock.instant();
    return jdbi.withHandle(
        handle ->
            handle
                    .createUpdate("delete from sign_in_request where started_at < :before")
                    .bind("before", Moment.column(now.minus(KEPT)))
                    .execute()
                + handle
                    .createUpdate("delete from seen_logout_token where until < :now")
                    .bind("now", Moment.column(now))
                    .execute());
  }

  private static PendingSignIn pending(ResultSet row, String state) throws SQLException {
    return new PendingSignIn(
        row.getString("provider"),
        state,
        row.getString("browser_hash"),
        row.getString("nonce"),
        Secret.of(row.getString("verifier")),
        URI.create(row.getString("callback")),
        purpose(row.getString("purpose"), row.getString("subject")),
        Moment.of(row, "started_at"));
  }

  private static String word(Purpose purpose) {
    return switch (purpose) {
      case Purpose.ComeIn any -> "come-in";
      case Purpose.ProveAgain any -> "prove-again";
      case Purpose.ChangeRole any -> "change-role";
    };
  }

  private static String subject(Purpose purpose) {
    return switch (purpose) {
      case Purpose.ComeIn any -> "";
      case Purpose.ProveAgain(String subject) -> subject;
      case Purpose.ChangeRole(String subject) -> subject;
    };
  }

  private static Purpose purpose(String word, String subject) {
    return switch (word) {
      case "prove-again" -> new Purpose.ProveAgain(subject);
      case "change-role" -> new Purpose.ChangeRole(subject);
      default -> new Purpose.ComeIn();
    };
  }
}
