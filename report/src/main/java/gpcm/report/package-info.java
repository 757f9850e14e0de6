/**
 * A consultation becomes the Consultation Report PDF, tagged for screen readers and fit for
 * archiving; no FHIR.
 */
package gpcm.report;
