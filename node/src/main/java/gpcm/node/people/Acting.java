package gpcm.node.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A person who is doing something, as what they do is allowed and recorded.
 *
 * @param person the node's id of them
 * @param name their name as shown, never a key
 * @param organisation ODS code of the organisation they act for
 * @param roles what they are there now
 * @param activities national activity codes that their provider says they hold
 * @param named for what their organisation names them
 * @param session the public name of their session
 * @param signedInAt when they last proved who they are
 * @param nationalId their national user id, where their provider says it
 * @param nationalRole the national role they chose there
 * @param oneFactor whether they have an account of the node's own and came without a passkey
 * @param byLink whether they came by a link, so that they have shown no password
 */
public record Acting(
    UUID person,
    String name,
    String organisation,
    Set<Role> roles,
    Set<String> activities,
    Set<Permission> named,
    UUID session,
    Instant signedInAt,
    Optional<String> nationalId,
    Optional<NationalRole> nationalRole,
    boolean oneFactor,
    boolean byLink) {
  /** Copies the sets. */
  public Acting {
    roles = Set.copyOf(roles);
    activities = Set.copyOf(activities);
    named = Set.copyOf(named);
  }

  /** Whether it is the same human, by the account or by what providers say of two of them. */
  public boolean isSameHuman(Acting other) {
    return person.equals(other.person)
        || (nationalId.isPresent() && nationalId.equals(other.nationalId));
  }
}
