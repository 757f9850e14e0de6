package gpcm.mesh.store;

/**
 * What its sender wrote on the outside of a message. Texts that were not given are empty.
 *
 * @param workflowId as sent
 * @param localId the sender's id
 * @param subject as sent
 * @param fileName a label, never used as a path
 * @param partnerId as sent
 */
public record MessageLabels(
    String workflowId, String localId, String subject, String fileName, String partnerId) {}
