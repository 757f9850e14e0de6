package gpcm.mesh.server;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Reads request line and headers. What HttpCore leaves open: they are bounded as a whole, not only
 * line by line; when they break off they are no request; and the target stays as it was sent.
 */
final class RequestHeadParser extends DefaultHttpRequestParser {
  private static final int MOST_HEADERS = 200;

  private final int longest;

  /**
   * @param longest all lines together, in bytes
   */
  RequestHeadParser(int longest) {
    super(bounds(longest), null, new AsSent());
    this.longest = longest;
  }

  /** What HttpCore holds by itself, of headers and of the lines between the pieces of a body. */
  static Http1Config bounds(int longest) {
    return Http1Config.custom()
        .setBufferSize(16 * 1024)
        .setChunkSizeHint(32 * 1024)
        .setMaxLineLength(longest)
        .setMaxHeaderCount(MOST_HEADERS)
        .build();
  }

  @Override
  public ClassicHttpRequest parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    Arriving arriving = new Arriving(in, buffer.length(), longest + buffer.capacity());
    ClassicHttpRequest request = super.parse(buffer, arriving);
    if (arriving.bytes - buffer.length() > longest) {
      throw new RequestHeaderFieldsTooLargeException("longer headers than allowed");
    }
    return request;
  }

  /** The bytes of a head as they come in. */
  private static final class Arriving extends FilterInputStream {
    private final int most;
    private int bytes;

    Arriving(InputStream in, int before, int most) {
      super(in);
      this.most = most;
      bytes = before;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (bytes > most) {
        throw new MessageConstraintException("longer headers than allowed");
      }
      int read = super.read(target, offset, length);
      if (read < 0 && bytes > 0) {
        throw new EOFException("the client went away in the middle of a request");
      }
      bytes += Math.max(0, read);
      return read;
    }
  }

  private static final class AsSent implements HttpRequestFactory<ClassicHttpRequest> {
    @Override
    public ClassicHttpRequest newHttpRequest(String verb, String target) {
      return new BasicClassicHttpRequest(verb, (HttpHost) null, target);
    }

    @Override
    public ClassicHttpRequest newHttpRequest(String verb, URI target) {
      return newHttpRequest(verb, target.toString());
    }
  }
}
