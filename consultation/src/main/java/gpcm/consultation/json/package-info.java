/** The JSON form of consultations: read strictly, with every problem at its place, and written. */
package gpcm.consultation.json;
