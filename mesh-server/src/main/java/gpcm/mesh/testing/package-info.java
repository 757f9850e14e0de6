/**
 * For other people's tests: a local MESH server as a JUnit extension. Needs JUnit Jupiter on the
 * class path.
 */
package gpcm.mesh.testing;
