package gpcm.mesh;

/**
 * MESH could not be reached or asked to be left alone for now. Nothing was accepted: the call may
 * be repeated later.
 */
public final class MeshUnavailable extends MeshException {
  /** With this text. */
  public MeshUnavailable(String message) {
    super(message);
  }

  /** With this text and cause. */
  public MeshUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
