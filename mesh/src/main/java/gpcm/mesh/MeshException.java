package gpcm.mesh;

/**
 * Why a MESH call didn't do what was asked. The kinds say what a sender may do next: {@link
 * MeshRefused} - mend this message before trying again; {@link MeshMailboxRefused} - mend the
 * mailbox or the way, then try all that waits again; {@link MeshUnreadable} - this message's sender
 * has to send it again; {@link MeshUnavailable} - nothing happened, try later; {@link
 * MeshAmbiguous} - it may have happened, find out before trying again; {@link
 * MeshUploadInterrupted} - continue where it stopped.
 *
 * <p>Texts hold neither secrets nor message content.
 */
public abstract sealed class MeshException extends RuntimeException
    permits MeshRefused,
        MeshMailboxRefused,
        MeshUnreadable,
        MeshUnavailable,
        MeshAmbiguous,
        MeshUploadInterrupted {
  MeshException(String message) {
    super(message);
  }

  MeshException(String message, Throwable cause) {
    super(message, cause);
  }
}
