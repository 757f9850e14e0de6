package gpcm.mesh;

/**
 * The body of a message went out, no usable answer came back, and tracking couldn't settle it. The
 * message may or may not be on its way, so it must not be posted again before {@link
 * MeshClient#trackLocalId(String)} or a person has decided.
 */
public final class MeshAmbiguous extends MeshException {
  private final String localId;

  MeshAmbiguous(String localId, String message, Throwable cause) {
    super(message, cause);
    this.localId = localId;
  }

  /** The local id of the message in doubt; empty text when it had none. */
  public String localId() {
    return localId;
  }
}
