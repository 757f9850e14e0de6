package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.HUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server asks for a client certificate, as the live service does. */
class MutualTlsTest {
  @TempDir Path folder;
  private Path certs;
  private LocalMeshServer server;

  @BeforeEach
  void start() {
    certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    authority.issueClient("hub1", "Z9H01");
    TlsFiles own =
        TlsFiles.standard()
            .trusting(authority.certificate())
            .withPem(certs.resolve("server.pem"), certs.resolve("server.key"));
    server =
        LocalMeshServer.start(
            MeshFixture.settings(folder.resolve("data")).tls(new ServerTls(own, true)).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MeshClient client(TlsFiles tls) {
    return MeshFixture.client(server, HUB).tls(tls).build();
  }

  private TlsFiles trusting() {
    return TlsFiles.standard().trusting(certs.resolve("ca.pem"));
  }

  @Test
  void certificateInPemFilesIsAccepted() {
    assertThat(server.url().getScheme()).isEqualTo("https");
    try (MeshClient client =
        client(trusting().withPem(certs.resolve("hub1.pem"), certs.resolve("hub1.key")))) {
      client.handshake();
    }
  }

  @Test
  void certificateInPkcs12IsAccepted() throws Exception {
    Path file = certs.resolve("hub1.p12");
    writePkcs12(file, "changeit");
    try (MeshClient client = client(trusting().withPkcs12(file, Secret.of("changeit")))) {
      client.handshake();
    }
    assertThatThrownBy(() -> client(trusting().withPkcs12(file, Secret.of("not-this"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hub1.p12")
        .hasMessageNotContaining("not-this");
  }

  private void writePkcs12(Path file, String password) throws Exception {
    String pem = Files.readString(certs.resolve("hub1.key")).replaceAll("-----[A-Z ]+-----", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(certs.resolve("hub1.pem"))) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setKeyEntry("hub1", key, password.toCharArray(), new Certificate[] {certificate});
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }

  @Test
  void clientWithoutCertificateIsTurnedAway() {
    try (MeshClient client = client(trusting())) {
      assertThatThrownBy(client::handshake)
          .isInstanceOfSatisfying(
              MeshMailboxRefused.class,
              refused -> assertThat(refused.reason()).isEqualTo(MeshMailboxRefused.Reason.TLS));
    }
  }

  @Test
  void clientOfAnotherAuthorityIsTurnedAway() {
    Path other = folder.resolve("other");
    TestAuthority.create(other, InstantSource.system()).issueClient("hub1", "Z9H01");
    try (MeshClient client =
        client(trusting().withPem(other.resolve("hub1.pem"), other.resolve("hub1.key")))) {
      assertThatThrownBy(client::handshake)
          .isInstanceOfSatisfying(
              MeshMailboxRefused.class,
              refused -> assertThat(refused.reason()).isEqualTo(MeshMailboxRefused.Reason.TLS));
    }
  }

  @Test
  void serverThatTheClientDoesntTrustIsNotSpokenTo() {
    try (MeshClient client =
        client(TlsFiles.standard().withPem(certs.resolve("hub1.pem"), certs.resolve("hub1.key")))) {
      assertThatThrownBy(client::handshake)
          .isInstanceOfSatisfying(
              MeshMailboxRefused.class,
              refused -> assertThat(refused.reason()).isEqualTo(MeshMailboxRefused.Reason.TLS));
    }
  }

  @Test
  void keysAreReadableByTheirOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(certs.resolve("hub1.key"))).hasSize(2);
  }
}
