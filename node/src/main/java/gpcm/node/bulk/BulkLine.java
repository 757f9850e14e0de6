package gpcm.node.bulk;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A document of an act.
 *
 * @param position from 1
 * @param document this node's id of it
 * @param state in which it was when it was counted
 * @param outcome what became of it; empty until it has had its turn
 * @param at when that was
 */
public record BulkLine(
    int position,
    UUID document,
    String state,
    Optional<BulkOutcome> outcome,
    Optional<Instant> at) {}
