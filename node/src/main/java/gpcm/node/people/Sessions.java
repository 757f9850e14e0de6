package gpcm.node.people;

import gpcm.node.store.Moment;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * The sessions of people who signed in, in the database, so that every node knows them and none
 * knows them longer than they last. Thread-safe.
 */
public final class Sessions {
  private static final String LIVE =
      " ended_at is null and last_at > :idleSince and begun_at > :begunSince";

  /** The end of a query whose {@code used} are sessions. */
  private static final String ACTING =
      """
      select used.*, person.name as person_name, person.subject as person_subject, person.national_id,
        array(select role from role_assignment a where a.person = used.person and a.organisation = used.organisation
          and a.kind = 'given' and a.withdrawn_at is null and (a.ends_at is null or a.ends_at > :now)) as given,
        array(select role from role_assignment a where a.person = used.person and a.organisation = used.organisation
          and a.kind = 'taken' and a.withdrawn_at is null and (a.ends_at is null or a.ends_at > :now)) as taken
      from used join person on person.id = used.person
      where not exists (select from account_shut shut where shut.person = used.person and shut.organisation = used.organisation
        and shut.opened_at is null)
      """;

  private static final int TWO_FACTORS = 2;

  private final Jdbi jdbi;
  private final Jdbi unflushed;
  private final InstantSource clock;
  private final SessionLimits limits;
  private final NamedPeople named;
  private final SecureRandom random = new SecureRandom();

  /** Keeps sessions in the database behind {@code jdbi}, for as long as {@code limits} says. */
  public Sessions(Jdbi jdbi, InstantSource clock, SessionLimits limits) {
    this(jdbi, jdbi, clock, limits, NamedPeople.NOBODY);
  }

  /**
   * The same.
   *
   * @param unflushed the way to note that a session was used, which a crash may take back
   * @param named whom organisations name
   */
  public Sessions(
      Jdbi jdbi, Jdbi unflushed, InstantSource clock, SessionLimits limits, NamedPeople named) {
    this.jdbi = jdbi;
    this.unflushed = unflushed;
    this.clock = clock;
    this.limits = limits;
    this.named = named;
  }

  /** How long sessions last. */
  public SessionLimits limits() {
    return limits;
  }

  /**
   * Begins a session.
   *
   * @param address from where, as seen
   * @param browser what the browser calls itself
   * @return the session's id, which is kept nowhere: whoever holds it is the person
   * @throws ProviderSessions.EndedMeanwhile when the provider has ended it already
   */
  public String begin(SignIn signIn, String address, String browser) {
    return begin(signIn, UUID.randomUUID(), address, browser);
  }

  /**
   * The same.
   *
   * @param name the public name it shall have
   */
  public String begin(SignIn signIn, UUID name, String address, String browser) {
    String id = Token.random(random);
    Instant now = clock.instant();
    jdbi.useTransaction(
        handle -> {
          ProviderSessions.requireNotEnded(handle, signIn);
          handle
              .createUpdate(
                  """
                  with begun as (insert into session (id_hash, form_hash, handle, person, organisation, provider_roles, activities, issuer, provider_subject,
                    provider_session, provider_sub, level, signed_in_at, begun_at, last_at, address, browser, by_link, national_role, role_profile)
                  values (:hash, :form, :handle, :person, :organisation, :roles, :activities, :issuer, :subject, :session, :sub, :level, :at,
                    :now, :now, :address, :browser, :link, :nationalRole, :profile)
                  returning person, organisation, begun_at, provider_roles, activities)
                  insert into last_sign_in (person, organisation, at, cleared_at)
                  select person, organisation, begun_at, case when activities && cast(:clearing as text[]) then begun_at end
                  from begun where cardinality(provider_roles) > 0
                  on conflict (person, organisation) do update set at = greatest(last_sign_in.at, excluded.at),
                    cleared_at = greatest(last_sign_in.cleared_at, excluded.cleared_at)
                  """)
              .bind("hash", Token.hash(id))
              .bind("form", Token.hash(Token.ofForms(id)))
              .bind("handle", name)
              .bind("person", signIn.person().id())
              .bind("organisation", signIn.organisation())
              .bindArray("roles", String.class, signIn.roles().stream().map(Role::word).toList())
              .bindArray("activities", String.class, List.copyOf(signIn.activities()))
              .bindArray("clearing", String.class, List.copyOf(RoleTable.clearing()))
              .bind("issuer", signIn.person().issuer())
              .bind("subject", signIn.person().subject())
              .bind("session", signIn.providerSession().orElse(null))
              .bind("sub", signIn.providerSubject().orElse(null))
              .bind("level", signIn.level())
              .bind("at", Moment.column(signIn.at()))
              .bind("now", Moment.column(now))
              .bind("address", address)
              .bind("browser", browser)
              .bind("link", signIn.byLink())
              .bind("nationalRole", signIn.nationalRole().map(NationalRole::code).orElse(null))
              .bind("profile", signIn.nationalRole().map(NationalRole::profile).orElse(null))
              .execute();
        });
    return id;
  }

