package gpcm.node.ledger;

import java.util.UUID;

/**
 * This node's hold on a case while it works on it. Every claim raises the fence, so what a node
 * that was thought dead brings late no longer fits and changes nothing. It is raised by a random
 * step: a crash of the database may take a claim back, and the next one must not have its number.
 *
 * @param id the case
 * @param fence the number of the claim
 */
public record Lease(UUID id, long fence) {}
