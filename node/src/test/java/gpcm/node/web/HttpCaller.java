package gpcm.node.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls a node over real HTTP: its API with a key, as a clinical system does, and its pages in a
 * session. Unless told otherwise, the worklist is asked for by the practice and all else by the
 * hub, and neither lacks any role or scope.
 */
public final class HttpCaller implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BOUNDARY = "a-boundary-that-occurs-in-no-part";

  static final String FORM = "application/x-www-form-urlencoded";

  private final URI url;
  private final HttpClient client = HttpClient.newHttpClient();

  private final Function<String, Optional<Credentials>> credentials;

  /** What one organisation's callers show. */
  record Credentials(String key, String session) {
    static Credentials of(Served served, String organisation, Role... roles) {
      return new Credentials(
          key(served, organisation, Permission.values()),
          session(served, organisation, roles.length == 0 ? Role.values() : roles));
    }

    static String key(Served served, String organisation, Permission... scopes) {
      return served
          .directory()
          .keys()
          .make("a machine", organisation, Set.of(scopes), Optional.empty(), "a test")
          .secret();
    }

    static String session(Served served, String organisation, Role... roles) {
      return session(served, organisation, served.clock().instant(), roles);
    }

    static String session(Served served, String organisation, Instant signedInAt, Role... roles) {
      return served
          .directory()
          .sessions()
          .begin(
              new SignIn(
                  served
                      .directory()
                      .people()
                      .known(
                          "https://provider.example",
                          organisation + Arrays.toString(roles),
                          "B. Fictional",
                          Optional.empty()),
                  organisation,
                  Set.of(roles),
                  Set.of("B0790", "B1611"),
                  Optional.empty(),
                  2,
                  signedInAt),
              "127.0.0.1",
              "a test");
    }
  }

  /** Nobody. */
  public HttpCaller(URI url) {
    this(url, path -> Optional.empty());
  }

  private HttpCaller(URI url, Function<String, Optional<Credentials>> credentials) {
    this.url = url;
    this.credentials = credentials;
  }

  /** Whoever may do everything, at the hub and at the practice. */
  public static HttpCaller of(URI url, Served served) {
    Credentials hub = Credentials.of(served, TestNetwork.HUB);
    Credentials practice = Credentials.of(served, TestNetwork.PRACTICE);
    return new HttpCaller(
        url,
        path -> Optional.of(path.matches("(/api/v1)?/(worklist|answers)\\b.*") ? practice : hub));
  }

  /** Whoever may do everything at one organisation. */
  public static HttpCaller of(URI url, Served served, String organisation) {
    return with(url, Credentials.of(served, organisation));
  }

  /** A machine with a key of its own. */
  public static HttpCaller withKey(URI url, String key) {
    return with(url, new Credentials(key, ""));
  }

  static HttpCaller with(URI url, Credentials credentials) {
    return new HttpCaller(url, path -> Optional.of(credentials));
  }

  /** A part of a form; without a file name it is a plain field. */
  public record Part(String name, String fileName, String contentType, Supplier<byte[]> bytes) {
    public static Part of(String name, String fileName, String contentType, byte[] bytes) {
      return new Part(name, fileName, contentType, () -> bytes);
    }
  }

  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** What is the same in two answers to the same request: each has a reference of its own. */
    String textWithoutReference() {
      return text().replaceFirst("reference: <code>[0-9a-f-]{36}</code>", "");
    }

    public byte[] bytes() {
      return response.body();
    }

    public JsonNode json() throws IOException {
      return MAPPER.readTree(response.body());
    }
  }

  HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
    credentials
        .apply(path)
        .ifPresent(
            shown -> {
              if (path.startsWith("/api/") && !shown.key().isEmpty()) {
                request.header("Authorization", "Bearer " + shown.key());
              } else {
                request.header("Cookie", Cookies.SESSION + "=" + shown.session());
              }
            });
    return request;
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  public Answer post(String path, String contentType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    byte[] sent = body;
    if (contentType.equals(FORM) && credentials.apply(path).isPresent()) {
      String token = FormToken.of(credentials.apply(path).orElseThrow().session());
      sent =
          (new String(body, StandardCharsets.UTF_8) + "&csrf=" + token)
              .getBytes(StandardCharsets.UTF_8);
    }
    HttpRequest.Builder request =
        to(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(sent));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public Answer put(String path, byte[] json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        to(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofByteArray(json));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send(to(path).DELETE());
  }

  public Answer postForm(String path, List<Part> parts, String... headers)
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
