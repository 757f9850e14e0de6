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
 */
public record Viewer(String organisation, Optional<UUID> person, boolean opensConfidential) {
  /** Somebody who may not open confidential documents. */
  public Viewer(String organisation, Optional<UUID> person) {
    this(organisation, person, false);
  }
}
