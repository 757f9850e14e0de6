/** What base FHIR STU3 and the official profiles ask of every element, as facts and invariants. */
package gpcm.rules.structure;
