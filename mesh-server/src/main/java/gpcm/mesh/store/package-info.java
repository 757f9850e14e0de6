/**
 * Where the local MESH server keeps messages: an append-only journal, large bodies as files, an
 * index in memory.
 */
package gpcm.mesh.store;
