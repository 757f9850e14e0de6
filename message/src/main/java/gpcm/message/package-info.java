/**
 * The Send Document message and the ITK3 response as values: built, written and read as FHIR STU3.
 */
package gpcm.message;
