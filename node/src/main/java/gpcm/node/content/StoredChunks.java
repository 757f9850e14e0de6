package gpcm.node.content;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A content as its rows say, not yet believed.
 *
 * @param id under which its chunks lie
 * @param size how many bytes it should have
 * @param chunks some of its chunks, in any order
 */
record StoredChunks(long id, long size, List<Chunk> chunks) {

  /** The content that a row is about, without chunks. */
  static StoredChunks of(ResultSet row) throws SQLException {
    return new StoredChunks(row.getLong("id"), row.getLong("size"), new ArrayList<>());
  }

  /** Adds the chunk of a row, if it has one. */
  StoredChunks add(ResultSet row) throws SQLException {
    long n = row.getInt("n");
    if (!row.wasNull() && n < Chunk.count(size)) {
      chunks.add(Chunk.of(row));
    }
    return this;
  }

  boolean fitsOneWindow() {
    return Chunk.count(size) <= Chunk.WINDOW;
  }

  /** Whether chunks have no check of their own. */
  boolean unchecked() {
    return chunks.stream().anyMatch(chunk -> !chunk.checked());
  }

  /**
   * The bytes of chunk {@code first} and the following, all of which must be in {@code found}.
   *
   * @throws DamagedContentException when one is missing, in the wrong place, or fails its check
   */
  byte[] join(ContentHash hash, Collection<Chunk> found, long first, long end) {
    long from = first * Chunk.SIZE;
    long length = Math.min(size, end * Chunk.SIZE) - from;
    if (found.size() != end - first) {
      throw new DamagedContentException(
          hash,
          "of its chunks %d to %d, %d are there (it should have %d bytes in %d chunks)"
              .formatted(first, end - 1, found.size(), size, Chunk.count(size)));
    }
    byte[] joined = new byte[Math.toIntExact(length)];
    for (Chunk chunk : found) {
      long offset = chunk.n() * Chunk.SIZE - from;
      boolean fits =
          chunk.n() >= first
              && chunk.n() < end
              && chunk.length() == Math.min(Chunk.SIZE, length - offset);
      if (!fits || !chunk.passes(id)) {
        throw new DamagedContentException(
            hash,
            "chunk %d of %d (bytes from %d) is not what was stored"
                .formatted(chunk.n(), Chunk.count(size), chunk.n() * Chunk.SIZE));
      }
      chunk.copyTo(joined, (int) offset);
    }
    return joined;
  }

  /** All bytes, when all chunks are here and are the ones that were stored. */
  byte[] whole(ContentHash hash) {
    byte[] bytes = join(hash, chunks, 0, Chunk.count(size));
    requireHash(hash, ContentHash.of(bytes));
    return bytes;
  }

  void requireHash(ContentHash expected, MessageDigest all) {
    requireHash(expected, ContentHash.finished(all));
  }

  private void requireHash(ContentHash expected, ContentHash found) {
    if (!found.equals(expected)) {
      throw new DamagedContentException(
          expected, "its %d bytes have the hash %s".formatted(size, found));
    }
  }
}
