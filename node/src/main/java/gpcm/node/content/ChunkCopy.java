package gpcm.node.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes chunks by COPY in its binary form, the cheapest way into a table. Closing without {@link
 * #finish} takes back what was written.
 */
final class ChunkCopy implements AutoCloseable {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ROW_OVERHEAD = 2 + 4 + 8 + 4 + 4 + 4 + 4 + 4;

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(8 * (Chunk.SIZE + ROW_OVERHEAD));

  private ChunkCopy(CopyIn copy) {
    this.copy = copy;
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  static ChunkCopy into(Handle handle) {
    try {
      return new ChunkCopy(
          handle
              .getConnection()
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy content_chunk (content, n, crc32c, bytes) from stdin binary"));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void write(long content, int n, byte[] bytes, int offset, int length) {
    if (buffer.remaining() < length + ROW_OVERHEAD) {
      flush();
    }
    buffer.putShort((short) 4).putInt(Long.BYTES).putLong(content).putInt(Integer.BYTES).putInt(n);
    buffer.putInt(Integer.BYTES).putInt(Chunk.check(content, n, bytes, offset, length));
    buffer.putInt(length).put(bytes, offset, length);
  }

  /** Writes all chunks of bytes that are in memory. */
  void writeAll(long content, byte[] bytes) {
    for (int n = 0; n < Chunk.count(bytes.length); n++) {
      int offset = n * Chunk.SIZE;
      write(content, n, bytes, offset, Math.min(Chunk.SIZE, bytes.length - offset));
    }
  }

  void finish() {
    flush();
    buffer.putShort((short) -1);
    flush();
    try {
      copy.endCopy();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void flush() {
    try {
      copy.writeToCopy(buffer.array(), 0, buffer.position());
    } catch (SQLException e) {
      throw failed(e);
    }
    buffer.clear();
  }

  @Override
  public void close() {
    if (copy.isActive()) {
      try {
        copy.cancelCopy();
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  private static UnableToExecuteStatementException failed(SQLException cause) {
    return new UnableToExecuteStatementException(cause, null);
  }
}
