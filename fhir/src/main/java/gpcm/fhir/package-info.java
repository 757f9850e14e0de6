/**
 * A streaming codec for FHIR STU3 Bundles: XML and JSON, within limits, with attachments that never
 * stand in memory. Knows the standard and nothing of any use of it.
 */
package gpcm.fhir;
