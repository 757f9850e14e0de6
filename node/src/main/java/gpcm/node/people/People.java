package gpcm.node.people;

import gpcm.node.store.Moment;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Who there is, and what an administrator has given or taken. Thread-safe. */
public final class People {
  private static final String CURRENT =
      " and withdrawn_at is null and (ends_at is null or ends_at > :now)";

  private final Jdbi jdbi;
  private final InstantSource clock;

  /** Keeps people in the database behind {@code jdbi}. */
  public People(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * The person whom a provider calls {@code subject}; made at the first sign-in, and called by the
   * latest name the provider gave.
   */
  public Person known(String issuer, String subject, String name, Optional<String> nationalId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    insert into person (id, issuer, subject, name, national_id, created_at)
                    values (:id, :issuer, :subject, :name, :national, :now)
                    on conflict (issuer, subject) do update set name = excluded.name, national_id = excluded.national_id
                    returning *
                    """)
                .bind("id", UUID.randomUUID())
                .bind("issuer", issuer)
                .bind("subject", subject)
                .bind("name", name)
                .bind("national", nationalId.orElse(null))
                .bind("now", Moment.column(clock.instant()))
                .map(People::person)
                .one());
  }

  /** The person of this node's own who is called so. */
  public Optional<Person> local(String userName) {
    return of(Person.LOCAL, userName.toLowerCase(Locale.ROOT));
  }

  /** The person whom a provider calls so, if they have been here. */
  public Optional<Person> of(String issuer, String subject) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from person where issuer = :issuer and subject = :subject")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .map(People::person)
                .findOne());
  }

  /** The person with this id. */
  public Optional<Person> find(UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from person where id = :id")
                .bind("id", id)
                .map(People::person)
                .findOne());
  }

  static Person person(ResultSet row, StatementContext context) throws SQLException {
    return new Person(
        row.getObject("id", UUID.class),
        row.getString("issuer"),
        row.getString("subject"),
        row.getString("name"),
        Optional.ofNullable(row.getString("national_id")));
  }

  /** What is in force of what was decided about a person at an organisation. */
  public List<RoleAssignment> assignments(UUID person, String organisation) {
    return jdbi.withHandle(handle -> assignments(handle, person, organisation, clock.instant()));
  }

  private static List<RoleAssignment> assignments(
      Handle handle, UUID person, String organisation, Instant now) {
    return handle
        .createQuery(
            "select * from role_assignment where person = :person and organisation = :organisation"
                + CURRENT
                + " order by made_at, id")
        .bind("person", person)
        .bind("organisation", organisation)
        .bind("now", Moment.column(now))
        .map((row, context) -> assignment(row))
        .list();
  }

  /**
   * What somebody is at an organisation, in a transaction: by what their provider says in a session
   * that has not ended, with what administrators gave and without what they took.
   */
  public static Set<Role> roles(Handle handle, UUID person, String organisation, Instant now) {
    Set<Role> said = EnumSet.noneOf(Role.class);
    handle
        .createQuery(
            "select distinct unnest(provider_roles) from session where person = :person and"
                + " organisation = :organisation and ended_at is null")
        .bind("person", person)
        .bind("organisation", organisation)
        .mapTo(String.class)
        .forEach(word -> Role.of(word).ifPresent(said::add));
    return RoleAssignment.applied(said, assignments(handle, person, organisation, now));
  }

  private static RoleAssignment assignment(ResultSet row) throws SQLException {
    return new RoleAssignment(
        row.getObject("id", UUID.class),
        row.getObject("person", UUID.class),
        row.getString("organisation"),
        Role.of(row.getString("role")).orElseThrow(),
        RoleAssignment.Kind.of(row.getString("kind")),
        Moment.perhaps(row, "ends_at"));
  }

  /**
   * Everybody who has a role at an organisation, has signed in for it lately, or is shut out of it,
   * by name.
   */
  public List<Member> members(String organisation) {
    List<Member> found =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select person.*, latest.provider_roles, latest.signed_in_at, shut.shut_at, shut.reason as shut_reason from person
                        left join lateral (select provider_roles, signed_in_at from session
                          where organisation = :organisation and session.person = person.id order by begun_at desc limit 1) latest on true
                        left join account_shut shut on shut.person = person.id and shut.organisation = :organisation
                          and shut.opened_at is null
                        where latest.signed_in_at is not null or shut.shut_at is not null or exists (select from role_assignment a where a.person = person.id
                          and a.organisation = :organisation and a.withdrawn_at is null and (a.ends_at is null or a.ends_at > :now))
                        order by person.name, person.id
                        """)
                    .bind("organisation", organisation)
                    .bind("now", Moment.column(clock.instant()))
                    .map(People::unassigned)
                    .list());
    return found.stream()
        .map(
            each ->
                new Member(
                    each.person(),
                    each.fromProvider(),
                    assignments(each.person().id(), organisation),
                    each.lastSignIn(),
                    each.shut()))
        .toList();
  }

  private static Member unassigned(ResultSet row, StatementContext context) throws SQLException {
    Person person = person(row, context);
    Array roles = row.getArray("provider_roles");
    return new Member(
        person,
        roles == null
            ? Set.of()
            : Stream.of((String[]) roles.getArray())
                .flatMap(word -> Role.of(word).stream())
                .collect(Collectors.toSet()),
        List.of(),
        Moment.perhaps(row, "signed_in_at"),
        shut(row));
  }

  private static Optional<Shut> shut(ResultSet row) throws SQLException {
    Optional<Instant> since = Moment.perhaps(row, "shut_at");
    return since.isEmpty()
        ? Optional.empty()
        : Optional.of(new Shut(since.get(), row.getString("shut_reason")));
  }

  /** Somebody with a role at an organisation, or who has signed in for it. */
  public Optional<Member> member(String organisation, UUID person) {
    return members(organisation).stream()
        .filter(member -> member.person().id().equals(person))
        .findFirst();
  }

  /** ODS codes of the organisations at which a person was given a role, in order. */
  public List<String> organisations(UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select distinct organisation from role_assignment where person = :person and"
                        + " kind = 'given'"
                        + CURRENT
                        + " order by 1")
                .bind("person", person)
                .bind("now", Moment.column(clock.instant()))
                .mapTo(String.class)
                .list());
  }

  /** Whether somebody was made an administrator of an organisation here. */
  public boolean isAdministered(String organisation) {
    return jdbi.withHandle(handle -> isAdministered(handle, organisation));
  }

  /** Calls a person of this node's own by another name. */
  public void rename(UUID person, String name) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("update person set name = :name where id = :id and issuer = :local")
                .bind("name", name)
                .bind("id", person)
                .bind("local", Person.LOCAL)
                .execute());
  }

  /** Gives somebody a role in nobody's name, by whoever works on the node's own machine. */
  public void give(UUID person, String organisation, Role role, String reason) {
    jdbi.useHandle(
        handle ->
            insert(
                handle,
                new RoleAssignment(
                    UUID.randomUUID(),
                    person,
                    organisation,
                    role,
                    RoleAssignment.Kind.GIVEN,
                    Optional.empty()),
                reason,
                Optional.empty()));
  }

  /** Makes the first administrator of an organisation, in nobody's name: there is nobody yet. */
  public void firstAdministrator(UUID person, String organisation) {
    give(person, organisation, Role.ADMINISTRATOR, "first set-up");
  }

  /**
   * Gives a person a role, or takes it, in the name of an administrator.
   *
   * @param ends when it ends by itself
   * @throws RefusedAssignment when it would be about the administrator's own roles, about another
   *     organisation, or would leave the organisation without an administrator
   */
  public RoleAssignment assign(
      Acting by,
      UUID person,
      Role role,
      RoleAssignment.Kind kind,
      String reason,
      Optional<Instant> ends) {
    RoleAssignment assignment =
        new RoleAssignment(UUID.randomUUID(), person, by.organisation(), role, kind, ends);
    requireOther(by, person);
    ends.filter(end -> !end.isAfter(clock.instant()))
        .ifPresent(
            end -> {
              throw new RefusedAssignment("the end of it must lie in the future");
            });
    jdbi.useTransaction(
        handle -> {
          lock(handle, by.organisation());
          boolean administered = isAdministered(handle, by.organisation());
          insert(handle, assignment, reason, Optional.of(by.person()));
          requireStillAdministered(administered, handle, by.organisation());
        });
    return assignment;
  }

  /**
   * Withdraws what was given or taken before.
   *
   * @return false when there is no such assignment at the administrator's organisation in force
   * @throws RefusedAssignment as {@link #assign}
   */
  public boolean withdraw(Acting by, UUID assignment) {
    return jdbi.inTransaction(
        handle -> {
          lock(handle, by.organisation());
          Optional<RoleAssignment> found =
              handle
                  .createQuery(
                      "select * from role_assignment where id = :id and organisation ="
                          + " :organisation"
                          + CURRENT)
                  .bind("id", assignment)
                  .bind("organisation", by.organisation())
                  .bind("now", Moment.column(clock.instant()))
                  .map((row, context) -> assignment(row))
                  .findOne();
          if (found.isEmpty()) {
            return false;
          }
          requireOther(by, found.get().person());
          boolean administered = isAdministered(handle, by.organisation());
          handle
              .createUpdate(
                  "update role_assignment set withdrawn_at = :now, withdrawn_by = :by where id ="
                      + " :id")
              .bind("now", Moment.column(clock.instant()))
              .bind("by", by.person())
              .bind("id", assignment)
              .execute();
          requireStillAdministered(administered, handle, by.organisation());
          return true;
        });
  }

  static void requireOther(Acting by, UUID person) {
    if (by.person().equals(person)) {
      throw new RefusedAssignment(
          "nobody decides about their own roles and account: ask another administrator");
    }
  }

  // Two administrators who take each other's role at once would leave none.
  static void lock(Handle handle, String organisation) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended('roles/' || :organisation, 0))")
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list();
  }

  // Where a provider alone says who administers, nothing that is decided here can leave nobody.
  void requireStillAdministered(boolean before, Handle handle, String organisation) {
    if (before && !isAdministered(handle, organisation)) {
      throw new RefusedAssignment(
          "the organisation would have no administrator left: give the role to somebody else first,"
              + " without an end");
    }
  }

  boolean isAdministered(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select exists (select from role_assignment given
              where given.organisation = :organisation and given.role = 'administrator' and given.kind = 'given'
                and given.withdrawn_at is null and given.ends_at is null
                and not exists (select from account_shut shut where shut.person = given.person
                  and shut.organisation = given.organisation and shut.opened_at is null)
                and not exists (select from role_assignment taken where taken.person = given.person
                  and taken.organisation = given.organisation and taken.role = given.role and taken.kind = 'taken'
                  and taken.withdrawn_at is null and (taken.ends_at is null or taken.ends_at > :now)))
            """)
        .bind("organisation", organisation)
        .bind("now", Moment.column(clock.instant()))
        .mapTo(Boolean.class)
        .one();
  }

  private void insert(
      Handle handle, RoleAssignment assignment, String reason, Optional<UUID> madeBy) {
    handle
        .createUpdate(
            """
            insert into role_assignment (id, person, organisation, role, kind, reason, made_by, made_at, ends_at)
            values (:id, :person, :organisation, :role, :kind, :reason, :by, :now, :ends)
            """)
        .bind("id", assignment.id())
        .bind("person", assignment.person())
        .bind("organisation", assignment.organisation())
        .bind("role", assignment.role().word())
        .bind("kind", assignment.kind().text())
        .bind("reason", reason)
        .bind("by", madeBy.orElse(null))
        .bind("now", Moment.column(clock.instant()))
        .bind("ends", assignment.ends().map(Moment::column).orElse(null))
        .execute();
  }
}
