/** The MESH client and the local MESH server; no FHIR. */
package gpcm.mesh;
