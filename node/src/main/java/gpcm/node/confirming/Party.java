package gpcm.node.confirming;

import gpcm.node.people.Acting;
import gpcm.node.people.NationalRole;
import gpcm.node.people.Role;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One of the two persons, as they were when they did their part.
 *
 * @param person the node's id of them
 * @param name their name as shown
 * @param nationalId their national user id, where their provider says it
 * @param roles their roles, by their words
 * @param session the public name of their session
 * @param nationalRole the national role they chose there, as long as their session is remembered
 */
public record Party(
    UUID person,
    String name,
    Optional<String> nationalId,
    List<String> roles,
    UUID session,
    Optional<NationalRole> nationalRole) {
  /** Copies the roles. */
  public Party {
    roles = List.copyOf(roles);
  }

  static Party of(Acting acting) {
    return new Party(
        acting.person(),
        acting.name(),
        acting.nationalId(),
        acting.roles().stream().map(Role::word).sorted().toList(),
        acting.session(),
        acting.nationalRole());
  }

  /** Whether it is the same human, by the account or by what providers say of two of them. */
  boolean isSameHuman(Acting other) {
    return person.equals(other.person())
        || (nationalId.isPresent() && nationalId.equals(other.nationalId()));
  }

  /** Without a name, so that it can be logged. */
  @Override
  public String toString() {
    return "Party[" + person + "]";
  }
}
