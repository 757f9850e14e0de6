package gpcm.fhir;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a JSON document, cut off above the limit and refused when their beginning shows
 * another encoding than UTF-8.
 */
final class JsonBytes extends FilterInputStream {
  private final long limit;
  private long read;

  JsonBytes(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    if (n > 0) {
      for (int i = 0; i < n && read + i < 4; i++) {
        byte b = bytes[offset + i];
        // JSON in UTF-16 or UTF-32 has a zero byte or its byte order mark among the first four.
        if (b == 0 || b == (byte) 0xFE || b == (byte) 0xFF) {
          throw new UnreadableFhirException(
              "the encoding is not UTF-8; messages are UTF-8 only", false, 1, 1);
        }
      }
      read += n;
      if (read > limit) {
        throw new UnreadableFhirException(
            "the message has more than the " + limit + " bytes that are accepted", true, 0, 0);
      }
    }
    return n;
  }
}
