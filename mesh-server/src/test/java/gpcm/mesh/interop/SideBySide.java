package gpcm.mesh.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.mesh.MeshToken;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The official sandbox and our server in compatible mode, which get the same requests; it notes
 * where status, media type, MESH headers or body differ in more than ids and times.
 */
final class SideBySide implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Peers.Sandbox sandbox;
  private final LocalMeshServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> differences = new ArrayList<>();

  private SideBySide(Peers.Sandbox sandbox, LocalMeshServer server) {
    this.sandbox = sandbox;
    this.server = server;
  }

  /** The answers of both to one request, and the ids they gave. */
  record Pair(HttpResponse<byte[]> theirs, HttpResponse<byte[]> ours) {
    Ids ids() throws IOException {
      return new Ids(id(theirs), id(ours));
    }

    private static String id(HttpResponse<byte[]> answer) throws IOException {
      JsonNode json = JSON.readTree(answer.body());
      return json.path("message_id").asText(json.path("messageID").asText());
    }
  }

  record Ids(String theirs, String ours) {}

  static SideBySide start(Path folder) throws Exception {
    Peers.Sandbox sandbox = Peers.Sandbox.start(folder.resolve("sandbox.log"));
    try {
      return new SideBySide(
          sandbox,
          LocalMeshServer.start(
              ServerSettings.in(folder.resolve("data"))
                  .mode(Mode.COMPATIBLE)
                  .sharedKey(Secret.of("TestKey"))
                  .sandbox()
                  .build()));
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  @Override
  public void close() {
    sandbox.close();
    server.close();
  }

  /** What differed so far, for people. */
  List<String> differences() {
    return differences;
  }

  static String token(String mailbox, String password) {
    return MeshToken.sign(
            mailbox,
            UUID.randomUUID().toString(),
            0,
            Secret.of(password),
            Secret.of("TestKey"),
            Instant.now())
        .header();
  }

  private HttpResponse<byte[]> call(
      URI base, String verb, String path, String mailbox, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(verb, BodyPublishers.ofByteArray(body));
    if (!mailbox.isEmpty()) {
      request.header("Authorization", token(mailbox, "password"));
    }
    headers.forEach(request::setHeader);
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  Pair both(String verb, String path, String mailbox, Map<String, String> headers, byte[] body)
      throws Exception {
    return both(verb, path, path, mailbox, headers, body);
  }

  Pair both(
      String verb,
      String theirPath,
      String ourPath,
      String mailbox,
      Map<String, String> headers,
      byte[] body)
      throws Exception {
    Pair pair =
        new Pair(
            call(sandbox.url(), verb, theirPath, mailbox, headers, body),
            call(server.url(), verb, ourPath, mailbox, headers, body));
    String theirs = describe(pair.theirs());
    String ours = describe(pair.ours());
    if (!theirs.equals(ours)) {
      differences.add(
          "%s %s %s%n  sandbox %s%n  ours    %s".formatted(verb, ourPath, headers, theirs, ours));
    }
    return pair;
  }

  private static String describe(HttpResponse<byte[]> answer) throws IOException {
    TreeMap<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (name.startsWith("mex-")
                  || name.equals("content-encoding")
                  || name.equals("content-type")) {
                headers.put(name, withoutIdsAndTimes(values.getFirst()));
              }
            });
    String type = headers.getOrDefault("content-type", "");
    String body =
        type.contains("json")
            ? sorted(JSON.readTree(answer.body()))
            : answer.body().length + " bytes";
    boolean packed = "gzip".equals(headers.get("content-encoding"));
    return answer.statusCode()
        + " "
        + headers
        + " "
        + (packed ? "packed" : withoutIdsAndTimes(body));
  }

  private static String sorted(JsonNode json) throws IOException {
    return JSON.writer()
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsString(JSON.treeToValue(json, Object.class));
  }

  private static String withoutIdsAndTimes(String text) {
    return text.replace("; charset", ";charset")
        .replaceAll("[0-9A-F]{32}|[0-9a-f]{32}", "(id)")
        .replaceAll("continue_from=[A-Za-z0-9_%=-]+", "continue_from=(token)")
        .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}(T|%20|\\+)[0-9:.%A]+", "(time)")
        .replaceAll("\\b20[0-9]{12}\\b", "(time)");
  }

  static Map<String, String> headers(String... namesAndValues) {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  static Map<String, String> with(Map<String, String> headers, String... more) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(headers(more));
    return all;
  }
}
