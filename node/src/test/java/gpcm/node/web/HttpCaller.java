package gpcm.node.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Calls a node over real HTTP, as a clinical system does. */
public final class HttpCaller implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BOUNDARY = "a-boundary-that-occurs-in-no-part";

  private final URI url;
  private final HttpClient client = HttpClient.newHttpClient();

  public HttpCaller(URI url) {
    this.url = url;
  }

  /** A part of a form; without a file name it is a plain field. */
  record Part(String name, String fileName, String contentType, Supplier<byte[]> bytes) {
    static Part of(String name, String fileName, String contentType, byte[] bytes) {
      return new Part(name, fileName, contentType, () -> bytes);
    }
  }

  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
      return response.body();
    }

    public JsonNode json() throws IOException {
      return MAPPER.readTree(response.body());
    }
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(url.resolve(path));
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  public Answer post(String path, String contentType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        to(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  Answer postForm(String path, List<Part> parts, String... headers)
      throws IOException, InterruptedException {
    return post(path, "multipart/form-data; boundary=" + BOUNDARY, form(parts), headers);
  }

  private static byte[] form(List<Part> parts) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (Part part : parts) {
      String fileName =
          part.fileName().isEmpty() ? "" : "; filename=\"%s\"".formatted(part.fileName());
      form.write(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n\r\n"
              .formatted(BOUNDARY, part.name(), fileName, part.contentType())
              .getBytes(StandardCharsets.UTF_8));
      form.write(part.bytes().get());
      form.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    form.write("--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  @Override
  public void close() {
    client.close();
  }
}
