package gpcm.node.people;

import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a provider ends: sessions, and sign-ins that are on their way to one. Whichever of the end
 * and the beginning of a session comes first in the database, the session is not there afterwards.
 * Thread-safe.
 */
public final class ProviderSessions {
  /** Twice as long as somebody may take to choose an organisation. */
  private static final Duration REMEMBERED = Duration.ofMinutes(20);

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Of the database behind {@code jdbi}. */
  public ProviderSessions(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * What a provider names that it ends.
   *
   * @param issuer the provider's
   * @param session its session ({@code sid}); empty for all of the person
   * @param subject the person ({@code sub})
   */
  public record End(String issuer, Optional<String> session, Optional<String> subject) {}

  /**
   * A session that has ended.
   *
   * @param organisation ODS code of where it was
   * @param handle its public name
   */
  public record Ended(Person person, String organisation, UUID handle) {}

  /** Somebody's sign-in was ended by their provider before it came to a session. */
  public static final class EndedMeanwhile extends RuntimeException {
    EndedMeanwhile() {
      super("the provider has ended the sign-in meanwhile");
    }
  }

  /** Ends what a provider says, and gives the sessions that were there. */
  public List<Ended> end(End end) {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle -> {
          end.session().ifPresent(id -> lock(handle, "sid", end.issuer(), id));
          end.subject().ifPresent(id -> lock(handle, "sub", end.issuer(), id));
          handle
              .createUpdate(
                  "insert into provider_ended (issuer, session, sub, ended_at) values (:issuer,"
                      + " :session, :sub, :now)")
              .bind("issuer", end.issuer())
              .bind("session", end.session())
              .bind("sub", end.subject())
              .bind("now", Moment.column(now))
              .execute();
          return handle
              .createQuery(
                  """
                  with ended as (
                    update session set ended_at = :now, end_reason = 'ended by the provider'
                    where ended_at is null and issuer = :issuer and %s returning *)
                  select ended.organisation, ended.handle, person.* from ended join person on person.id = ended.person
                  order by ended.organisation, ended.begun_at, ended.handle
                  """
                      .formatted(
                          end.session().isPresent()
                              ? "provider_session = :session"
                              : "(provider_sub = :sub or provider_sub is null and provider_subject"
                                  + " = :sub)"))
              .bind("issuer", end.issuer())
              .bind("session", end.session())
              .bind("sub", end.subject())
              .bind("now", Moment.column(now))
              .map(
                  (row, context) ->
                      new Ended(
                          People.person(row, context),
                          row.getString("organisation"),
                          row.getObject("handle", UUID.class)))
              .list();
        });
  }

  /**
   * Makes sure, in the transaction that begins a session, that its provider has not ended it.
   *
   * @throws EndedMeanwhile when it has
   */
  static void requireNotEnded(Handle handle, SignIn signIn) {
    String issuer = signIn.person().issuer();
    if (signIn.providerSession().isEmpty() && signIn.providerSubject().isEmpty()) {
      return;
    }
    signIn.providerSession().ifPresent(id -> lock(handle, "sid", issuer, id));
    signIn.providerSubject().ifPresent(id -> lock(handle, "sub", issuer, id));
    // Providers say to the second when somebody proved who they are.
    boolean ended =
        handle
            .createQuery(
                """
                select exists (select from provider_ended where issuer = :issuer
                  and (session = :session or (session is null and sub = :sub and ended_at >= :after)))
                """)
            .bind("issuer", issuer)
            .bind("session", signIn.providerSession())
            .bind("sub", signIn.providerSubject())
            .bind("after", Moment.column(signIn.at().plusSeconds(1)))
            .mapTo(Boolean.class)
            .one();
    if (ended) {
      throw new EndedMeanwhile();
    }
  }

  private static void lock(Handle handle, String claim, String issuer, String id) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended(:what, 0))")
        .bind("what", String.join("\n", "signed-in", claim, issuer, id))
        .mapTo(String.class)
        .list();
  }

  /** Forgets what ended so long ago that no sign-in of then is on its way any more. */
  public void sweep() {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from provider_ended where ended_at < :since")
                .bind("since", Moment.column(clock.instant().minus(REMEMBERED)))
                .execute());
  }
}
