package gpcm.node.content;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/**
 * A row of a content's bytes. All chunks of a content but the last are full. One may have a check
 * of its own: CRC-32C of the content's id, its place and its bytes, which a chunk in another's
 * place fails too.
 */
final class Chunk {
  /** With PostgreSQL's headers and the other columns, this many bytes fill a page of 8 KiB. */
  static final int SIZE = 8116;

  /** So many chunks are read at once, and checked before any of their bytes are given. */
  static final int WINDOW = 32;

  private final int n;
  private final boolean checked;
  private final int check;
  private final byte[] bytes;

  private Chunk(int n, boolean checked, int check, byte[] bytes) {
    this.n = n;
    this.checked = checked;
    this.check = check;
    this.bytes = bytes;
  }

  static Chunk of(ResultSet row) throws SQLException {
    int check = row.getInt("crc32c");
    boolean checked = !row.wasNull();
    return new Chunk(row.getInt("n"), checked, check, row.getBytes("bytes"));
  }

  /** How many chunks bytes of this size have. */
  static long count(long size) {
    return (size + SIZE - 1) / SIZE;
  }

  static int check(long content, int n, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(content).putInt(n).flip());
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Its place, from 0. */
  long n() {
    return n;
  }

  boolean checked() {
    return checked;
  }

  boolean passes(long content) {
    return !checked || check == check(content, n, bytes, 0, bytes.length);
  }

  int length() {
    return bytes.length;
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }
}
