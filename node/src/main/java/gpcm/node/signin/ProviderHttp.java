package gpcm.node.signin;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import gpcm.pds.BoundedAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a provider, within limits of time and size, and follows it nowhere else. Thread-safe.
 *
 * @param client what the connections are made with
 */
record ProviderHttp(HttpClient client) implements ResourceRetriever {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WHOLE = Duration.ofSeconds(10);
  private static final int LARGEST = 1 << 20;

  static ProviderHttp standard() {
    return new ProviderHttp(
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build());
  }

  HTTPResponse get(URI address, String... headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HTTPResponse post(HTTPRequest form) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(form.getURI())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form.getBody()));
    if (form.getAuthorization() != null) {
      request.header("Authorization", form.getAuthorization());
    }
    return send(request);
  }

  @Override
  public Resource retrieveResource(URL address) throws IOException {
    try {
      HTTPResponse response = get(address.toURI());
      if (response.getStatusCode() != 200) {
        throw new IOException(address + " answers with HTTP " + response.getStatusCode());
      }
      return new Resource(response.getBody(), "application/json");
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private HTTPResponse send(HttpRequest.Builder request) throws IOException {
    HttpRequest built = request.timeout(WHOLE).build();
    try {
      HttpResponse<byte[]> response =
          client
              .sendAsync(built, info -> new BoundedAnswer(LARGEST))
              .get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
      HTTPResponse answer = new HTTPResponse(response.statusCode());
      response.headers().firstValue("Content-Type").ifPresent(type -> setContentType(answer, type));
      answer.setBody(new String(response.body(), StandardCharsets.UTF_8));
      return answer;
    } catch (ExecutionException e) {
      throw new IOException(
          "%s: %s".formatted(built.uri().getRawAuthority(), e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "%s does not answer within %d s"
              .formatted(built.uri().getRawAuthority(), WHOLE.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void setContentType(HTTPResponse answer, String type) {
    try {
      answer.setContentType(type);
    } catch (ParseException e) {
      // Without a type it is refused where one is needed.
    }
  }
}
