package gpcm.mesh;

/**
 * A message that MESH has accepted (202).
 *
 * @param messageId the id MESH gave it; opaque
 * @param foundByTracking true when the answer to the send was lost and tracking by local id showed
 *     the message
 */
public record SentMessage(String messageId, boolean foundByTracking) {}
