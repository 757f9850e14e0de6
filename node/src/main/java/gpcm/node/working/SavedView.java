package gpcm.node.working;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A view of the worklist that somebody has saved under a name.
 *
 * @param person whose own it is; empty when it is for everybody of the organisation
 * @param name what people call it
 * @param query view, filter and order, as the address of the list has them; nothing of a patient
 * @param madeBy who saved it
 * @param madeAt when
 */
public record SavedView(
    UUID id, Optional<UUID> person, String name, String query, String madeBy, Instant madeAt) {
  /** Whether everybody of the organisation has it. */
  public boolean shared() {
    return person.isEmpty();
  }

  /** Without the name, so that it can be logged. */
  @Override
  public String toString() {
    return "SavedView[" + id + "]";
  }
}
