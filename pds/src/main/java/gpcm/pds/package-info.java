/**
 * The Personal Demographics Service: who a patient is nationally, with whom they are registered,
 * and whether a document about them can be sent.
 */
package gpcm.pds;
