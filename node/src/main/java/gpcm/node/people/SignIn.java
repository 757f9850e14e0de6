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
 */
public record SignIn(
    Person person,
    String organisation,
    Set<Role> roles,
    Set<String> activities,
    Optional<String> providerSession,
    int level,
    Instant at) {
  /** Copies the sets. */
  public SignIn {
    roles = Set.copyOf(roles);
    activities = Set.copyOf(activities);
  }
}
