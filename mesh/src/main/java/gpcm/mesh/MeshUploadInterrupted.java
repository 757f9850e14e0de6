package gpcm.mesh;

/**
 * The first chunk of a large message was accepted, a later one could not be delivered. MESH
 * delivers nothing of it before the last chunk is there.
 *
 * <p>Store {@link #progress()} and let {@link MeshClient#resume} continue with the missing chunks,
 * after a restart of the process too. {@link #reason()} says when: a {@link MeshUnavailable} later,
 * a {@link MeshMailboxRefused} once that is mended. When {@link #lost()}, MESH no longer knows the
 * upload: forget the progress and send the message anew.
 */
public final class MeshUploadInterrupted extends MeshException {
  private static final long serialVersionUID = 1L;

  private final UploadProgress progress;
  private final MeshException reason;
  private final boolean lost;

  MeshUploadInterrupted(UploadProgress progress, MeshException reason, boolean lost) {
    super(
        "Message %s: %d of %d chunks are delivered, then the upload broke off (%s). %s"
            .formatted(
                progress.messageId(),
                progress.delivered(),
                progress.totalChunks(),
                reason.getMessage(),
                lost
                    ? "MESH no longer knows it and delivers nothing of it; send the message again."
                    : "Resume it with the remaining chunks."),
        reason);
    this.progress = progress;
    this.reason = reason;
    this.lost = lost;
  }

  /** How far it came. */
  public UploadProgress progress() {
    return progress;
  }

  /** What stopped it. */
  public MeshException reason() {
    return reason;
  }

  /** Whether MESH no longer knows the upload, so that only a new message can bring it there. */
  public boolean lost() {
    return lost;
  }
}
