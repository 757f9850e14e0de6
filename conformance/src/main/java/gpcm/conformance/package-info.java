/**
 * Checks messages with HAPI's validator against base FHIR STU3 and profiles. It brings many
 * libraries along, so it is a room of its own that only {@code gpcm validate --fhir} and {@code
 * --profiles} load.
 */
package gpcm.conformance;
