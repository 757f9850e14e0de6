package gpcm.fhir;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a reader puts the attachments of a message while it streams in. The caller supplies it, so
 * the caller decides what is held in memory and what on disk. A sink may serve several readers at
 * once when its {@link #open} may.
 */
@FunctionalInterface
public interface AttachmentSink {

  /**
   * Begins one attachment.
   *
   * @param ordinal 0 for the first Binary of the message, in the order of the source
   */
  Target open(int ordinal) throws IOException;

  /** Takes the decoded bytes of one attachment; used by one thread. */
  interface Target {
    /** Takes the next bytes; the array is the caller's again afterwards. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Ends the attachment.
     *
     * @param size bytes written
     * @param sha256 their SHA-256 as 64 lower-case hexadecimal digits
     */
    AttachmentContent complete(long size, String sha256) throws IOException;

    /**
     * Gives the attachment up: the message turned out unreadable, and what was written is to be
     * removed.
     */
    void abandon() throws IOException;
  }

  /**
   * Keeps attachments in memory.
   *
   * @param maxBytes the most one attachment may have; a larger one fails the reading with an
   *     IOException
   */
  static AttachmentSink inMemory(int maxBytes) {
    return ordinal -> new MemoryTarget(maxBytes);
  }

  /**
   * Keeps each attachment in a file of its own in this folder, under a random name that owes
   * nothing to the message.
   */
  static AttachmentSink toFolder(Path folder) {
    return ordinal -> new FileTarget(folder);
  }

  /**
   * Keeps attachments of up to that many bytes in memory and larger ones in files of this folder.
   */
  static AttachmentSink spilling(int thresholdBytes, Path folder) {
    return ordinal -> new SpillingTarget(thresholdBytes, folder);
  }

  /**
   * Drops the bytes once they are counted and hashed: for looking at a message whose documents are
   * not needed.
   */
  static AttachmentSink discarding() {
    return ordinal -> new DiscardingTarget();
  }
}
