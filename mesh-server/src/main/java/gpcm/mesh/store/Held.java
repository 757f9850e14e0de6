package gpcm.mesh.store;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message as the index knows it. Immutable: a change makes another.
 *
 * @param message what it is
 * @param sequence its place in the order of arrival
 * @param home number of the journal segment that holds its beginning
 * @param chunks where the bytes of the chunks that are here lie, by number
 */
public record Held(
    StoredMessage message, long sequence, long home, SortedMap<Integer, BodyLocation> chunks) {
  Held with(StoredMessage changed) {
    return new Held(changed, sequence, home, chunks);
  }

  Held with(int number, BodyLocation location) {
    TreeMap<Integer, BodyLocation> more = new TreeMap<>(chunks);
    more.put(number, location);
    return new Held(message, sequence, home, more);
  }

  /** Whether this chunk has arrived. */
  public boolean hasChunk(int number) {
    return chunks.containsKey(number);
  }

  /** How many chunks have arrived. */
  public int chunkCount() {
    return chunks.size();
  }

  /** Stored bytes of one chunk; 0 when it isn't here. */
  public long chunkSize(int number) {
    BodyLocation location = chunks.get(number);
    return location == null ? 0 : location.size();
  }

  /** Stored bytes of all chunks. */
  public long size() {
    return chunks.values().stream().mapToLong(BodyLocation::size).sum();
  }

  /** Whether every chunk has arrived. */
  public boolean complete() {
    return chunks.size() >= message.body().totalChunks();
  }
}
