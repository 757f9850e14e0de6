package gpcm.node.working;

import java.time.Instant;
import java.util.Optional;

/**
 * How much somebody, or a team, has that is not finished.
 *
 * @param open how many documents
 * @param oldest when the oldest of them was received; empty when there is none
 */
public record Held(int open, Optional<Instant> oldest) {}
