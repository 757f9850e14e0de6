package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.ServerTls;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.journal.Alert;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node, as its file configures it, and a MESH server that asks for a client certificate. */
class MutualTlsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;
  private Path certs;
  private LocalMeshServer mesh;

  @BeforeEach
  void start() {
    certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    authority.issueClient("node1", HUB);
    Secret password = Secret.of("password");
    mesh =
        LocalMeshServer.start(
            ServerSettings.in(folder.resolve("mesh"))
                .mailbox(RegisteredMailbox.of(HUB_MAILBOX, HUB, "Hub", password))
                .mailbox(RegisteredMailbox.of(PRACTICE_MAILBOX, PRACTICE, "Practice", password))
                .sendDocumentWorkflows()
                .patient(
                    new RegisteredPatient(KNOWN, LocalDate.of(1957, 1, 9), "Testpatient", PRACTICE))
                .tls(
                    new ServerTls(
                        TlsFiles.standard()
                            .trusting(authority.certificate())
                            .withPem(certs.resolve("server.pem"), certs.resolve("server.key")),
                        true))
                .build());
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  private Node node(String tls) throws IOException {
    Path file = folder.resolve("node.yaml");
    Files.writeString(
        folder.resolve("patients.jsonl"),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"Testpatient","standing":"known"}
        """
            .formatted(KNOWN));
    Files.writeString(
        file,
        """
        data-folder: node
        http:
          port: 0
        mesh:
          url: %s
          shared-key: TestKey
          poll-interval: 100 ms
          tls: %s
        organisations:
          - {ods: %s, name: Hub, mailbox: %s, mailbox-password: password, roles: [sender]}
          - ods: %s
            name: Practice
            mailbox: %s
            mailbox-password: password
            patients: patients.jsonl
        sending:
          retry-first: 200 ms
          retry-longest: 1 s
        """
            .formatted(mesh.url(), tls, HUB, HUB_MAILBOX, PRACTICE, PRACTICE_MAILBOX));
    return Node.start(NodeConfiguration.read(file, Map.of()), InstantSource.system());
  }

  private static void completes(Node node) throws IOException {
    UUID id = TestNetwork.submit(node, TestNetwork.consultation(KNOWN));
    await()
        .atMost(PATIENCE)
        .until(() -> node.outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED);
  }

  @Test
  void a_document_travels_with_the_certificate_in_pem_files() throws IOException {
    try (Node node =
        node("{ca: certs/ca.pem, certificate: certs/node1.pem, key: certs/node1.key}")) {
      completes(node);
      assertThat(node.alerts().open(1000)).isEmpty();
    }
  }

  @Test
  void a_document_travels_with_the_certificate_in_pkcs12() throws Exception {
    writePkcs12(certs.resolve("node1.p12"), "open-sesame");
    try (Node node =
        node("{ca: certs/ca.pem, pkcs12: certs/node1.p12, pkcs12-password: open-sesame}")) {
      completes(node);
    }
    assertThatThrownBy(
            () -> node("{ca: certs/ca.pem, pkcs12: certs/node1.p12, pkcs12-password: not-this}"))
        .hasMessageContaining("node1.p12")
        .hasMessageNotContaining("not-this");
  }

  private void writePkcs12(Path file, String password) throws Exception {
    String pem = Files.readString(certs.resolve("node1.key")).replaceAll("-----[A-Z ]+-----", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(certs.resolve("node1.pem"))) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setKeyEntry("node1", key, password.toCharArray(), new Certificate[] {certificate});
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }

  @Test
  void without_a_certificate_nothing_goes_and_a_person_is_told() throws IOException {
    try (Node node = node("{ca: certs/ca.pem}")) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  node.alerts().open(1000).stream()
                      .map(Alert::problem)
                      .toList()
                      .contains("mesh-refused"));
    }
  }

  @Test
  void a_file_that_cannot_be_read_stops_the_start_and_is_named() {
    assertThatThrownBy(() -> node("{ca: certs/nowhere.pem}")).hasMessageContaining("nowhere.pem");
    assertThatThrownBy(() -> node("{certificate: certs/node1.pem, key: certs/node1.pem}"))
        .hasMessageContaining("node1.pem holds no private key");
  }
}
