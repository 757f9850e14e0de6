/**
 * For other people's tests: real nodes, a real MESH server and a real database on one machine, also
 * as a JUnit extension. {@link gpcm.node.testing.LocalNetworkExtension} needs JUnit Jupiter on the
 * class path.
 */
package gpcm.node.testing;
