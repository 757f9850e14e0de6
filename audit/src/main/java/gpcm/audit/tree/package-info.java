/**
 * The Merkle tree of RFC 6962 over the entries of a log, and what can be proved with it. Knows
 * nothing of what an entry is.
 */
package gpcm.audit.tree;
