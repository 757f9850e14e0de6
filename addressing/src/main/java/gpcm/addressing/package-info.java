/**
 * What stands on the outside of a MESH message: from a Send Document message or an ITK3 response to
 * the MESH message that carries it, and from a received one back. No network and no storage.
 */
package gpcm.addressing;
