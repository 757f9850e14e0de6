package gpcm.node.working;

import java.util.Optional;
import java.util.UUID;

/**
 * Who looks at a list.
 *
 * @param organisation ODS code of their organisation, of which alone they are shown anything
 * @param person the node's id of them; empty for a machine, which has no documents of its own
 * @param opensConfidential whether they may open confidential documents: others are not told what
 *     those are called
 * @param opensRestricted whether they may open what is about patients whose record is restricted:
 *     others are told neither what it is called nor where it came from
 */
public record Viewer(
    String organisation,
    Optional<UUID> person,
    boolean opensConfidential,
    boolean opensRestricted) {
  /** Somebody who may open neither confidential documents nor those of restricted records. */
  public Viewer(String organisation, Optional<UUID> person) {
    this(organisation, person, false, false);
  }
}
