/** Sends a received document on to the practice of its patient, in the name of who received it. */
package gpcm.node.escalating;
