package gpcm.mesh.store;

/**
 * Between whom a message goes.
 *
 * @param sender mailbox; empty text on reports
 * @param recipient mailbox that holds it; the patient address while it is being routed
 */
public record Parties(String sender, String recipient) {}
