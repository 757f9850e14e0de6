/**
 * Entries as FHIR AuditEvent (R4), in the shapes of IHE's Basic Audit Log Patterns, for whoever
 * collects audit events of many systems.
 */
package gpcm.audit.fhir;
