package gpcm.node.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, up to a number. What ends where the stream does has seen its end. */
final class RangeStream extends FilterInputStream {
  private long left;
  private final boolean toTheEnd;

  RangeStream(InputStream in, long length, boolean toTheEnd) {
    super(in);
    this.left = length;
    this.toTheEnd = toTheEnd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      // Content is known to be whole when its end was read.
      return toTheEnd ? in.read() : -1;
    }
    int given = in.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(0, given);
    return given;
  }
}
