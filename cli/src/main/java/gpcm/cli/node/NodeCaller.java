package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.mesh.TlsFiles;
import gpcm.node.content.ContentHash;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command finds a running node, and what it asks it. */
final class NodeCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:GPCM_CLIENT_NODE_URL:-http://127.0.0.1:8080}",
      description = "Where a node is served (GPCM_CLIENT_NODE_URL; default ${DEFAULT-VALUE}).")
  String url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file with a key that has the scope needed. Without it, the key is taken from the"
              + " variable GPCM_CLIENT_KEY.")
  Optional<Path> keyFile;

  @Option(
      names = "--ca",
      paramLabel = "PEM",
      description =
          "Certificates to trust, for a node whose certificate is of an authority of your own.")
  Optional<Path> authority;

  @Spec(Target.MIXEE)
  CommandSpec command;

  /** Asks for something, and answers with what the node said. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return json(send(request(path).GET()));
  }

  /** Has something done, and answers with what the node said. */
  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return json(posted(path, body));
  }

  private HttpResponse<byte[]> posted(String path, JsonNode body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body))));
  }

  /** Hands in a form of several parts, and answers with what the node said. */
  JsonNode submit(String method, String path, MultipartForm form)
      throws IOException, InterruptedException {
    return json(
        send(
            request(path)
                .header("Content-Type", form.contentType())
                .method(method, form.publisher())));
  }

  /** Has something deleted, and answers with what the node said. */
  JsonNode delete(String path) throws IOException, InterruptedException {
    return json(send(request(path).DELETE()));
  }

  /** Has something done that is answered with nothing. */
  void command(String path, JsonNode body) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = posted(path, body);
    if (answer.statusCode() != 204) {
      json(answer);
    }
  }

  /** The bytes of a file, checked against what the node says they are. */
  byte[] file(JsonNode file) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(request(file.path("href").asText()).GET());
    if (answer.statusCode() != 200) {
      json(answer);
    }
    byte[] bytes = answer.body();
    if (!ContentHash.of(bytes).hex().equals(file.path("sha256").asText())) {
      throw new IOException("the node at " + url + " gave other bytes than it named: try again");
    }
    return bytes;
  }

  private HttpRequest.Builder request(String path) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address().resolve(path)).timeout(PATIENCE);
    key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    trusted().ifPresent(client::sslContext);
    try (HttpClient http = client.build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "the node at " + url + " does not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (SSLException e) {
      throw new IOException(
          ("no TLS with the node at %s: %s. If its certificate is of an authority of your own,"
                  + " name that with --ca")
              .formatted(url, e.getMessage()),
          e);
    } catch (java.net.ConnectException e) {
      throw new IOException(
          "no node answers at " + url + ": start it, or give the address with --url", e);
    }
  }

  private JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    JsonNode body = body(answer);
    if (!List.of(200, 201, 202).contains(answer.statusCode())) {
      StringBuilder fields = new StringBuilder();
      for (JsonNode field : body.path("errors")) {
        fields
            .append("\n  ")
            .append(field.path("pointer").asText())
            .append(": ")
            .append(field.path("detail").asText())
            .append(". ")
            .append(field.path("remedy").asText());
      }
      throw new IOException(
          "the node at %s answers %d: %s%s"
              .formatted(
                  url, answer.statusCode(), body.path("detail").asText("no reason"), fields));
    }
    return body;
  }

  private Optional<SSLContext> trusted() throws UnusableFileException {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TlsFiles.standard().trusting(authority.get()).context());
    } catch (IllegalArgumentException e) {
      throw new UnusableFileException(
          "--ca " + authority.get(), "cannot be used: " + e.getMessage());
    }
  }

  private Optional<String> key() throws IOException {
    if (keyFile.isEmpty()) {
      return Optional.ofNullable(System.getenv("GPCM_CLIENT_KEY")).filter(key -> !key.isBlank());
    }
    String key;
    try {
      key = Files.readString(keyFile.get()).strip();
    } catch (IOException e) {
      throw new UnusableFileException("--key-file " + keyFile.get(), "cannot be read: " + e);
    }
    if (!key.matches("[!-~]{1,200}")) {
      throw new UnusableFileException("--key-file " + keyFile.get(), "must hold one key");
    }
    return Optional.of(key);
  }

  private URI address() {
    try {
      URI address = new URI(url);
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below, as any other that is no address.
    }
    throw new ParameterException(
        command.commandLine(),
        "--url " + url + " is no address of a node; give one such as http://127.0.0.1:8080");
  }

  private JsonNode body(HttpResponse<byte[]> answer) throws IOException {
    try {
      return MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new IOException("what answers at " + url + " is no node: check --url", e);
    }
  }
}
