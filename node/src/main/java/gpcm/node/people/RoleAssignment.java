package gpcm.node.people;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

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
