package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * An answer whose body is still to be read. Closing the body gives the connection back when it was
 * read to its end, and gives it up otherwise.
 *
 * @param status the HTTP status
 * @param headers by lower-case name, the first of each
 * @param body the bytes as sent, transfer coding undone
 */
record HttpAnswer(int status, Map<String, String> headers, InputStream body) {

  static HttpAnswer of(HttpUriRequestBase request, ClassicHttpResponse response, Duration timeout)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      String value = Optional.ofNullable(header.getValue()).orElse("");
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), value.strip());
    }
    InputStream body =
        response.getEntity() == null
            ? InputStream.nullInputStream()
            : new HttpAnswerBody(request, response.getEntity(), timeout);
    return new HttpAnswer(response.getCode(), headers, body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
