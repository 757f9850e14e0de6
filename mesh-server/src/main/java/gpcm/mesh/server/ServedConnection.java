package gpcm.mesh.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestValidateHost;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests are answered one after the other by one thread. */
final class ServedConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedConnection.class);
  private static final HttpProcessor PROCESSOR =
      HttpProcessorBuilder.create()
          .add(RequestValidateHost.INSTANCE)
          .add(ResponseDate.INSTANCE)
          .add(ServedConnection::sayLength)
          .build();

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  /** What is read of a body that nobody wanted, so that its sender gets to read why. */
  private static final long LINGER_BYTES = 256L << 20;

  private static final int LINGER_MILLIS = 2_000;

  private final Socket socket;
  private final RequestHandler handler;
  private final Consumer<ServedConnection> ended;
  private final Connection connection;
  private final HttpService service = new Service();
  private volatile boolean busy;

  /** Answers requests. */
  interface RequestHandler {
    void handle(Exchange exchange) throws HttpException, IOException;
  }

  ServedConnection(
      Socket socket, int longestHead, RequestHandler handler, Consumer<ServedConnection> ended) {
    this.socket = socket;
    this.handler = handler;
    this.ended = ended;
    connection = new Connection(longestHead);
  }

  @Override
  public void run() {
    try {
      connection.bind(socket);
      while (connection.isOpen()) {
        service.handleRequest(connection, HttpCoreContext.create());
        busy = false;
      }
    } catch (IOException e) {
      // The client is gone, or was cut off.
    } catch (HttpException | RuntimeException e) {
      LOG.error("An answer failed in the middle", e);
    } finally {
      close();
      ended.accept(this);
    }
  }

  private void serve(ClassicHttpRequest request, ResponseTrigger client, HttpContext context)
      throws HttpException, IOException {
    handler.handle(new Exchange(request, client, this::close));
  }

  /** An answer to HEAD has the length that GET would have, if anybody knows it. */
  private static void sayLength(HttpResponse response, EntityDetails body, HttpContext context)
      throws HttpException, IOException {
    boolean head =
        Optional.ofNullable(HttpCoreContext.cast(context).getRequest())
            .filter(request -> Method.HEAD.isSame(request.getMethod()))
            .isPresent();
    if (!head || body != null) {
      ResponseContent.INSTANCE.process(response, body, context);
    }
  }

  /** A length that can be read in two ways is how a request hides in another. */
  private static long length(HttpMessage request) throws HttpException {
    Header[] lengths = request.getHeaders(HttpHeaders.CONTENT_LENGTH);
    if (lengths.length > 0 && request.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
      throw new ProtocolException("two lengths for one body");
    }
    for (Header length : lengths) {
      if (!DIGITS.matcher(length.getValue()).matches()) {
        throw new ProtocolException("a length that is no number");
      }
    }
    return DefaultContentLengthStrategy.INSTANCE.determineLength(request);
  }

  /** Whether a request is under way. */
  boolean busy() {
    return busy;
  }

  /** Ends it, whatever is under way. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private final class Service extends HttpService {
    Service() {
      super(
          PROCESSOR,
          ServedConnection.this::serve,
          (request, response, context) -> !response.containsHeader(HttpHeaders.CONNECTION),
          null);
    }

    @Override
    protected void handleException(HttpException e, ClassicHttpResponse response) {
      response.setCode(toStatusCode(e));
      response.setEntity(Replies.malformed(toStatusCode(e), String.valueOf(e.getMessage())));
    }
  }

  private final class Connection extends DefaultBHttpServerConnection {
    Connection(int longestHead) {
      super(
          null,
          RequestHeadParser.bounds(longestHead),
          null,
          null,
          ServedConnection::length,
          null,
          config -> new RequestHeadParser(longestHead),
          null);
    }

    @Override
    protected void onRequestReceived(ClassicHttpRequest request) {
      busy = true;
    }

    @Override
    protected InputStream createContentInputStream(
        long length, SessionInputBuffer buffer, InputStream in) {
      return super.createContentInputStream(length, new BodyLines(buffer), in);
    }

    /** Ends it after an answer, which the client must get to read though it is still sending. */
    @Override
    public void close() throws IOException {
      flush();
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLIS);
      InputStream in = socket.getInputStream();
      byte[] rest = new byte[8 * 1024];
      long left = LINGER_BYTES;
      for (int read = in.read(rest); read >= 0 && left > 0; read = in.read(rest)) {
        left -= read;
      }
      super.close();
    }
  }
}
