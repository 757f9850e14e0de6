package gpcm.node.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that the HTTP server refuses by itself as a problem, like all others. */
final class ServerErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ProblemException problem = ProblemResponses.ofServer(response.getStatus());
    byte[] bytes = ApiJson.bytes(ProblemResponses.json(problem));
    response.setStatus(problem.kind().status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemResponses.PROBLEM_JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    SecurityHeaders.everywhere().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(bytes), callback);
    return true;
  }
}
