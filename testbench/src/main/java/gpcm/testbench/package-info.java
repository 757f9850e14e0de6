/**
 * The synthetic sender and the synthetic receiver, for trying out another system over MESH: what
 * they send, what is wrong with it, and what came of it.
 */
package gpcm.testbench;
