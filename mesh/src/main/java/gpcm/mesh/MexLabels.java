package gpcm.mesh;

/**
 * What stands on the outside of a message to send for its reader and for tracking. Empty text means
 * the header isn't sent.
 *
 * @param localId the sender's own id. MESH doesn't enforce that it is unique, but make it so: it is
 *     the only way to find out what became of a message after a broken connection
 * @param sharedLocalId true when other messages carry the same local id, so that tracking by it
 *     can't tell what became of this one
 * @param subject free text, shown in some mailboxes
 * @param fileName the name of the file that the body was or will be; never a path
 * @param partnerId the recipient's own label
 */
public record MexLabels(
    String localId, boolean sharedLocalId, String subject, String fileName, String partnerId) {

  /** Hides what may identify a patient. */
  @Override
  public String toString() {
    return "MexLabels[localId=%s]".formatted(localId);
  }
}
