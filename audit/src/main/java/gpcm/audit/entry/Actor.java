package gpcm.audit.entry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who did something, as it stood at that moment.
 *
 * @param kind what kind of actor
 * @param id for a person the national user id or issuer and subject, for others what names them in
 *     the configuration
 * @param name as it was shown; kept in the part that can be erased
 * @param roles our roles in force
 * @param organisation the ODS code of the organisation the actor belongs to
 * @param session the id of the session, never its secret
 * @param nationalRole the national role code
 * @param roleProfile the id of the national role profile
 */
public record Actor(
    Kind kind,
    String id,
    Optional<String> name,
    List<String> roles,
    String organisation,
    Optional<String> session,
    Optional<String> nationalRole,
    Optional<String> roleProfile) {

  /** What kind of actor. */
  public enum Kind {
    /** Someone who signed in, or tried to. */
    PERSON,
    /** A node by itself. */
    NODE,
    /** Another organisation's node. */
    PEER,
    /** A program with a key of its own. */
    MACHINE;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofCode(String code) {
      for (Kind kind : values()) {
        if (kind.code().equals(code)) {
          return kind;
        }
      }
      throw new EntryException("'%s' is no kind of actor".formatted(code));
    }
  }

  /** Takes them over. */
  public Actor {
    roles = List.copyOf(roles);
  }

  /** A person with a session. */
  public static Actor person(
      String id, String name, List<String> roles, String organisation, String session) {
    return new Actor(
        Kind.PERSON,
        id,
        Optional.of(name),
        roles,
        organisation,
        Optional.of(session),
        Optional.empty(),
        Optional.empty());
  }

  /** Someone who has not been signed in: as who they said they were. */
  public static Actor unknown(String id, String organisation) {
    return bare(Kind.PERSON, id, organisation);
  }

  /** A node. */
  public static Actor node(String name, String organisation) {
    return bare(Kind.NODE, name, organisation);
  }

  /** A program with a key of its own. */
  public static Actor machine(String id, List<String> scopes, String organisation) {
    Actor bare = bare(Kind.MACHINE, id, organisation);
    return new Actor(
        Kind.MACHINE,
        id,
        bare.name,
        scopes,
        organisation,
        bare.session,
        bare.nationalRole,
        bare.roleProfile);
  }

  private static Actor bare(Kind kind, String id, String organisation) {
    return new Actor(
        kind,
        id,
        Optional.empty(),
        List.of(),
        organisation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with a name, in the part that can be erased. */
  public Actor called(String words) {
    return new Actor(
        kind, id, Optional.of(words), roles, organisation, session, nationalRole, roleProfile);
  }

  /** The same as another organisation's log names it: without a name and without a session. */
  public Actor elsewhere() {
    return new Actor(
        kind,
        id,
        Optional.empty(),
        roles,
        organisation,
        Optional.empty(),
        nationalRole,
        roleProfile);
  }

  /** The same with the national role that was chosen at sign-in. */
  public Actor inNationalRole(String code, String profile) {
    return new Actor(
        kind, id, name, roles, organisation, session, Optional.of(code), Optional.of(profile));
  }
}
