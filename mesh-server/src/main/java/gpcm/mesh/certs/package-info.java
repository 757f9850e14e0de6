/** A certificate authority for tests of mutual TLS. Never for production. */
package gpcm.mesh.certs;