  /**
   * Who acts in a session, with the roles in force at this moment; the session counts as used.
   *
   * @return empty when there is no such session, it has ended, or its person's account is shut
   *     there
   */
  public Optional<Acting> use(String id) {
    return acting(
        id,
        """
        with used as (
          update session set last_at = greatest(last_at, :now) where id_hash = :hash and %s returning *)
        """
            .formatted(LIVE));
  }

  /**
   * As {@link #use}, but the session goes on to run out: for what a page asks for by itself while
   * nobody is there.
   */
  public Optional<Acting> look(String id) {
    return acting(
        id, "with used as (select * from session where id_hash = :hash and " + LIVE + ")");
  }

  /**
   * Somebody as they stand at an organisation at this moment, whether or not they are signed in:
   * what was said of them at their latest sign-in there, with what an administrator has decided
   * until now.
   *
   * @return empty when they have not signed in there lately, or are shut out there
   */
  public Optional<Acting> standing(UUID person, String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    with used as (
                      select * from session where person = :person and organisation = :organisation
                      order by begun_at desc, handle limit 1)
                    """
                        + ACTING)
                .bind("person", person)
                .bind("organisation", organisation)
                .bind("now", Moment.column(clock.instant()))
                .map((row, context) -> acting(row))
                .findOne());
  }

  private Optional<Acting> acting(String id, String used) {
    Instant now = clock.instant();
    String sql = used + ACTING;
    return unflushed.withHandle(
        handle ->
            handle
                .createQuery(sql)
                .bind("hash", Token.hash(id))
                .bind("now", Moment.column(now))
                .bind("idleSince", Moment.column(now.minus(limits.idle())))
                .bind("begunSince", Moment.column(now.minus(limits.absolute())))
                .map((row, context) -> acting(row))
                .findOne());
  }

  private Acting acting(ResultSet row) throws SQLException {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(roles(row, "provider_roles"));
    roles.addAll(roles(row, "given"));
    roles.removeAll(roles(row, "taken"));
    String organisation = row.getString("organisation");
    String issuer = row.getString("issuer");
    return new Acting(
        row.getObject("person", UUID.class),
        row.getString("person_name"),
        organisation,
        roles,
        Set.of(texts(row, "activities")),
        named.of(organisation, issuer, row.getString("person_subject")),
        row.getObject("handle", UUID.class),
        Moment.of(row, "signed_in_at"),
        Optional.ofNullable(row.getString("national_id")),
        nationalRole(row),
        issuer.equals(Person.LOCAL) && row.getInt("level") < TWO_FACTORS,
        row.getBoolean("by_link"));
  }

  private static Optional<NationalRole> nationalRole(ResultSet row) throws SQLException {
    String code = row.getString("national_role");
    return code == null
        ? Optional.empty()
        : Optional.of(new NationalRole(code, row.getString("role_profile")));
  }

  private static Set<Role> roles(ResultSet row, String column) throws SQLException {
    return Stream.of(texts(row, column))
        .flatMap(each -> Role.of(each).stream())
        .collect(Collectors.toSet());
  }

  private static String[] texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return (String[]) array.getArray();
  }

  /**
   * Whether forms with a token were made for a session of this person at this organisation, whether
   * or not it goes on.
   */
  public boolean made(String formToken, UUID person, String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select exists (select from session where form_hash = :form and person ="
                        + " :person and organisation = :organisation)")
                .bind("form", Token.hash(formToken))
                .bind("person", person)
                .bind("organisation", organisation)
                .mapTo(Boolean.class)
                .one());
  }

  /** How long a session lasts if nothing is done any more; empty when it has ended. */
  public Optional<Duration> remaining(String id) {
    Instant now = clock.instant();
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select begun_at, last_at from session where id_hash = :hash and" + LIVE)
                .bind("hash", Token.hash(id))
                .bind("idleSince", Moment.column(now.minus(limits.idle())))
                .bind("begunSince", Moment.column(now.minus(limits.absolute())))
                .map(
                    (row, context) -> {
                      Instant idle = Moment.of(row, "last_at").plus(limits.idle());
                      Instant most = Moment.of(row, "begun_at").plus(limits.absolute());
                      return Duration.between(now, idle.isBefore(most) ? idle : most);
                    })
                .findOne());
  }

  /** A person's sessions that have not ended, the latest first. */
  public List<Session> ofPerson(UUID person) {
    Instant now = clock.instant();
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from session where person = :person and"
                        + LIVE
                        + " order by begun_at desc, handle")
                .bind("person", person)
                .bind("idleSince", Moment.column(now.minus(limits.idle())))
                .bind("begunSince", Moment.column(now.minus(limits.absolute())))
                .map(
                    (row, context) ->
                        new Session(
                            row.getObject("handle", UUID.class),
                            row.getString("organisation"),
                            row.getString("address"),
                            row.getString("browser"),
                            Moment.of(row, "begun_at"),
                            Moment.of(row, "last_at")))
                .list());
  }

  /** Ends a session by its id: its person signed out. */
  public void end(String id) {
    end("id_hash = :key", "signed out", Token.hash(id));
  }

  /** Ends one of a person's own sessions by its public name. */
  public boolean end(UUID person, UUID session) {
    return jdbi.withHandle(
        handle ->
            ended(handle, "handle = :session and person = :person", "ended from another session")
                    .bind("session", session)
                    .bind("person", person)
                    .execute()
                == 1);
  }

  /** Ends all sessions of a person: signed out everywhere, or given another password. */
  public int endAll(UUID person, String reason) {
    return end("person = :key", reason, person);
  }

  /** Ends all sessions of a person but one, by its public name. */
  public int endOthers(UUID person, UUID session, String reason) {
    return jdbi.withHandle(
        handle ->
            ended(handle, "person = :person and handle <> :session", reason)
                .bind("person", person)
                .bind("session", session)
                .execute());
  }

  private int end(String which, String reason, Object key) {
    return jdbi.withHandle(handle -> ended(handle, which, reason).bind("key", key).execute());
  }

  private Update ended(Handle handle, String which, String reason) {
    return handle
        .createUpdate(
            "update session set ended_at = :now, end_reason = :reason where ended_at is null and "
                + which)
        .bind("now", Moment.column(clock.instant()))
        .bind("reason", reason);
  }

  /**
   * Forgets sessions that can no longer be used, a day after their end, and who has not signed in
   * for 90 days.
   *
   * @return how many sessions
   */
  public int sweep() {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle -> {
          handle
              .createUpdate("delete from last_sign_in where at < :since")
              .bind("since", Moment.column(now.minus(Duration.ofDays(90))))
              .execute();
          return handle
              .createUpdate("delete from session where begun_at < :begunSince")
              .bind(
                  "begunSince",
                  Moment.column(now.minus(limits.absolute()).minus(Duration.ofDays(1))))
              .execute();
        });
  }
}
