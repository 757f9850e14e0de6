package gpcm.oidc.server;

import static gpcm.oidc.server.Relying.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import gpcm.oidc.testing.OidcServerExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who signs in, and where the answer goes. */
class AuthorizationTest {
  private static final Pattern REQUEST = Pattern.compile("name=\"request\" value=\"([^\"]+)\"");

  private static final SettableClock clock = new SettableClock();

  @RegisterExtension
  static final OidcServerExtension provider =
      OidcServerExtension.with(settings -> settings.client(Relying.client()).clock(clock));

  private final OidcServer server = provider.server();
  private final Relying relying = new Relying(server);

  @ParameterizedTest
  @CsvSource({
    "client_id, nobody, client_id 'nobody' is not registered",
    "redirect_uri, http://127.0.0.1:9/sign-in/callback/, not one of those registered",
    "redirect_uri, HTTP://127.0.0.1:9/sign-in/callback, not one of those registered",
    "redirect_uri, http://127.0.0.1:9/sign-in/callback?x=1, not one of those registered",
    "redirect_uri, '', not one of those registered",
  })
  void whatMayNotBeAnsweredEndsOnAPage(String name, String value, String reason) {
    HttpResponse<String> answer = relying.authorize(name, value, "login_hint", "clerk");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
    assertThat(answer.body().replace("&#39;", "'")).contains(reason);
  }

  @Test
  void whatARequestSaysIsShownAsText() {
    HttpResponse<String> answer = relying.authorize("client_id", "<script>alert(1)</script>");
    assertThat(answer.body()).contains("&lt;script&gt;").doesNotContain("<script>");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'");
  }

  @ParameterizedTest
  @CsvSource({
    "code_challenge, '', invalid_request",
    "code_challenge_method, plain, invalid_request",
    "code_challenge_method, '', invalid_request",
    "response_type, token, unsupported_response_type",
    "response_type, '', invalid_request",
    "response_mode, fragment, invalid_request",
    "scope, profile, invalid_request",
    "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
    "request_uri, https://elsewhere.example/r, request_not_supported",
    "prompt, none, login_required",
    "prompt, none login, invalid_request",
  })
  void whatDoesNotFitGoesBackWithAnErrorAndItsState(String name, String value, String error) {
    HttpResponse<String> answer =
        relying.authorize(name, value, name.equals("prompt") ? "display" : "login_hint", "page");
    assertThat(parameters(answer))
        .containsEntry("state", Relying.STATE)
        .containsEntry("iss", server.issuer().toString())
        .doesNotContainKey("code")
        .hasEntrySatisfying("error", found -> assertThat(found).isEqualTo(error));
  }

  @Test
  void loginHintPicksAPersonaWithoutThePage() {
    assertThat(parameters(relying.authorize("login_hint", "clerk")))
        .containsKey("code")
        .containsEntry("state", Relying.STATE)
        .containsEntry("iss", server.issuer().toString());
  }

  @Test
  void thePageListsAllPersonasAndSignsInThePickedOne() throws Exception {
    HttpResponse<String> page = relying.authorize();
    assertThat(page.statusCode()).isEqualTo(200);
    server.personas().stream()
        .filter(persona -> persona.roles().size() <= 1)
        .forEach(persona -> assertThat(page.body()).contains("value=\"" + persona.id() + "\""));
    String code = parameters(choose(page, "clinician")).get("code");
    assertThat(claims(code).getStringClaim("acr")).isEqualTo("AAL3_CIS2_SMARTCARD");
  }

  @Test
  void aPageCountsOnce() {
    HttpResponse<String> page = relying.authorize();
    choose(page, "clerk");
    assertThat(choose(page, "clerk").statusCode()).isEqualTo(400);
  }

  @Test
  void aPageIsGoodForTenMinutes() {
    HttpResponse<String> page = relying.authorize();
    clock.pass(Duration.ofMinutes(10));
    assertThat(choose(page, "clerk").statusCode()).isEqualTo(400);
  }

  @Test
  void whoHoldsSeveralRolesChoosesOne() throws Exception {
    HttpResponse<String> page = relying.authorize("login_hint", "several-roles");
    assertThat(page.body())
        .contains("several-roles:555000000007", "several-roles:555000000008")
        .doesNotContain("value=\"clerk\"");
    String code = parameters(choose(page, "several-roles:555000000008")).get("code");
    assertThat(claims(code).getStringClaim("selected_roleid")).isEqualTo("555000000008");
  }

  @Test
  void loginHintMayNameTheRoleToo() throws Exception {
    String code = relying.code("login_hint", "several-roles:555000000009");
    assertThat(claims(code).getStringClaim("selected_roleid")).isEqualTo("555000000009");
  }

  @Test
  void whoIsSignedInIsNotAskedAgain() throws Exception {
    String first = relying.code("login_hint", "clerk");
    clock.pass(Duration.ofMinutes(20));
    String second = relying.code("prompt", "none");
    assertThat(claims(second).getStringClaim("sid")).isNotEmpty();
    assertThat(second).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "prompt, login",
    "prompt, select_account",
    "max_age, 300",
    "acr_values, AAL3_ANY",
    "login_hint, several-roles",
    "scope, openid changedrole",
  })
  void whoIsSignedInIsAskedAgainWhenTheRequestSaysSo(String name, String value) {
    relying.code("login_hint", "clerk");
    clock.pass(Duration.ofSeconds(301));
    assertThat(relying.authorize(name, value).body()).contains("name=\"request\"");
  }

  @Test
  void maxAgeThatHasNotPassedAsksNobody() {
    relying.code("login_hint", "clerk");
    clock.pass(Duration.ofMinutes(5));
    assertThat(parameters(relying.authorize("max_age", "300"))).containsKey("code");
  }

  @ParameterizedTest
  @CsvSource({
    "'', AAL2_TOTP",
    "AAL2_OR_AAL3_ANY, AAL2_TOTP",
    "AAL3_ANY, AAL3_FIDO2",
    "AAL3_FIDO2, AAL3_FIDO2",
    "AAL3_SMARTCARD AAL2_ANY, AAL2_TOTP",
    "AAL3_SMARTCARD, AAL2_TOTP",
  })
  void theWayOfSigningInFollowsWhatIsAskedFor(String asked, String acr) throws Exception {
    JWTClaimsSet claims = claims(relying.code("login_hint", "clerk", "acr_values", asked));
    assertThat(claims.getStringClaim("acr")).isEqualTo(acr);
    assertThat(claims.getStringClaim("authentication_assurance_level"))
        .isEqualTo(acr.substring(3, 4));
  }

  @Test
  void underAnotherNameNothingIsAnswered() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.issuer().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("answers under no other name");
    }
  }

  private HttpResponse<String> choose(HttpResponse<String> page, String persona) {
    Matcher request = REQUEST.matcher(page.body());
    assertThat(request.find()).as(page.body()).isTrue();
    return relying.post(
        "/authorize/persona",
        Relying.form(Map.of("request", request.group(1), "persona", persona)));
  }

  private JWTClaimsSet claims(String code) throws Exception {
    return SignedJWT.parse(Relying.json(relying.token(code)).path("id_token").asText())
        .getJWTClaimsSet();
  }
}
