/**
 * A local MESH server that speaks the protocol of the live one, for development and tests. Never
 * for production.
 */
package gpcm.mesh.server;
