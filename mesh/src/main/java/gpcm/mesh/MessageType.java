package gpcm.mesh;

/** What an inbox message is. */
public enum MessageType {
  /** A message somebody sent. */
  DATA,
  /**
   * MESH's own report that a message of ours couldn't be delivered; it has no body and must be
   * acknowledged too.
   */
  REPORT
}
