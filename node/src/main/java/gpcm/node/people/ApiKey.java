package gpcm.node.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A machine's key. What it may do stands in its scopes and nowhere else.
 *
 * @param id the node's id of it
 * @param name what people call the machine
 * @param organisation ODS code of the one organisation it works for
 * @param scopes what it may do
 * @param ends when it ends by itself
 */
public record ApiKey(
    UUID id, String name, String organisation, Set<Permission> scopes, Optional<Instant> ends) {
  /** Copies the scopes. */
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }
}
