package gpcm.node.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How somebody proved who they are, for which organisation and with which roles.
 *
 * @param person who
 * @param organisation ODS code of the organisation they act for
 * @param roles what the provider says they are there; an administrator's assignments come on top
 * @param activities national activity codes that the provider says they hold
 * @param providerSession what the provider calls its own session, so that it can end ours
 * @param level authentication assurance, 1 to 3
 * @param at when they proved it
 * @param byLink whether it was by a link, which opens once and asks for nothing else
 * @param nationalRole the national role that the provider says is in force
 * @param providerSubject what the provider calls the person when it ends their sessions
 */
public record SignIn(
    Person person,
    String organisation,
    Set<Role> roles,
    Set<String> activities,
    Optional<String> providerSession,
    int level,
    Instant at,
    boolean byLink,
    Optional<NationalRole> nationalRole,
    Optional<String> providerSubject) {
  /** Copies the sets. */
  public SignIn {
    roles = Set.copyOf(roles);
    activities = Set.copyOf(activities);
  }

  /** By something else than a link, and in no national role. */
  public SignIn(
      Person person,
      String organisation,
      Set<Role> roles,
      Set<String> activities,
      Optional<String> providerSession,
      int level,
      Instant at) {
    this(
        person,
        organisation,
        roles,
        activities,
        providerSession,
        level,
        at,
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The same by a link. */
  public SignIn comingByLink() {
    return new SignIn(
        person,
        organisation,
        roles,
        activities,
        providerSession,
        level,
        at,
        true,
        nationalRole,
        providerSubject);
  }

  /** The same in a national role. */
  public SignIn in(NationalRole role) {
    return new SignIn(
        person,
        organisation,
        roles,
        activities,
        providerSession,
        level,
        at,
        byLink,
        Optional.of(role),
        providerSubject);
  }

  /** The same of somebody whom the provider calls so when it ends their sessions. */
  public SignIn calledAtProvider(String sub) {
    return new SignIn(
        person,
        organisation,
        roles,
        activities,
        providerSession,
        level,
        at,
        byLink,
        nationalRole,
        Optional.of(sub));
  }
}
