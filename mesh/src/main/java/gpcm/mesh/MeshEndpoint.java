package gpcm.mesh;

/**
 * A mailbox that takes a workflow id for an organisation.
 *
 * @param mailboxId where to send
 * @param name the mailbox's name
 */
public record MeshEndpoint(String mailboxId, String name) {}
