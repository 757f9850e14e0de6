package gpcm.node.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody with a role at an organisation, as an administrator sees them.
 *
 * @param person who
 * @param fromProvider the roles their provider gave them when they last signed in here
 * @param assignments what an administrator gave or took, in force
 * @param lastSignIn when they last signed in here, as far as it is remembered
 * @param shut that their account is shut here, if it is
 */
public record Member(
    Person person,
    Set<Role> fromProvider,
    List<RoleAssignment> assignments,
    Optional<Instant> lastSignIn,
    Optional<Shut> shut) {
  /** Copies the collections. */
  public Member {
    fromProvider = Set.copyOf(fromProvider);
    assignments = List.copyOf(assignments);
  }
}
