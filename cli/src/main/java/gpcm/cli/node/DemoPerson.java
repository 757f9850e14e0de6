package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import gpcm.node.Node;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody of the demo who has signed in by their link, as a browser does, and works by the API.
 */
final class DemoPerson implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\" name=\"(csrf|key|to)\" value=\"([^\"]*)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final DemoPersona persona;
  private final URI node;
  private final String cookie;
  private final String firstPage;
  private final String token;

  private DemoPerson(DemoPersona persona, Node node) throws IOException, InterruptedException {
    this.persona = persona;
    this.node = node.url();
    HttpResponse<String> page = get(persona.link(node), "");
    String form =
        fields(page.body()).entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> signedIn =
        http.send(
            HttpRequest.newBuilder(this.node.resolve("/sign-in/link"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies(page))
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString());
    if (signedIn.statusCode() != 303) {
      throw new IOException(
          "%s could not sign in: HTTP %d".formatted(name(), signedIn.statusCode()));
    }
    this.cookie = cookies(signedIn);
    String to = signedIn.headers().firstValue("Location").orElseThrow();
    this.firstPage = get(this.node.resolve(to).toString(), cookie).body();
    this.token = fields(firstPage).get("csrf");
  }

  static DemoPerson signIn(DemoPersona persona, Node node)
      throws IOException, InterruptedException {
    return new DemoPerson(persona, node);
  }

  String name() {
    return persona.description();
  }

  /** The page that their link has led to. */
  String firstPage() {
    return firstPage;
  }

  /** Whether a page opens for them. */
  boolean opens(String path) throws IOException, InterruptedException {
    return get(node.resolve(path).toString(), cookie).statusCode() == 200;
  }

  /** A page, as it is sent to them. */
  String page(String path) throws IOException, InterruptedException {
    HttpResponse<String> page = get(node.resolve(path).toString(), cookie);
    if (page.statusCode() != 200) {
      throw new IOException(
          "%s does not see %s: HTTP %d".formatted(name(), path, page.statusCode()));
    }
    return page.body();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(path, get(node.resolve(path).toString(), cookie));
  }

  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return answer(
        path,
        http.send(
            HttpRequest.newBuilder(node.resolve(path))
                .header("Content-Type", "application/json")
                .header("Cookie", cookie)
                .header("X-CSRF-Token", token)
                .header("X-Reason", "shown in the demo")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8)));
  }

  private HttpResponse<String> get(String address, String shown)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (!shown.isEmpty()) {
      request.header("Cookie", shown);
    }
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private JsonNode answer(String path, HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() >= 300) {
      throw new IOException(
          "the node refused %s of %s: HTTP %d %s"
              .formatted(path, name(), answer.statusCode(), answer.body()));
    }
    return answer.body().isEmpty() ? NullNode.getInstance() : JSON.readTree(answer.body());
  }

  private static Map<String, String> fields(String html) {
    Matcher matcher = FIELD.matcher(html);
    List<Map.Entry<String, String>> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(Map.entry(matcher.group(1), matcher.group(2)));
    }
    return found.stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, again) -> first));
  }

  private static String cookies(HttpResponse<?> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.replaceFirst(";.*", ""))
        .collect(Collectors.joining("; "));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
