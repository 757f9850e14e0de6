package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.ProxyLogin;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client goes through an HTTP proxy, to plain servers and through a tunnel to those with TLS.
 */
class ProxyTest {
  private static final String REFUSAL =
      """
      HTTP/1.1 407 Proxy Authentication Required\r
      Proxy-Authenticate: Basic realm="p"\r
      Content-Length: 0\r
      Connection: close\r
      \r
      """;

  /** What HTTP makes of user "hub" and password "proxy-pass". */
  private static final String LOGIN = "Basic aHViOnByb3h5LXBhc3M=";

  @TempDir Path folder;
  private Proxy proxy;

  /**
   * Passes on what comes, and keeps the first line of each connection. With a login it turns away
   * whoever doesn't show it.
   */
  private static final class Proxy implements AutoCloseable {
    private final ServerSocket listening;
    private final Optional<String> login;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Proxy(Optional<String> login) throws IOException {
      this.login = login;
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(this::accept);
    }

    InetSocketAddress address() {
      return InetSocketAddress.createUnresolved("localhost", listening.getLocalPort());
    }

    private void accept() {
      while (true) {
        try {
          Socket client = listening.accept();
          Thread.startVirtualThread(() -> serve(client));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket client) {
      try (client) {
        String line = line(client.getInputStream());
        asked.add(line);
        List<String> headers = headers(client.getInputStream());
        if (login.isPresent() && !headers.contains("Proxy-Authorization: " + login.get())) {
          write(client, REFUSAL);
          return;
        }
        String target = line.split(" ", 3)[1];
        boolean tunnel = line.startsWith("CONNECT ");
        URI to = URI.create(tunnel ? "https://" + target : target);
        try (Socket server = new Socket(to.getHost(), to.getPort())) {
          if (tunnel) {
            write(client, "HTTP/1.1 200 OK\r\n\r\n");
          } else {
            headers.removeIf(header -> header.startsWith("Proxy-"));
            write(server, line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
          }
          Thread.startVirtualThread(() -> copy(server, client));
          copy(client, server);
        }
      } catch (IOException e) {
        // The connection ended, as connections do.
      }
    }

    private static void write(Socket to, String text) throws IOException {
      to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<String> headers(InputStream in) throws IOException {
      List<String> headers = new ArrayList<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        headers.add(line);
      }
      return headers;
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
        line.append((char) read);
      }
      return line.toString().strip();
    }

    private static void copy(Socket from, Socket to) {
      try {
        OutputStream out = to.getOutputStream();
        from.getInputStream().transferTo(out);
        to.shutdownOutput();
      } catch (IOException e) {
        // One side is gone; closing the other ends the pair.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    proxy = new Proxy(Optional.empty());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  @Test
  void plainServerIsReachedThroughTheProxy() throws IOException {
    try (LocalMeshServer server =
            LocalMeshServer.start(MeshFixture.settings(folder.resolve("data")).build());
        MeshClient client = MeshFixture.client(server, HUB).proxy(proxy.address()).build()) {
      client.handshake();
      assertThat(proxy.asked).first().asString().startsWith("GET " + server.url());
      proxy.close();
    }
  }

  @Test
  void serverWithTlsIsReachedThroughATunnelAndSeesTheClientsCertificate() {
    Path certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    authority.issueClient("hub1", "Z9H01");
    TlsFiles trusting = TlsFiles.standard().trusting(authority.certificate());
    TlsFiles own = trusting.withPem(certs.resolve("server.pem"), certs.resolve("server.key"));
    try (LocalMeshServer server =
            LocalMeshServer.start(
                MeshFixture.settings(folder.resolve("data"))
                    .tls(new ServerTls(own, true))
                    .build());
        MeshClient client =
            MeshFixture.client(server, HUB)
                .tls(trusting.withPem(certs.resolve("hub1.pem"), certs.resolve("hub1.key")))
                .proxy(proxy.address())
                .build()) {
      client.send(
          OutgoingMessage.to(
                  new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[1_000_000]))
              .localId("tunnelled")
              .build());
      assertThat(proxy.asked)
          .isNotEmpty()
          .allMatch(line -> line.startsWith("CONNECT 127.0.0.1:" + server.url().getPort()));
    }
  }

  @Test
  void proxyThatIsAwayIsSaidAndNothingWasAccepted() throws IOException {
    proxy.close();
    try (LocalMeshServer server =
            LocalMeshServer.start(MeshFixture.settings(folder.resolve("data")).build());
        MeshClient client = MeshFixture.client(server, HUB).proxy(proxy.address()).build()) {
      assertThatThrownBy(client::handshake).isInstanceOf(MeshUnavailable.class);
    }
  }

  @Test
  void proxyThatWantsALoginGetsItWithTheFirstCall() throws IOException {
    Secret password = Secret.of("proxy-pass");
    try (Proxy strict = new Proxy(Optional.of(LOGIN));
        LocalMeshServer server =
            LocalMeshServer.start(MeshFixture.settings(folder.resolve("data")).build());
        MeshClient client =
            MeshFixture.client(server, HUB)
                .proxy(strict.address(), new ProxyLogin("hub", password))
                .build();
        MeshClient stranger = MeshFixture.client(server, HUB).proxy(strict.address()).build();
        MeshClient mistaken =
            MeshFixture.client(server, HUB)
                .proxy(strict.address(), new ProxyLogin("hub", Secret.of("wr0ng-one")))
                .build()) {
      client.send(
          OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[1]))
              .localId("through")
              .build());
      assertThat(strict.asked).hasSize(1);
      assertThatThrownBy(stranger::handshake)
          .isInstanceOfSatisfying(
              MeshMailboxRefused.class,
              e -> assertThat(e.reason()).isEqualTo(MeshMailboxRefused.Reason.PROXY_LOGIN))
          .hasMessageContaining("HTTP 407")
          .hasMessageContaining("Check the proxy's user name and password");
      assertThatThrownBy(mistaken::handshake)
          .hasMessageContaining("HTTP 407")
          .hasMessageNotContaining("wr0ng-one");
    }
    assertThat(new ProxyLogin("hub", password).toString()).doesNotContain("proxy-pass");
    assertThatThrownBy(() -> new ProxyLogin("hub:1", password))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherPasswordIsShownWithTheNextCall() throws IOException {
    AtomicReference<Secret> now = new AtomicReference<>(Secret.of("the-one-before"));
    try (Proxy strict = new Proxy(Optional.of(LOGIN));
        LocalMeshServer server =
            LocalMeshServer.start(MeshFixture.settings(folder.resolve("data")).build());
        MeshClient client =
            MeshFixture.client(server, HUB)
                .proxy(strict.address(), () -> new ProxyLogin("hub", now.get()))
                .build()) {
      assertThatThrownBy(client::handshake).hasMessageContaining("HTTP 407");
      now.set(Secret.of("proxy-pass"));
      client.handshake();
    }
  }

  @Test
  void anotherPasswordOpensTheNextTunnel() throws IOException {
    Path certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    TlsFiles trusting = TlsFiles.standard().trusting(authority.certificate());
    TlsFiles own = trusting.withPem(certs.resolve("server.pem"), certs.resolve("server.key"));
    AtomicReference<Secret> now = new AtomicReference<>(Secret.of("the-one-before"));
    try (Proxy strict = new Proxy(Optional.of(LOGIN));
        LocalMeshServer server =
            LocalMeshServer.start(
                MeshFixture.settings(folder.resolve("data"))
                    .tls(new ServerTls(own, false))
                    .build());
        MeshClient client =
            MeshFixture.client(server, HUB)
                .tls(trusting)
                .proxy(strict.address(), () -> new ProxyLogin("hub", now.get()))
                .build()) {
      assertThatThrownBy(client::handshake).hasMessageContaining("407");
      now.set(Secret.of("proxy-pass"));
      client.handshake();
    }
  }

  /**
   * A process of its own: the Java runtime asks once for a process whether it may log in to a proxy
   * on the way to a server with TLS.
   */
  @Test
  void loginOpensTheTunnelToAServerWithTls() throws Exception {
    Path certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    TlsFiles own =
        TlsFiles.standard()
            .trusting(authority.certificate())
            .withPem(certs.resolve("server.pem"), certs.resolve("server.key"));
    try (Proxy strict = new Proxy(Optional.of(LOGIN));
        LocalMeshServer server =
            LocalMeshServer.start(
                MeshFixture.settings(folder.resolve("data"))
                    .tls(new ServerTls(own, false))
                    .build())) {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Handshake.class.getName(),
                  server.url().toString(),
                  authority.certificate().toString(),
                  Integer.toString(strict.address().getPort()))
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(strict.asked)
          .containsExactly("CONNECT 127.0.0.1:" + server.url().getPort() + " HTTP/1.1");
    }
  }

  /** Arguments: server, authority, port of the proxy. */
  static final class Handshake {
    private Handshake() {}

    public static void main(String[] arguments) {
      try (MeshClient client =
          new MeshFixture.Address(URI.create(arguments[0]))
              .client(HUB)
              .tls(TlsFiles.standard().trusting(Path.of(arguments[1])))
              .proxy(
                  InetSocketAddress.createUnresolved("localhost", Integer.parseInt(arguments[2])),
                  new ProxyLogin("hub", Secret.of("proxy-pass")))
              .build()) {
        client.handshake();
      }
    }
  }
}
