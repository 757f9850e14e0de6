package gpcm.node.working;

import java.util.UUID;

/**
 * A person or a team, and what people call it.
 *
 * @param id the node's id of it
 * @param name as shown
 */
public record Named(UUID id, String name) {
  /** Without the name, so that it can be logged. */
  @Override
  public String toString() {
    return "Named[" + id + "]";
  }
}
