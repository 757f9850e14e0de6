package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, from where, and with what; and what every answer tells a browser. */
class AccessTest {
  private static final String FORM = HttpCaller.FORM;

  @Running static TestNetwork network;
  private static HttpCaller nobody;
  private static HttpCaller hub;

  @BeforeAll
  static void start() {
    nobody = new HttpCaller(network.node().url());
    hub = HttpCaller.of(network.node().url(), network.served(), TestNetwork.HUB);
  }

  @AfterAll
  static void stop() {
    nobody.close();
    hub.close();
  }

  @Test
  void aRouteWithoutALineKeepsTheNodeFromStartingAndALineWithoutARouteToo() {
    RouteTable table =
        RouteTable.read("GET /a | public | -\nPOST /b | signed-in | sign-in-ended\n");
    table.requireExactly(Set.of("GET /a", "POST /b"));
    assertThatThrownBy(() -> table.requireExactly(Set.of("GET /a", "POST /b", "GET /c")))
        .hasMessageContaining("[GET /c]");
    assertThatThrownBy(() -> table.requireExactly(Set.of("GET /a")))
        .hasMessageContaining("[POST /b]");
    assertThatThrownBy(() -> RouteTable.read("GET /a | no.such.permission | -\n"))
        .hasMessageContaining("no.such.permission");
    assertThatThrownBy(() -> RouteTable.read("GET /a | public | no-such-action\n"))
        .hasMessageContaining("no-such-action");
    assertThatThrownBy(() -> RouteTable.read("GET /a | public\n"))
        .hasMessageContaining("GET /a | public");
  }

