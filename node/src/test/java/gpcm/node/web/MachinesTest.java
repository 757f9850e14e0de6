package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.OdsCode;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.WebTlsSettings;
import gpcm.node.people.Permission;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Machines that come with a provider's access token or with a certificate. */
class MachinesTest {
  private static final String API = "https://node.example/api";
  private static final String OUTBOX = "/api/v1/documents";
  private static final String WORKLIST = "/api/v1/worklist";

  @Running static TestNetwork network;
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();
  @TempDir Path folder;
  private final OidcServer server = provider.server();
  private SignInSite site;

  @BeforeEach
  void serve() throws Exception {
    site =
        SignInSite.start(
                network,
                folder,
                "  providers:\n"
                    + SignInSite.provider(
                        "stand-in",
                        "cis2",
                        server,
                        "api-audience: " + API + "\nmachines: [practice-system = A99902]"))
            .registerAt(server);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private String token(String machine, String... scopes) throws Exception {
    server.add(RegisteredClient.withSecret(machine, "machine-secret").asMachine(scopes));
    String basic =
        Base64.getEncoder()
            .encodeToString((machine + ":machine-secret").getBytes(StandardCharsets.UTF_8));
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer =
          http.send(
                  HttpRequest.newBuilder(URI.create(server.issuer() + "/token"))
                      .header("Authorization", "Basic " + basic)
                      .header("Content-Type", HttpCaller.FORM)
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "grant_type=client_credentials&resource=" + Visitor.encoded(API)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return new ObjectMapper().readTree(answer).path("access_token").asText();
    }
  }

  private HttpCaller.Answer ask(String path, String token) throws Exception {
    try (Visitor machine = site.visitor()) {
      return machine.get(path, "Authorization", "Bearer " + token);
    }
  }

  @Test
  void aTokenOpensWhatItsScopesSay() throws Exception {
    String token = token("practice-system", "worklist.see", "unheard-of");
    assertThat(ask(WORKLIST, token).status()).isEqualTo(200);
    assertThat(ask(OUTBOX, token).status()).isEqualTo(403);
  }

  /** Rows of the others are not counted either. */
  @Test
  void aMachineSeesWhatIsOfItsOrganisationAlone() throws Exception {
    UUID sent = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    String token = token("practice-system", "outbox.see");
    assertThat(ask(OUTBOX, token).text()).doesNotContain(sent.toString());
    assertThat(ask(OUTBOX + "/" + sent, token).status()).isEqualTo(404);
  }

  @Test
  void aMachineThatIsNotListedOpensNothing() throws Exception {
    assertThat(ask(WORKLIST, token("another-system", "worklist.see")).status()).isEqualTo(401);
  }

  @Test
  void pagesAreForPeople() throws Exception {
    String token = token("practice-system", "worklist.see");
    assertThat(ask("/worklist", token).header("Location")).startsWith("/sign-in");
  }

  @Test
  void thePersonsTokenOpensNothing() throws Exception {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", server.issuer().toString());
    claims.put("aud", API);
    claims.put("sub", "910000000001");
    claims.put("client_id", "practice-system");
    claims.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
    claims.put("scope", "worklist.see");
    assertThat(ask(WORKLIST, server.sign("at+jwt", claims)).status()).isEqualTo(401);
    claims.put("sub", "practice-system");
    assertThat(ask(WORKLIST, server.sign("at+jwt", claims)).status())
        .as("the same of the machine itself")
        .isEqualTo(200);
  }

  @Test
  void anIdTokenOpensNothing() throws Exception {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", server.issuer().toString());
    claims.put("aud", SignInSite.CLIENT);
    claims.put("sub", "910000000001");
    claims.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
    assertThat(ask(WORKLIST, server.sign("JWT", claims)).status()).isEqualTo(401);
  }

  @Test
  void nonsenseOpensNothing() throws Exception {
    for (String shown : List.of("x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "gpcm_")) {
      assertThat(ask(WORKLIST, shown).status()).as(shown).isEqualTo(401);
    }
    try (Visitor machine = site.visitor()) {
      assertThat(machine.get(WORKLIST, "Authorization", "Basic YTpi").status()).isEqualTo(401);
    }
  }

  /** What the machine shows counts, and not what the browser beside it has. */
  @Test
  void aWrongTokenIsNotMadeGoodByASession() throws Exception {
    try (Visitor person = site.visitor()) {
      person.signIn("clerk");
      assertThat(person.get(WORKLIST).status()).isEqualTo(200);
      assertThat(person.get(WORKLIST, "Authorization", "Bearer x").status()).isEqualTo(401);
    }
  }

  private record Tls(WebServer server, TestAuthority authority, Path certs)
      implements AutoCloseable {
    @Override
    public void close() {
      server.close();
    }

    int status(SSLContext context, String path) throws Exception {
      try (RawHttp http = RawHttp.tls(server.url(), context)) {
        return http.get(path).status();
      }
    }

    SSLContext machine(String name) {
      return TlsFiles.standard()
          .trusting(authority.certificate())
          .withPem(certs.resolve(name + ".pem"), certs.resolve(name + ".key"))
          .context();
    }
  }

  private Tls tls(String known) throws Exception {
    Path certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    authority.issueClient("known", TestNetwork.PRACTICE);
    authority.issueClient("unknown", TestNetwork.PRACTICE);
    WebTlsSettings settings =
        new WebTlsSettings(
            new WebTlsSettings.Identity.Pem(
                certs.resolve("server.pem"), certs.resolve("server.key"), Optional.empty()),
            Optional.of(authority.certificate()),
            List.of(
                new WebTlsSettings.Client(
                    fingerprint(certs.resolve(known + ".pem")),
                    "the practice's system",
                    new OdsCode(TestNetwork.PRACTICE),
                    Set.of(Permission.SEE_WORKLIST))));
    WebServer web =
        WebServer.start(
            HttpSettings.defaults().onPort(0).with(settings),
            network.served(),
            folder.resolve("uploads-tls"));
    return new Tls(web, authority, certs);
  }

  private static String fingerprint(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return ClientCertificate.fingerprint(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  @Test
  void aCertificateThatIsListedOpensWhatItsScopesSay() throws Exception {
    try (Tls tls = tls("known")) {
      assertThat(tls.status(tls.machine("known"), WORKLIST)).isEqualTo(200);
      assertThat(tls.status(tls.machine("known"), OUTBOX)).isEqualTo(403);
    }
  }

  @Test
  void aCertificateThatIsNotListedOpensNothing() throws Exception {
    try (Tls tls = tls("known")) {
      assertThat(tls.status(tls.machine("unknown"), WORKLIST)).isEqualTo(401);
    }
  }

  @Test
  void aCertificateIsNoSession() throws Exception {
    try (Tls tls = tls("known")) {
      assertThat(tls.status(tls.machine("known"), "/worklist")).isEqualTo(303);
    }
  }
}
