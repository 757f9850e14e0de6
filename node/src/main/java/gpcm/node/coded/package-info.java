/**
 * Coded entries of received documents: kept as rows, reviewed by people one by one, and counted as
 * confirmed only after that.
 */
package gpcm.node.coded;
