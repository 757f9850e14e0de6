/**
 * Benchmarks of the MESH client and server against the NHS's own Python tools and against plain
 * HTTP.
 */
package gpcm.bench.mesh;
