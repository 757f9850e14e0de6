/** A consultation becomes the Consultation Report PDF; no FHIR. */
package gpcm.report;
