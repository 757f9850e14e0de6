package gpcm.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the pages of a TIFF file: each names the place of the next. A file may name places that it
 * has named before, so the count ends there, and at a thousand.
 */
final class TiffPages {
  private static final int MOST = 1_000;
  private static final int FIRST = 4;
  private static final int FIELD = 12;

  private TiffPages() {}

  /** How many pages there are; 1 where the file does not say. */
  static int count(byte[] file) {
    if (file.length < FIRST + Integer.BYTES) {
      return 1;
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(file)
            .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    Set<Integer> seen = new HashSet<>();
    int place = bytes.getInt(FIRST);
    while (seen.size() < MOST && place > 0 && place <= file.length - 2 && seen.add(place)) {
      int next = place + 2 + (bytes.getShort(place) & 0xffff) * FIELD;
      place = next <= file.length - Integer.BYTES ? bytes.getInt(next) : 0;
    }
    return Math.max(1, seen.size());
  }
}
