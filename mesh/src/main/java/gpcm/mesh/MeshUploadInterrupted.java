package gpcm.mesh;

/**
 * The first chunk of a large message was accepted, a later one could not be delivered. {@link
 * MeshClient#resume} continues with the missing chunks.
 */
public final class MeshUploadInterrupted extends MeshException {
  private final UploadProgress progress;

  MeshUploadInterrupted(UploadProgress progress, Throwable cause) {
    super(
        "Message %s: %d of %d chunks are delivered, then the upload broke off (%s). Resume it with the remaining chunks."
            .formatted(
                progress.messageId(),
                progress.delivered(),
                progress.totalChunks(),
                cause.getMessage()),
        cause);
    this.progress = progress;
  }

  /** How far it came. */
  public UploadProgress progress() {
    return progress;
  }
}