  @Test
  void whatIsOpenToAnybodyIsThisAndNoMore() {
    RouteTable table = RouteTable.shipped();
    Set<String> open = new TreeSet<>();
    for (String route : table.routes()) {
      String[] parts = route.split(" ", -1);
      if (table.rule(parts[0], parts[1]) instanceof RouteRule.Open) {
        open.add(route);
      }
    }
    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /assets/{file}",
            "GET /assets/images/{file}",
            "GET /icon.svg",
            "GET /favicon.ico",
            "GET /audit/checkpoint",
            "POST /audit/witness/add-checkpoint",
            "GET /api/v1/health",
            "GET /api/v1/notice",
            "GET /health/live",
            "GET /health/ready",
            "GET /api/v1/openapi.json",
            "GET /api/v1/schema/document.json",
            "GET /help",
            "GET /accessibility",
            "GET /sign-in",
            "POST /sign-in",
            "GET /sign-in/link",
            "POST /sign-in/link",
            "GET /sign-in/at/{provider}",
            "GET /sign-in/callback",
            "GET /sign-in/choice",
            "POST /sign-in/choice",
            "GET /sign-in/jwks",
            "POST /sign-in/back-channel-logout",
            "GET /sign-in/passkey",
            "POST /sign-in/passkey",
            "GET /passkeys.js",
            "GET /viewing.css",
            "GET /viewing/outbox/{id}/files/{n}",
            "GET /viewing/worklist/{id}/files/{n}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/outbox", "/worklist?replaced=false", "/alerts", "/people"})
  void aPageSendsWhoeverHasNotSignedInToDoSoAndComeBack(String path) throws Exception {
    HttpCaller.Answer answer = nobody.get(path);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location"))
        .isEqualTo(
            path.equals("/")
                ? "/sign-in"
                : "/sign-in?to=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    assertThat(answer.text()).doesNotContain("<");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/documents", "/api/v1/worklist", "/api/v1/alerts", "/api/v1/nodes"})
  void theApiAnswersNobodyWithoutAKey(String path) throws Exception {
    for (HttpCaller.Answer answer :
        List.of(
            nobody.get(path),
            nobody.send(nobody.to(path).header("Authorization", "Bearer gpcm_guessed")),
            nobody.send(nobody.to(path).header("Authorization", "Basic Z3BjbTpndWVzc2Vk")))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"gpcm\"");
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:gpcm:problem:unauthorized");
    }
  }

  @Test
  void aKeyOpensNoPage() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, Permission.values());
    HttpCaller.Answer answer =
        nobody.send(nobody.to("/outbox").header("Authorization", "Bearer " + key));
    assertThat(answer.status()).isEqualTo(303);
  }

  @Test
  void aSessionCallsTheApiToo() throws Exception {
    String session = Credentials.session(network.served(), TestNetwork.HUB, Role.SENDER);
    try (HttpCaller sender = HttpCaller.with(network.node().url(), new Credentials("", session))) {
      assertThat(sender.get("/api/v1/documents").status()).isEqualTo(200);
      byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
      HttpCaller.Answer bare = sender.post("/api/v1/documents", "application/json", body);
      assertThat(bare.json().path("type").asText()).isEqualTo("urn:gpcm:problem:stale-form");
      HttpCaller.Answer shown =
          sender.post(
              "/api/v1/documents", "application/json", body, "X-CSRF-Token", FormToken.of(session));
      assertThat(shown.status()).isEqualTo(422);
    }
  }

  @Test
  void aFormWithoutTheTokenOfItsSessionChangesNothing() throws Exception {
    String session = Credentials.session(network.served(), TestNetwork.HUB, Role.values());
    String other = Credentials.session(network.served(), TestNetwork.HUB, Role.SENDER);
    for (String body : List.of("", "csrf=", "csrf=" + FormToken.of(other))) {
      HttpCaller.Answer refused =
          nobody.post(
              "/alerts/1/resolution",
              FORM,
              body.getBytes(StandardCharsets.UTF_8),
              "Cookie",
              Cookies.SESSION + "=" + session);
      assertThat(refused.status()).as(body).isEqualTo(403);
      assertThat(refused.text()).contains("The form is no longer good");
    }
  }

  @Test
  void whatAsksForAFreshSignInSaysSoAfterAQuarterOfAnHour() throws Exception {
    Instant earlier = network.served().clock().instant().minus(Duration.ofMinutes(16));
    String session =
        Credentials.session(network.served(), TestNetwork.PRACTICE, earlier, Role.AUDITOR);
    try (HttpCaller auditor = HttpCaller.with(network.node().url(), new Credentials("", session))) {
      String id = "/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57";
      HttpCaller.Answer api = auditor.get("/api/v1/worklist" + id);
      assertThat(api.status()).isEqualTo(403);
      assertThat(api.json().path("type").asText()).isEqualTo("urn:gpcm:problem:sign-in-again");
      HttpCaller.Answer page = auditor.get("/worklist" + id);
      assertThat(page.text()).contains("Sign in again", "value=\"/worklist" + id + "\"");
    }
  }

  @Test
  void whatAsksForAReasonGetsOne() throws Exception {
    String session = Credentials.session(network.served(), TestNetwork.PRACTICE, Role.AUDITOR);
    try (HttpCaller auditor = HttpCaller.with(network.node().url(), new Credentials("", session))) {
      String id = "/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57";
      assertThat(auditor.get("/api/v1/worklist" + id).json().path("type").asText())
          .isEqualTo("urn:gpcm:problem:reason-needed");
      assertThat(auditor.get("/worklist" + id).text()).contains("Say why");
      HttpCaller.Answer inTheAddress = auditor.get("/worklist" + id + "?reason=a+complaint");
      assertThat(inTheAddress.status()).isEqualTo(403);
      assertThat(inTheAddress.text())
          .contains("Say why", "<form method=\"post\" action=\"/worklist" + id + "\"");
      byte[] form = "reason=a+complaint".getBytes(StandardCharsets.UTF_8);
      for (String page : List.of("", "/files/0?page=2", "/files/0/download")) {
        assertThat(auditor.post("/worklist" + id + page, FORM, form).status()).isEqualTo(404);
      }
      assertThat(auditor.get("/worklist" + id + "/files/0?page=2").text())
          .contains("action=\"/worklist" + id + "/files/0?page=2\"");
      assertThat(
              auditor
                  .send(auditor.to("/api/v1/worklist" + id).header("X-Reason", "a complaint"))
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void anotherHostsNameIsNotAnswered() throws IOException {
    assertThat(raw("practice.attacker.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("127.0.0.1.attacker.example:80")).startsWith("HTTP/1.1 403");
    assertThat(raw("localhost:" + network.node().url().getPort())).startsWith("HTTP/1.1 200");
  }

  private static String raw(String host) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), network.node().url().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /sign-in HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageOfAnotherSiteMayNotChangeAnything() throws Exception {
    byte[] body = new byte[0];
    for (String[] from :
        new String[][] {
          {"Origin", "https://attacker.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"}
        }) {
      assertThat(hub.post("/alerts/1/resolution", FORM, body, from).status()).isEqualTo(403);
      assertThat(hub.post("/api/v1/documents", "multipart/form-data", body, from).status())
          .isEqualTo(403);
      assertThat(nobody.post("/sign-in", FORM, body, from).text()).contains("page may not do this");
    }
    assertThat(
            hub.post("/alerts/1/resolution", FORM, body, "Origin", network.node().url().toString())
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/outbox", "/icon.svg", "/nothing", "/api/v1/openapi.json", "/sign-in"})
  void everyAnswerTellsTheBrowserToRunAndKeepNothing(String path) throws Exception {
    HttpCaller.Answer answer = hub.get(path);
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("script-src", "unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Server")).isEmpty();
  }
}
