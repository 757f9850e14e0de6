/**
 * What one entry of the audit log says, and the bytes in which it is sealed: canonical JSON (RFC
 * 8785), with what is about persons apart, so that it can be erased and the entry still verifies.
 */
package gpcm.audit.entry;
