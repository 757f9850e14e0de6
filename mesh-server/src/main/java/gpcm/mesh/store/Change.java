package gpcm.mesh.store;

/**
 * One thing that happened to the store; what the journal holds. Applied in journal order, live and
 * at recovery alike.
 */
sealed interface Change {
  /** A new message. Its first chunk is the {@link ChunkAdded} that follows in the same write. */
  record Created(StoredMessage message) implements Change {}

  /**
   * A chunk. Its bytes are in the journal beside it, or in a file of their own.
   *
   * @param file name in the bodies folder; empty text when the bytes are in the journal
   */
  record ChunkAdded(String id, int number, String file, long size, long at) implements Change {}

  /** The recipient has it; without effect unless it is ACCEPTED. */
  record Acknowledged(String id, long at) implements Change {}

  /** The practice was found; without effect unless it is ROUTING. */
  record Routed(String id, String recipient, long at) implements Change {}

  /**
   * It failed and its sender gets a report, both or neither; without effect once it is acknowledged
   * or failed.
   */
  record Failed(
      String id, MessageStatus status, long at, DeliveryFailure failure, StoredMessage report)
      implements Change {}

  /**
   * Nobody fetched MESH's own report in time; it has no sender to tell. Without effect unless it
   * waits.
   */
  record Expired(String id, long at, DeliveryFailure failure) implements Change {}

  /** An operator or test set this state. */
  record Forced(String id, MessageStatus status, long at, DeliveryFailure failure, String linked)
      implements Change {}

  /** Purged. */
  record Removed(String id) implements Change {}

  /** The whole state of a message, written again so that the segment with its beginning can go. */
  record Snapshot(StoredMessage message, long sequence) implements Change {}
}
