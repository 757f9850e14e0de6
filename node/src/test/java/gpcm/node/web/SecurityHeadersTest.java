package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.certs.TestAuthority;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.WebTlsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every answer tells the browser: pages, files, problems, and what the server refuses. */
class SecurityHeadersTest {
  @Running static TestNetwork network;
  @TempDir static Path folder;
  private static WebServer server;
  private static SSLContext trusting;

  @BeforeAll
  static void start() {
    Path certs = folder.resolve("certs");
    TestAuthority authority = TestAuthority.create(certs, InstantSource.system());
    authority.issueServer("localhost");
    trusting = RawHttp.trusting(authority.certificate());
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .withPublicUrl(URI.create("https://gpcm.practice.example"))
                .with(
                    new WebTlsSettings(
                        new WebTlsSettings.Identity.Pem(
                            certs.resolve("server.pem"),
                            certs.resolve("server.key"),
                            Optional.empty()),
                        Optional.empty(),
                        List.of())),
            network.served(),
            folder.resolve("uploads"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RawHttp.Answer get(String path, String... headers) throws IOException {
    try (RawHttp http = RawHttp.tls(server.url(), trusting)) {
      return http.get(path, headers);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Security-Policy           | default-src 'none'
          Content-Security-Policy           | frame-ancestors 'none'
          Content-Security-Policy           | base-uri 'none'
          Content-Security-Policy           | form-action 'self'
          X-Content-Type-Options            | nosniff
          X-Frame-Options                   | DENY
          Referrer-Policy                   | same-origin
          Permissions-Policy                | camera=()
          Permissions-Policy                | geolocation=()
          Permissions-Policy                | publickey-credentials-get=(self)
          Cross-Origin-Opener-Policy        | same-origin
          Cross-Origin-Embedder-Policy      | require-corp
          Cross-Origin-Resource-Policy      | same-origin
          X-Permitted-Cross-Domain-Policies | none
          Cache-Control                     | no-store
          """)
  void eachIsOnEveryKindOfAnswer(String header, String value) throws IOException {
    for (String path : List.of("/", "/icon.svg", "/nothing", "/api/v1/openapi.json")) {
      assertThat(get(path).header(header)).as(path).contains(value);
    }
    assertThat(get("/icon.svg", "Host: attacker.example").header(header))
        .as("under another name")
        .contains(value);
    assertThat(get("/icon.svg", "X-Long: " + "x".repeat(20_000)).header(header))
        .as("refused before this program was asked")
        .contains(value);
  }

  @Test
  void nothingInlineAndNoScriptIsAllowed() throws IOException {
    assertThat(get("/").header("Content-Security-Policy"))
        .doesNotContain("unsafe")
        .doesNotContain("script-src");
  }

  @Test
  void overTlsBrowsersAreToldToStayWithIt() throws IOException {
    assertThat(get("/icon.svg", "Host: gpcm.practice.example").header("Strict-Transport-Security"))
        .isEqualTo("max-age=31536000; includeSubDomains");
  }

  /** It would bind every other program on the machine, whatever its port. */
  @Test
  void underANameOfThisMachineTheyAreNot() throws IOException {
    assertThat(get("/icon.svg", "Host: localhost").header("Strict-Transport-Security")).isEmpty();
  }
}
