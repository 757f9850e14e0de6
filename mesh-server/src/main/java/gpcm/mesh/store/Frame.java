package gpcm.mesh.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Entries as they lie in a segment.
 *
 * @param entries what it holds
 * @param bytes header and payload
 * @param bodyOffsets where the body of each entry starts, from the start of the frame
 */
record Frame(List<JournalEntry> entries, ByteBuffer bytes, List<Integer> bodyOffsets) {
  /** Payload length and CRC32C of the payload. */
  static final int HEADER = 8;

  /** Longer than any frame we write; a length beyond it is damage. */
  static final int LONGEST = 64 << 20;

  static int checksum(ByteBuffer bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(offset + length).position(offset));
    return (int) crc.getValue();
  }
}
