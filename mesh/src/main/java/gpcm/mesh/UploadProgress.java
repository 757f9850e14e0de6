package gpcm.mesh;

/**
 * How far a chunked upload has come.
 *
 * @param messageId the id MESH gave the message with its first chunk
 * @param delivered how many chunks MESH has accepted, counted from the first
 * @param totalChunks how many there are
 * @param chunkBytes the size of all chunks but the last, before compression
 */
public record UploadProgress(String messageId, int delivered, int totalChunks, long chunkBytes) {
  public UploadProgress {
    if (delivered < 1 || delivered > totalChunks || chunkBytes < 1) {
      throw new IllegalArgumentException(
          "An upload in progress has delivered 1 to %d chunks, not %d"
              .formatted(totalChunks, delivered));
    }
  }

  /** The same upload after one more chunk. */
  UploadProgress next() {
    return new UploadProgress(messageId, delivered + 1, totalChunks, chunkBytes);
  }
}
