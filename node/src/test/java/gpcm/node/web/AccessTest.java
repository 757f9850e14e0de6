package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, with and without an access token; and what every answer tells a browser. */
class AccessTest {
  private static final String TOKEN = "a-token-of-some-length";

  @TempDir static Path folder;
  @Running static TestNetwork network;
  private static WebServer open;
  private static WebServer guarded;
  private static HttpCaller openHttp;
  private static HttpCaller guardedHttp;

  @BeforeAll
  static void start() {
    open = serve(Optional.empty(), "open");
    guarded = serve(Optional.of(Secret.of(TOKEN)), "guarded");
    openHttp = new HttpCaller(open.url());
    guardedHttp = new HttpCaller(guarded.url());
  }

  private static WebServer serve(Optional<Secret> token, String uploads) {
    HttpSettings settings =
        HttpSettings.defaults()
            .onPort(0)
            .withMaxRequestSize(ByteSize.ofMebibytes(1))
            .withMaxJsonSize(ByteSize.ofMebibytes(1));
    return WebServer.start(
        token.map(settings::withAccessToken).orElse(settings),
        network.served(),
        folder.resolve(uploads));
  }

  @AfterAll
  static void stop() {
    openHttp.close();
    guardedHttp.close();
    open.close();
    guarded.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/outbox", "/style.css", "/api/v1/documents", "/api/v1/nothing"})
  void withATokenNothingIsAnsweredWithoutIt(String path) throws Exception {
    HttpCaller.Answer refused = guardedHttp.get(path);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).startsWith("Basic ");
    assertThat(
            guardedHttp
                .send(guardedHttp.to(path).header("Authorization", "Bearer " + TOKEN + "x"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void theTokenIsTakenAsBearerAndAsPassword() throws Exception {
    String basic =
        Base64.getEncoder().encodeToString(("anyone:" + TOKEN).getBytes(StandardCharsets.UTF_8));
    for (String authorization :
        new String[] {"Bearer " + TOKEN, "bearer " + TOKEN, "Basic " + basic}) {
      assertThat(
              guardedHttp
                  .send(guardedHttp.to("/outbox").header("Authorization", authorization))
                  .status())
          .isEqualTo(200);
    }
    assertThat(
            guardedHttp
                .send(guardedHttp.to("/outbox").header("Authorization", "Basic %%%"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void anotherHostsNameIsNotAnswered() throws IOException {
    assertThat(raw("practice.attacker.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("127.0.0.1.attacker.example:80")).startsWith("HTTP/1.1 403");
    assertThat(raw("localhost:" + open.url().getPort())).startsWith("HTTP/1.1 200");
  }

  private static String raw(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.url().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /outbox HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageOfAnotherSiteMayNotChangeAnything() throws Exception {
    byte[] body = "by=Someone".getBytes(StandardCharsets.UTF_8);
    String form = "application/x-www-form-urlencoded";
    for (String[] from :
        new String[][] {
          {"Origin", "https://attacker.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"}
        }) {
      assertThat(openHttp.post("/alerts/1/resolution", form, body, from).status()).isEqualTo(403);
      assertThat(openHttp.post("/api/v1/documents", "multipart/form-data", body, from).status())
          .isEqualTo(403);
    }
    assertThat(
            openHttp
                .post("/alerts/1/resolution", form, body, "Origin", open.url().toString())
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/worklist", "/style.css", "/nothing", "/api/v1/openapi.json"})
  void everyAnswerTellsTheBrowserToRunAndKeepNothing(String path) throws Exception {
    HttpCaller.Answer answer = openHttp.get(path);
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("script-src", "unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Server")).isEmpty();
  }
}
