package gpcm.mesh.server;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * The lines between the pieces of a body and after the last: HttpCore takes a sign before a piece's
 * size, and lines as long as a header.
 *
 * @param input what is read
 */
record BodyLines(SessionInputBuffer input) implements SessionInputBuffer {
  private static final int LONGEST = 1024;

  @Override
  public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
    int read = input.readLine(line, in);
    if (line.length() > LONGEST || line.toString().stripLeading().startsWith("+")) {
      throw new MalformedChunkCodingException("a piece without a size");
    }
    return read;
  }

  @Override
  public int read(InputStream in) throws IOException {
    return input.read(in);
  }

  @Override
  public int read(byte[] target, InputStream in) throws IOException {
    return input.read(target, in);
  }

  @Override
  public int read(byte[] target, int offset, int length, InputStream in) throws IOException {
    return input.read(target, offset, length, in);
  }

  @Override
  public int length() {
    return input.length();
  }

  @Override
  public int capacity() {
    return input.capacity();
  }

  @Override
  public int available() {
    return input.available();
  }

  @Override
  public HttpTransportMetrics getMetrics() {
    return input.getMetrics();
  }
}
