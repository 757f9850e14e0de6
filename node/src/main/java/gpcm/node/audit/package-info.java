/**
 * The audit log in the node's database: what writes entries, seals them, publishes checkpoints,
 * finds and exports them.
 */
package gpcm.node.audit;
