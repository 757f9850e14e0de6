package gpcm.mesh;

/**
 * How far a chunked upload has come: all that {@link MeshClient#resume} needs beside the message
 * itself, as plain values that can be stored in a row and read back by another process.
 *
 * @param messageId the id MESH gave the message with its first chunk
 * @param delivered how many chunks MESH has accepted, counted from the first
 * @param totalChunks how many there are
 * @param chunkBytes the size of all chunks but the last, before compression
 * @param compressed whether the chunks are compressed on the way; MESH takes all of them in the
 *     form of the first
 */
public record UploadProgress(
    String messageId, int delivered, int totalChunks, long chunkBytes, boolean compressed) {
  public UploadProgress {
    if (messageId.isBlank() || delivered < 1 || delivered > totalChunks || chunkBytes < 1) {
      throw new IllegalArgumentException(
          "An upload in progress has a message id and has delivered 1 to %d chunks, not %d"
              .formatted(totalChunks, delivered));
    }
  }

  /** The number of the chunk that goes next; one more than there are when all are delivered. */
  public int nextChunk() {
    return delivered + 1;
  }

  /** The same upload after one more chunk. */
  UploadProgress next() {
    return new UploadProgress(messageId, delivered + 1, totalChunks, chunkBytes, compressed);
  }
}
