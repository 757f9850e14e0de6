/**
 * The messages of an organisation as whoever runs the system sees them: found by any of their ids,
 * each with its answers and reports, and without anything of a patient; and, once somebody may see
 * it, what one says, line by line.
 */
package gpcm.node.traffic;
