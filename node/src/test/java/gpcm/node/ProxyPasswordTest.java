package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshMailbox;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.node.TestNetwork.Way;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.metrics.NodeMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of a proxy on the way to MESH is another one from the next call on. */
class ProxyPasswordTest {
  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "proxy-authorization");

  @TempDir Path folder;
  private LocalMeshServer mesh;
  private HttpServer proxy;
  private Path file;
  private final NodeMetrics metrics = new NodeMetrics();
  private volatile String password = "the-first-one";

  @BeforeEach
  void start() throws IOException {
    mesh =
        LocalMeshServer.start(
            new NetworkSettings(folder, Way.HTTP).mesh(Mode.STRICT, InstantSource.system()));
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::passOn);
    proxy.start();
    file = Files.writeString(folder.resolve("proxy-password"), password + "\n");
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
    mesh.close();
    metrics.close();
  }

  private void passOn(HttpExchange call) throws IOException {
    try (call) {
      String login =
          Base64.getEncoder().encodeToString(("hub:" + password).getBytes(StandardCharsets.UTF_8));
      if (!("Basic " + login).equals(call.getRequestHeaders().getFirst("Proxy-Authorization"))) {
        call.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"p\"");
        call.sendResponseHeaders(407, -1);
        return;
      }
      HttpResponse<byte[]> answer = asked(call);
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> call.getResponseHeaders().add("Content-Type", type));
      call.sendResponseHeaders(answer.statusCode(), answer.body().length);
      call.getResponseBody().write(answer.body());
    }
  }

  private static HttpResponse<byte[]> asked(HttpExchange call) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.getRequestURI())
            .method(
                call.getRequestMethod(),
                BodyPublishers.ofByteArray(call.getRequestBody().readAllBytes()));
    call.getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private MeshMailbox mailbox() throws IOException {
    NodeConfiguration configuration =
        NodeConfiguration.read(
            Files.writeString(
                folder.resolve("gpcm.yaml"),
                """
                mesh:
                  url: %s
                  shared-key: TestKey
                  proxy: 127.0.0.1:%d
                  proxy-user: hub
                  proxy-password-file: %s
                organisations:
                  - {ods: A99901, name: A hub, mailbox: A99901OT001, mailbox-password: password}
                """
                    .formatted(mesh.url(), proxy.getAddress().getPort(), file)),
            Map.of());
    return MeshAccess.open(
            configuration.mesh(),
            configuration.organisations().getFirst(),
            InstantSource.system(),
            metrics.mesh())
        .mesh();
  }

  @Test
  void anotherOneInItsFileIsShownFromTheNextCallOn() throws IOException {
    try (MeshMailbox mailbox = mailbox()) {
      assertThat(mailbox.inbox(InboxQuery.all()).messageIds()).isEmpty();
      password = "another-one-than-that";
      assertThatThrownBy(() -> mailbox.inbox(InboxQuery.all())).hasMessageContaining("HTTP 407");
      Files.writeString(file, password + "\n");
      assertThat(mailbox.inbox(InboxQuery.all()).messageIds()).isEmpty();
    }
  }
}
