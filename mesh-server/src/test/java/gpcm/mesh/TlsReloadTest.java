package gpcm.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.certs.TestAuthority;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is renewed while the client is at work. */
class TlsReloadTest {
  @TempDir Path folder;
  private Path certs;
  private Path certificate;
  private Path key;
  private Instant written = Instant.parse("2024-01-31T12:00:00Z");
  private LocalMeshServer server;
  private ReloadingTls tls;

  @BeforeEach
  void start() throws IOException {
    certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    authority.issueClient("hub1", "Z9H01");
    TestAuthority.create(folder.resolve("strangers"), InstantSource.system())
        .issueClient("hub1", "Z9H01");
    server =
        LocalMeshServer.start(
            ServerSettings.in(folder.resolve("data"))
                .tls(
                    new ServerTls(
                        TlsFiles.standard()
                            .trusting(authority.certificate())
                            .withPem(certs.resolve("server.pem"), certs.resolve("server.key")),
                        true))
                .build());
    certificate = folder.resolve("own.pem");
    key = folder.resolve("own.key");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void install(String authority) throws IOException {
    written = written.plusSeconds(1);
    for (Path file : List.of(certificate, key)) {
      String name = file.getFileName().toString().replace("own", "hub1");
      Files.copy(
          folder.resolve(authority).resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(file, FileTime.from(written));
    }
  }

  private void open() {
    TlsFiles files =
        TlsFiles.standard().trusting(certs.resolve("ca.pem")).withPem(certificate, key);
    tls = new ReloadingTls(files, Duration.ZERO);
  }

  private int ask() throws IOException {
    HttpRoute route =
        new HttpRoute(server.url(), Optional.empty(), Optional.empty(), Duration.ofSeconds(30));
    try (HttpConnections connections =
        new HttpConnections(route, Duration.ofSeconds(30), Optional.of(tls))) {
      return connections
          .exchange(new HttpUriRequestBase("GET", server.url().resolve("/_ping")))
          .status();
    }
  }

  @Test
  void renewedCertificateIsUsedByTheNextCall() throws Exception {
    install("strangers");
    open();
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    install("certs");
    assertThat(ask()).isEqualTo(200);
    install("strangers");
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
  }

  @Test
  void brokenNewFileLeavesTheCertificateInUseThatWas() throws Exception {
    install("certs");
    open();
    assertThat(ask()).isEqualTo(200);
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nhalf");
    assertThat(ask()).isEqualTo(200);
    Files.delete(key);
    assertThat(ask()).isEqualTo(200);
    install("strangers");
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
  }

  @Test
  void filesThatDontChangeAreReadOnce() throws Exception {
    install("certs");
    open();
    assertThat(tls.context()).isSameAs(tls.context());
  }
}
