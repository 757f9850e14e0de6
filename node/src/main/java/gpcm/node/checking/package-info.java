/**
 * Checks that somebody who runs the system has made now: each in turn of its own, bounded in time,
 * with what came of it kept for every node to show. Nothing here says anything of a patient.
 */
package gpcm.node.checking;
