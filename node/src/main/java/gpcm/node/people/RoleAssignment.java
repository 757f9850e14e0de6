package gpcm.node.people;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an administrator decided about a person's role at an organisation.
 *
 * @param id the node's id of it
 * @param person whose
 * @param organisation ODS code
 * @param role which
 * @param kind whether it is theirs whatever a provider says, or not theirs whatever it says
 * @param ends when it ends by itself
 */
public record RoleAssignment(
    UUID id, UUID person, String organisation, Role role, Kind kind, Optional<Instant> ends) {
  /**
   * What somebody is, of what their provider says and what administrators decided: with what these
   * gave, without what they took.
   */
  public static Set<Role> applied(Set<Role> said, List<RoleAssignment> decided) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(said);
    roles.addAll(of(decided, Kind.GIVEN));
    roles.removeAll(of(decided, Kind.TAKEN));
    return roles;
  }

  private static Set<Role> of(List<RoleAssignment> decided, Kind kind) {
    return decided.stream()
        .filter(each -> each.kind == kind)
        .map(RoleAssignment::role)
        .collect(Collectors.toSet());
  }

  /** Which way. */
  public enum Kind {
    /** The role is theirs. */
    GIVEN("given"),
    /** The role is not theirs. */
    TAKEN("taken");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    static Kind of(String text) {
      return text.equals(GIVEN.text) ? GIVEN : TAKEN;
    }
  }
}
