/** People, organisations and consultations as plain values, and their JSON form; no FHIR. */
package gpcm.consultation;
