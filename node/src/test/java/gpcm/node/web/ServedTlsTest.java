package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.config.SecretSource;
import gpcm.node.config.WebTlsSettings;
import gpcm.node.config.WebTlsSettings.Identity;
import gpcm.node.people.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node's own HTTPS, over real sockets, with certificates that are made here. */
class ServedTlsTest {
  private static final String PATH = "/icon.svg";
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int HANDSHAKE_FAILURE = 40;
  private static final int PROTOCOL_VERSION = 70;

  @Running static TestNetwork network;
  @TempDir Path folder;
  private Path certs;
  private TestAuthority authority;
  private SSLContext trusting;
  private WebServer server;

  @BeforeEach
  void certificates() {
    certs = folder.resolve("certs");
    authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    trusting = RawHttp.trusting(authority.certificate());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Identity pem() {
    return new Identity.Pem(
        certs.resolve("server.pem"), certs.resolve("server.key"), Optional.empty());
  }

  private void serve(Identity identity) {
    serve(new WebTlsSettings(identity, Optional.empty(), List.of()), LimitSettings.defaults());
  }

  private void serve(WebTlsSettings tls, LimitSettings limits) {
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0).with(tls).with(limits),
            network.served(),
            folder.resolve("uploads"));
  }

  private int status(SSLContext context, String... protocols) throws IOException {
    try (RawHttp http = RawHttp.tls(server.url(), context, protocols)) {
      return http.get(PATH).status();
    }
  }

  @Test
  void itsAddressSaysThatItSpeaksTls() throws IOException {
    serve(pem());
    assertThat(server.url()).hasScheme("https");
    assertThat(status(trusting)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void twoVersionsAreSpoken(String protocol) throws IOException {
    serve(pem());
    assertThat(status(trusting, protocol)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0300, 0x0301, 0x0302})
  void olderVersionsAreRefused(int version) throws IOException {
    serve(pem());
    byte[] answer = hello(version, 0xC009, 0xC02B, 0x002F);
    assertThat(answer[0]).isEqualTo((byte) ALERT);
    assertThat(answer[6]).isIn((byte) PROTOCOL_VERSION, (byte) HANDSHAKE_FAILURE);
  }

  @Test
  void aSuiteWithAuthenticatedEncryptionIsTaken() throws IOException {
    serve(pem());
    assertThat(hello(0x0303, 0xC02B)[0]).isEqualTo((byte) HANDSHAKE);
  }

  /** ECDHE-ECDSA with AES in CBC mode, which the Java runtime would still take. */
  @ParameterizedTest
  @ValueSource(ints = {0xC009, 0xC00A, 0xC023, 0xC024})
  void aSuiteWithoutIsRefused(int suite) throws IOException {
    serve(pem());
    byte[] answer = hello(0x0303, suite);
    assertThat(answer[0]).isEqualTo((byte) ALERT);
    assertThat(answer[6]).isEqualTo((byte) HANDSHAKE_FAILURE);
  }

  /** The first record that answers a client that speaks this version at most. */
  private byte[] hello(int version, int... suites) throws IOException {
    byte[] extensions = {
      0, 10, 0, 4, 0, 2, 0, 23, // groups: secp256r1
      0, 13, 0, 4, 0, 2, 4, 3, // signatures: ecdsa_secp256r1_sha256
      0, 11, 0, 2, 1, 0, // points: uncompressed
    };
    int body = 2 + 32 + 1 + 2 + 2 * suites.length + 2 + 2 + extensions.length;
    ByteBuffer hello = ByteBuffer.allocate(5 + 4 + body);
    hello.put((byte) HANDSHAKE).putShort((short) 0x0301).putShort((short) (4 + body));
    hello.put((byte) 1).put((byte) 0).putShort((short) body);
    hello.putShort((short) version).put(new byte[32]).put((byte) 0);
    hello.putShort((short) (2 * suites.length));
    for (int suite : suites) {
      hello.putShort((short) suite);
    }
    hello.put((byte) 1).put((byte) 0).putShort((short) extensions.length).put(extensions);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
      socket.getOutputStream().write(hello.array());
      return socket.getInputStream().readNBytes(7);
    }
  }

  @Test
  void plainHttpOnItsPortIsNotAnswered() throws IOException {
    serve(pem());
    try (RawHttp http = RawHttp.plain("127.0.0.1", server.url().getPort())) {
      assertThatThrownBy(() -> http.get(PATH)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPkcs12FileOpensWithThePasswordOfAFile() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "web", key(), "open-sesame".toCharArray(), new Certificate[] {certificate("server.pem")});
    Path file = folder.resolve("web.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "open-sesame".toCharArray());
    }
    Path password = Files.writeString(folder.resolve("password"), "open-sesame\n");

    serve(new Identity.Pkcs12(file, new SecretSource.InFile(password)));

    assertThat(status(trusting)).isEqualTo(200);
  }

  @Test
  void anEncryptedKeyOpensWithItsPassword() throws Exception {
    Identity encrypted = encrypted("open-sesame", "open-sesame");
    serve(encrypted);
    assertThat(status(trusting)).isEqualTo(200);
  }

  @Test
  void aWrongPasswordStopsTheStartAndIsNotShown() throws Exception {
    Identity encrypted = encrypted("open-sesame", "not-this");
    assertThatThrownBy(() -> serve(encrypted))
        .hasMessageContaining("web.key")
        .hasMessageNotContaining("not-this");
  }

  private Identity encrypted(String password, String given) throws Exception {
    String scheme = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(scheme)
            .generateSecret(new PBEKeySpec(password.toCharArray())));
    byte[] content = cipher.doFinal(key().getEncoded());
    // The runtime knows the scheme by this name only where a key file is concerned.
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    byte[] bytes = new EncryptedPrivateKeyInfo(parameters, content).getEncoded();
    Path file = folder.resolve("web.key");
    Files.writeString(
        file,
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)));
    return new Identity.Pem(
        certs.resolve("server.pem"), file, Optional.of(new SecretSource.Given(Secret.of(given))));
  }

  private PrivateKey key() throws Exception {
    String pem = Files.readString(certs.resolve("server.key")).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
  }

  private X509Certificate certificate(String name) throws Exception {
    try (InputStream in = Files.newInputStream(certs.resolve(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static Certificate shown(RawHttp http) throws IOException {
    return ((SSLSocket) http.socket()).getSession().getPeerCertificates()[0];
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsWhileOldOnesGoOn() throws Exception {
    serve(pem());
    X509Certificate old = certificate("server.pem");
    try (RawHttp before = RawHttp.tls(server.url(), trusting)) {
      assertThat(before.get(PATH).status()).isEqualTo(200);
      authority.issueServer("localhost");

      ServedCertificate.Standing standing = look();

      assertThat(standing.trouble()).isEmpty();
      assertThat(before.get(PATH).status()).as("the old connection").isEqualTo(200);
      assertThat(shown(before)).isEqualTo(old);
      try (RawHttp after = RawHttp.tls(server.url(), trusting)) {
        assertThat(after.get(PATH).status()).isEqualTo(200);
        assertThat(shown(after)).isEqualTo(certificate("server.pem")).isNotEqualTo(old);
      }
    }
  }

  private ServedCertificate.Standing look() {
    return server.certificate().orElseThrow().look(Instant.now());
  }

  private void assertTheOldOneStays(X509Certificate old, String why) throws IOException {
    assertThat(look().trouble()).as("somebody may still be writing").isEmpty();
    assertThat(look().trouble().orElseThrow()).contains(why);
    try (RawHttp after = RawHttp.tls(server.url(), trusting)) {
      assertThat(after.get(PATH).status()).isEqualTo(200);
      assertThat(shown(after)).isEqualTo(old);
    }
  }

  @Test
  void aFileThatCannotBeReadLeavesTheOldCertificate() throws Exception {
    serve(pem());
    X509Certificate old = certificate("server.pem");
    Files.writeString(certs.resolve("server.key"), "half of a k");
    assertTheOldOneStays(old, "server.key holds no private key");
  }

  @Test
  void aFileThatWentAwayLeavesTheOldCertificate() throws Exception {
    serve(pem());
    X509Certificate old = certificate("server.pem");
    Files.delete(certs.resolve("server.pem"));
    assertTheOldOneStays(old, "server.pem");
  }

  @Test
  void aCertificateWithoutItsKeyLeavesTheOldCertificate() throws Exception {
    serve(pem());
    X509Certificate old = certificate("server.pem");
    Path key = Files.copy(certs.resolve("server.key"), folder.resolve("old.key"));
    authority.issueServer("localhost");
    Files.copy(key, certs.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
    assertTheOldOneStays(old, "server.pem belongs to another private key");
  }

  @Test
  void aCertificateThatHasExpiredLeavesTheOldCertificate() throws Exception {
    serve(pem());
    X509Certificate old = certificate("server.pem");
    Path other = folder.resolve("expired");
    TestAuthority.create(other, () -> Instant.now().minus(Duration.ofDays(400)))
        .issueServer("localhost");
    for (String name : List.of("server.pem", "server.key")) {
      Files.copy(other.resolve(name), certs.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    assertTheOldOneStays(old, "which is not now");
  }

  @Test
  void aPasswordThatChangesWithItsFileNeedsNoRestart() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "one");
    Identity.Pem first = (Identity.Pem) encrypted("one", "one");
    serve(
        new Identity.Pem(
            first.certificate(), first.key(), Optional.of(new SecretSource.InFile(password))));
    authority.issueServer("localhost");
    encrypted("two", "two");
    Files.writeString(password, "two");

    assertThat(look().trouble()).isEmpty();

    try (RawHttp http = RawHttp.tls(server.url(), trusting)) {
      assertThat(shown(http)).isEqualTo(certificate("server.pem"));
    }
  }

  private void serveMachines() {
    serve(
        new WebTlsSettings(pem(), Optional.of(authority.certificate()), List.of()),
        new LimitSettings(
            LimitSettings.defaults().perAddress(),
            new Rate(2, Duration.ofHours(1)),
            LimitSettings.defaults().signIns()));
  }

  private SSLContext machine(TestAuthority issuer, Path place, String name) {
    issuer.issueClient(name, TestNetwork.HUB);
    return TlsFiles.standard()
        .trusting(authority.certificate())
        .withPem(place.resolve(name + ".pem"), place.resolve(name + ".key"))
        .context();
  }

  private WebTlsSettings.Client client(String name, Permission... scopes) throws Exception {
    try (InputStream in = Files.newInputStream(certs.resolve(name + ".pem"))) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return new WebTlsSettings.Client(
          ClientCertificate.fingerprint(certificate),
          name,
          new OdsCode(TestNetwork.HUB),
          Set.of(scopes));
    }
  }

  private int documents(SSLContext context) throws IOException {
    try (RawHttp http = RawHttp.tls(server.url(), context)) {
      return http.get("/api/v1/documents?limit=1").status();
    }
  }

  @Test
  void machinesAreToldApartByTheirCertificates() throws Exception {
    SSLContext one = machine(authority, certs, "one");
    SSLContext two = machine(authority, certs, "two");
    SSLContext three = machine(authority, certs, "three");
    SSLContext unlisted = machine(authority, certs, "four");
    serve(
        new WebTlsSettings(
            pem(),
            Optional.of(authority.certificate()),
            List.of(
                client("one", Permission.SEE_OUTBOX),
                client("two", Permission.SEE_OUTBOX),
                client("three", Permission.SUBMIT))),
        new LimitSettings(
            LimitSettings.defaults().perAddress(),
            new Rate(2, Duration.ofHours(1)),
            LimitSettings.defaults().signIns()));
    assertThat(List.of(documents(one), documents(one), documents(one)))
        .containsExactly(200, 200, 429);
    assertThat(documents(two)).isEqualTo(200);
    assertThat(documents(three)).as("without the scope").isEqualTo(403);
    assertThat(documents(unlisted)).as("not listed").isEqualTo(401);
    assertThat(documents(trusting)).as("without a certificate").isEqualTo(401);
  }

  @Test
  void whoShowsNoCertificateIsAnsweredNevertheless() throws IOException {
    serveMachines();
    assertThat(status(trusting)).isEqualTo(200);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() {
    serveMachines();
    Path place = folder.resolve("elsewhere");
    SSLContext stranger =
        machine(TestAuthority.create(place, InstantSource.system()), place, "stranger");
    assertThatThrownBy(() -> status(stranger, "TLSv1.2")).isInstanceOf(IOException.class);
  }

  @Test
  void aMachinesCertificateThatHasExpiredIsRefused() {
    Path place = folder.resolve("long-ago");
    TestAuthority old =
        TestAuthority.create(place, () -> Instant.now().minus(Duration.ofDays(400)));
    serve(
        new WebTlsSettings(pem(), Optional.of(old.certificate()), List.of()),
        LimitSettings.defaults());
    SSLContext late = machine(old, place, "late");
    assertThatThrownBy(() -> status(late, "TLSv1.2")).isInstanceOf(IOException.class);
  }

  @Test
  void aServersCertificateIsNoMachines() {
    serveMachines();
    SSLContext wrongUse =
        TlsFiles.standard()
            .trusting(authority.certificate())
            .withPem(certs.resolve("server.pem"), certs.resolve("server.key"))
            .context();
    assertThatThrownBy(() -> status(wrongUse, "TLSv1.2")).isInstanceOf(IOException.class);
  }
}
