package gpcm.mesh.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.io.IOCallback;

/** One request and its answer. Used by one thread. */
final class Exchange {
  static final long UNKNOWN_LENGTH = -1;
  private static final int WORTH_READING = 64 * 1024;

  private final ClassicHttpRequest request;
  private final RequestHead head;
  private final IncomingBody body;
  private final ResponseTrigger client;
  private final Runnable breakOff;

  /**
   * @param breakOff ends the connection at once
   */
  Exchange(ClassicHttpRequest request, ResponseTrigger client, Runnable breakOff)
      throws HttpException, IOException {
    this.request = request;
    this.client = client;
    this.breakOff = breakOff;
    head = RequestHead.of(request);
    body = IncomingBody.of(request, client);
  }

  RequestHead head() {
    return head;
  }

  InputStream body() {
    return body;
  }

  /** Cuts the connection without an answer. */
  void cut() {
    breakOff.run();
  }

  /** Answers without a body. */
  void answer(int status, Map<String, String> headers) throws HttpException, IOException {
    submit(response(status, headers));
  }

  /** Answers with a body. */
  void answer(int status, Map<String, String> headers, HttpEntity content)
      throws HttpException, IOException {
    ClassicHttpResponse response = response(status, headers);
    response.setEntity(content);
    if (content.getContentLength() < 0 && request.getVersion().lessEquals(HttpVersion.HTTP_1_0)) {
      // Which knows no pieces; the body ends with the connection.
      response.setVersion(HttpVersion.HTTP_1_0);
      response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    }
    submit(response);
  }

  /**
   * Answers with a body that is written as it goes out.
   *
   * @param length in bytes, or {@link #UNKNOWN_LENGTH}
   */
  void answer(int status, Map<String, String> headers, long length, IOCallback<OutputStream> writer)
      throws HttpException, IOException {
    answer(
        status,
        headers,
        new EntityTemplate(
            length,
            null,
            null,
            out -> {
              try {
                writer.execute(out);
              } catch (IOException | RuntimeException e) {
                // Or HttpCore would end the body as if it were whole.
                breakOff.run();
                throw e;
              }
            }));
  }

  private static ClassicHttpResponse response(int status, Map<String, String> headers) {
    ClassicHttpResponse response = new BasicClassicHttpResponse(status);
    headers.forEach(response::addHeader);
    return response;
  }

  private void submit(ClassicHttpResponse response) throws HttpException, IOException {
    boolean another = body.nearlyRead(WORTH_READING);
    if (!another) {
      // HttpCore reads to its end what a request has, however long that is.
      request.setEntity(null);
    }
    if (!another || !head.persistent()) {
      response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    }
    client.submitResponse(response);
  }
}
