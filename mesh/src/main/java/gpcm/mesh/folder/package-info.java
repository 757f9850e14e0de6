/**
 * The MESH file client's folders: an application's side of them, and an agent that carries their
 * content to MESH.
 */
package gpcm.mesh.folder;
