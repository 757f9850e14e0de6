package gpcm.node.web;

import gpcm.audit.entry.Actor;
import gpcm.node.people.Acting;
import gpcm.node.people.ApiKey;
import gpcm.node.people.Decision;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.people.RoleTable;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who asks: a person in a session, or a machine with a key. Each works for one organisation. */
sealed interface Caller {
  /** ODS code of the organisation they work for; of no other anything is told. */
  String organisation();

  /** As what they do is recorded. */
  String name();

  /** As the audit log has them. */
  Actor actor();

  /**
   * Whether they may do something now.
   *
   * @param own whether it is about something that is theirs
   */
  Decision decide(Permission permission, boolean own, Instant now);

  /** Whether they may do it with something at all. */
  boolean could(Permission permission);

  /** Whether they may do it with what others did too. */
  boolean forAll(Permission permission);

  /**
   * Whether they may do it at any time and without saying why.
   *
   * @param own whether it is about something that is theirs
   */
  boolean freely(Permission permission, boolean own);

  /**
   * Who sent this request.
   *
   * @throws IllegalStateException on a route that is open to anybody
   */
  static Caller of(Context context) {
    return Asked.of(context)
        .map(Asked::caller)
        .orElseThrow(() -> new IllegalStateException("nobody was asked who they are"));
  }

  /**
   * A person.
   *
   * @param acting who, and as what
   * @param session the id of their session, which is never written anywhere
   */
  record Person(Acting acting, String session) implements Caller {
    @Override
    public String organisation() {
      return acting.organisation();
    }

    @Override
    public String name() {
      return acting.name();
    }

    @Override
    public Actor actor() {
      return Actors.of(acting);
    }

    @Override
    public Decision decide(Permission permission, boolean own, Instant now) {
      return RoleTable.shipped().decide(acting, permission, own, now);
    }

    @Override
    public boolean could(Permission permission) {
      return RoleTable.shipped().couldEver(acting, permission);
    }

    @Override
    public boolean forAll(Permission permission) {
      return RoleTable.shipped().forAll(acting, permission);
    }

    @Override
    public boolean freely(Permission permission, boolean own) {
      return RoleTable.shipped().freely(acting, permission, own);
    }

    /** Their roles in words, such as {@code clerk and sender}. */
    String roles() {
      return acting.roles().isEmpty()
          ? "without a role"
          : acting.roles().stream().sorted().map(Role::word).collect(Collectors.joining(" and "));
    }

    /** Without the session's id. */
    @Override
    public String toString() {
      return "Person[" + acting.person() + "]";
    }
  }

  /**
   * A machine.
   *
   * @param organisation ODS code of the organisation it works for
   * @param name what people call it
   * @param scopes what it may do
   * @param shown what it showed: which key, certificate or provider's name, and no secret
   */
  record Machine(String organisation, String name, Set<Permission> scopes, String shown)
      implements Caller {
    public Machine {
      scopes = Set.copyOf(scopes);
    }

    static Machine of(ApiKey key) {
      return new Machine(key.organisation(), key.name(), key.scopes(), "key " + key.id());
    }

    @Override
    public Actor actor() {
      return Actors.of(this);
    }

    @Override
    public Decision decide(Permission permission, boolean own, Instant now) {
      return could(permission) ? new Decision.Allowed(false) : new Decision.Refused();
    }

    @Override
    public boolean could(Permission permission) {
      return scopes.contains(permission);
    }

    @Override
    public boolean forAll(Permission permission) {
      return could(permission);
    }

    @Override
    public boolean freely(Permission permission, boolean own) {
      return could(permission);
    }
  }

  /**
   * Whether they may open what is about patients whose record is restricted, at any time and
   * without saying why. A record system that takes the hand-over is no person who looks at it.
   */
  default boolean opensRestricted() {
    return freely(Permission.OPEN_RESTRICTED_PATIENT, false)
        || (person().isEmpty() && could(Permission.HAND_OVER));
  }

  /** The person, when it is one. */
  default Optional<Person> person() {
    return this instanceof Person person ? Optional.of(person) : Optional.empty();
  }
}
