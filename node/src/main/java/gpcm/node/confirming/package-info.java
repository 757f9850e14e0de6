/**
 * What is done only when a second person confirms it: who asked for exactly what, and who confirmed
 * or refused it.
 */
package gpcm.node.confirming;
