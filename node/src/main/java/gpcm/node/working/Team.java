package gpcm.node.working;

import java.util.List;
import java.util.UUID;

/**
 * People of an organisation who work on documents together.
 *
 * @param name as shown
 * @param members by name
 */
public record Team(UUID id, String name, List<Named> members) {
  /** Copies the list. */
  public Team {
    members = List.copyOf(members);
  }
}
