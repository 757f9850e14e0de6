package gpcm.node.working;

import java.util.Optional;
import java.util.UUID;

/**
 * Who looks at a list.
 *
 * @param organisation ODS code of their organisation, of which alone they are shown anything
 * @param person the node's id of them; empty for a machine, which has no documents of its own
 */
public record Viewer(String organisation, Optional<UUID> person) {}
