package gpcm.mesh.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * The body of a request as a stream; one that breaks off is an error. A client that holds it back
 * until it is wanted is told so by the first read. Read by one thread.
 */
final class IncomingBody extends InputStream {
  private static final long UNKNOWN = -1;

  private final InputStream in;
  private final ResponseTrigger client;
  private boolean heldBack;
  private boolean ended;
  private long left;

  private IncomingBody(InputStream in, long length, boolean heldBack, ResponseTrigger client) {
    this.in = in;
    this.client = client;
    this.heldBack = heldBack;
    left = length;
    ended = length == 0;
  }

  static IncomingBody of(ClassicHttpRequest request, ResponseTrigger client) throws IOException {
    Optional<HttpEntity> sent = Optional.ofNullable(request.getEntity());
    InputStream in = sent.isPresent() ? sent.get().getContent() : InputStream.nullInputStream();
    boolean heldBack =
        Optional.ofNullable(request.getFirstHeader(HttpHeaders.EXPECT))
            .filter(expect -> "100-continue".equalsIgnoreCase(expect.getValue()))
            .isPresent();
    return new IncomingBody(
        in, sent.map(HttpEntity::getContentLength).orElse(0L), heldBack, client);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    if (heldBack) {
      heldBack = false;
      sayContinue();
    }
    int read = in.read(target, offset, length);
    if (read < 0) {
      ended = true;
    } else if (left != UNKNOWN) {
      left -= read;
      ended = left == 0;
    }
    return read;
  }

  private void sayContinue() throws IOException {
    try {
      client.sendInformation(new BasicClassicHttpResponse(HttpStatus.SC_CONTINUE));
    } catch (HttpException e) {
      throw new IOException("the client can't be told to go on", e);
    }
  }

  /** In one array of the right size where the length is known. */
  @Override
  public byte[] readNBytes(int most) throws IOException {
    if (left == UNKNOWN || left > most) {
      return super.readNBytes(most);
    }
    byte[] all = new byte[(int) left];
    int read = readNBytes(all, 0, all.length);
    return read == all.length ? all : Arrays.copyOf(all, read);
  }

  /** Whether so little of it is left that it is worth reading to keep the connection. */
  boolean nearlyRead(long most) {
    return ended || (left != UNKNOWN && !heldBack && left <= most);
  }
}
