package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import gpcm.cli.Commands;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm node status} against what a node may answer, and what is no node. */
class NodeStatusCommandTest {
  private static final String WELL =
      """
      {"nodes": [{"name": "a", "alive": true}],
       "lanes": [{"lane": "post", "due": 3, "stuck": 0, "lateSeconds": 2}], "heldMailboxes": []}
      """;

  private final AtomicReference<String> answer = new AtomicReference<>(WELL);
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;
  @TempDir Path folder;

  @BeforeEach
  void serve() throws IOException {
    serve(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  private void serve(HttpServer made) {
    server = made;
    server.createContext(
        "/api/v1/nodes",
        call -> {
          byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(status.get(), body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Commands ask() {
    return Commands.run(
        "node", "status", "--url", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void whatIsNotWellIsOne() {
    assertThat(ask().exitCode()).isZero();
    answer.set(WELL.replace("true", "false"));
    assertThat(ask().exitCode()).as("a node is silent").isEqualTo(1);
    answer.set(WELL.replace("\"stuck\": 0", "\"stuck\": 1"));
    assertThat(ask().exitCode()).as("work is stuck").isEqualTo(1);
    answer.set(WELL.replace("\"lateSeconds\": 2", "\"lateSeconds\": 200"));
    assertThat(ask().exitCode()).as("work is late").isEqualTo(1);
    answer.set(WELL.replace("\"heldMailboxes\": []", "\"heldMailboxes\": [{\"mailbox\": \"X\"}]"));
    Commands held = ask();
    assertThat(held.exitCode()).as("MESH refuses a mailbox").isEqualTo(1);
    assertThat(held.out()).contains("MESH refuses mailbox X");
  }

  @Test
  void thatItIsOfOneOrganisationAloneIsSaid() {
    assertThat(ask().out()).doesNotContain("alone");
    answer.set(WELL.replaceFirst("\\{", "{\"whole\": false, \"organisation\": \"A99902\","));
    assertThat(ask().out()).contains("What is told is of A99902 alone");
  }

  @Test
  void whatIsNoNodeIsNamedSo() {
    answer.set("<html>a router's page</html>");
    Commands done = ask();
    assertThat(done.exitCode()).isEqualTo(70);
    assertThat(done.err()).contains("what answers at", "is no node: check --url");
    status.set(401);
    answer.set("{\"detail\": \"a token is needed\"}");
    assertThat(ask().err()).contains("answers 401: a token is needed");
  }

  @Test
  void aNodeWithACertificateOfOnesOwnAuthorityIsAskedWithThat() throws IOException {
    TestAuthority authority = TestAuthority.create(folder, InstantSource.system());
    authority.issueServer("localhost");
    server.stop(0);
    HttpsServer encrypted =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    encrypted.setHttpsConfigurator(
        new HttpsConfigurator(
            TlsFiles.standard()
                .withPem(folder.resolve("server.pem"), folder.resolve("server.key"))
                .context()));
    serve(encrypted);
    String url = "https://localhost:" + server.getAddress().getPort();
    Commands strange = Commands.run("node", "status", "--url", url);
    assertThat(strange.exitCode()).isEqualTo(70);
    assertThat(strange.err()).contains("no TLS with the node at " + url, "name that with --ca");
    Commands known =
        Commands.run("node", "status", "--url", url, "--ca", authority.certificate().toString());
    assertThat(known.exitCode()).as(known.err()).isZero();
    Commands wrong =
        Commands.run(
            "node", "status", "--url", url, "--ca", folder.resolve("no-such.pem").toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--ca ", "no-such.pem", "cannot be used");
  }

  @Test
  void anAddressThatIsNoneIsTheUsersToMend() {
    for (String url : new String[] {"nonsense", "ftp://x", "http://", "127.0.0.1:8080"}) {
      Commands done = Commands.run("node", "status", "--url", url);
      assertThat(done.exitCode()).as(url + done.err()).isEqualTo(2);
      assertThat(done.err()).contains("--url " + url, "http://");
      assertThat(done.err().lines()).hasSize(1);
    }
  }
}
