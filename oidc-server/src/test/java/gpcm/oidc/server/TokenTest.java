package gpcm.oidc.server;

import static gpcm.oidc.server.Relying.basic;
import static gpcm.oidc.server.Relying.json;
import static gpcm.oidc.server.Relying.tokenForm;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import gpcm.oidc.testing.OidcServerExtension;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A code becomes tokens once, for the client it was given to. */
class TokenTest {
  private static final String KEYED = "keyed-client";

  private static final SettableClock clock = new SettableClock();

  @RegisterExtension
  static final OidcServerExtension provider =
      OidcServerExtension.with(
          settings ->
              settings
                  .client(Relying.client())
                  .client(RegisteredClient.withSecret("other", "other-secret", Relying.REDIRECT))
                  .client(
                      RegisteredClient.withSecret("machine", "machine-secret")
                          .asMachine("documents.send", "documents.read"))
                  .clock(clock));

  private final OidcServer server = provider.server();
  private final Relying relying = new Relying(server);

  private static void refused(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).path("error").asText()).isEqualTo(error);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void aCodeBecomesTokens() {
    HttpResponse<String> answer = relying.token(relying.code("login_hint", "clerk"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(json(answer).path("token_type").asText()).isEqualTo("Bearer");
    assertThat(json(answer).path("id_token").asText()).isNotEmpty();
  }

  @Test
  void aCodeThatComesAgainIsRefusedAndItsTokenEnds() {
    String code = relying.code("login_hint", "clerk");
    String token = json(relying.token(code)).path("access_token").asText();
    assertThat(relying.userInfo(token).statusCode()).isEqualTo(200);
    refused(relying.token(code), 400, "invalid_grant");
    assertThat(relying.userInfo(token).statusCode()).isEqualTo(401);
  }

  @Test
  void aCodeIsGoodForAMinute() {
    String code = relying.code("login_hint", "clerk");
    clock.pass(Duration.ofSeconds(60));
    refused(relying.token(code), 400, "invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier, another-verifier-that-is-long-enough-for-all-readers, invalid_grant",
    "code_verifier, '', invalid_grant",
    "redirect_uri, http://127.0.0.1:9/elsewhere, invalid_grant",
    "redirect_uri, '', invalid_grant",
    "code, nonsense, invalid_grant",
    "code, '', invalid_request",
    "grant_type, urn:of:nobody, unsupported_grant_type",
    "grant_type, '', invalid_request",
  })
  void whatDoesNotFitItsCodeIsRefused(String name, String value, String error) {
    HttpResponse<String> answer = relying.token(relying.code("login_hint", "clerk"), name, value);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("error").asText()).isEqualTo(error);
    assertThat(answer.body()).doesNotContain("access_token");
  }

  @Test
  void aCodeOfAnotherClientIsRefused() {
    String code = relying.code("login_hint", "clerk");
    refused(relying.token(basic("other", "other-secret"), tokenForm(code)), 400, "invalid_grant");
  }

  @Test
  void aWrongSecretIsRefused() {
    String code = relying.code("login_hint", "clerk");
    refused(
        relying.token(basic(Relying.CLIENT, "guessed"), tokenForm(code)), 401, "invalid_client");
  }

  @Test
  void anUnknownClientIsRefused() {
    String code = relying.code("login_hint", "clerk");
    refused(relying.token(basic("nobody", "guessed"), tokenForm(code)), 401, "invalid_client");
  }

  @Test
  void aSecretInTheBodyIsNotTheRegisteredWay() {
    Map<String, String> form = tokenForm(relying.code("login_hint", "clerk"));
    form.put("client_id", Relying.CLIENT);
    form.put("client_secret", Relying.SECRET);
    refused(relying.tokenWithoutHeader(form), 401, "invalid_client");
  }

  @Test
  void aClientThatShowsNothingIsRefused() {
    Map<String, String> form = tokenForm(relying.code("login_hint", "clerk"));
    form.put("client_id", Relying.CLIENT);
    refused(relying.tokenWithoutHeader(form), 401, "invalid_client");
  }

  @Test
  void anAssertionOfARegisteredKeyProvesAClientOnce() throws Exception {
    RSAKey key = key("one");
    register(key);
    Map<String, String> assertion =
        assertion(UUID.randomUUID().toString(), key, JWSAlgorithm.RS512);
    assertThat(redeem(assertion).statusCode()).isEqualTo(200);
    refused(redeem(assertion), 401, "invalid_client");
  }

  @Test
  void anAssertionOfAnotherKeyIsRefused() throws Exception {
    register(key("one"));
    refused(
        redeem(assertion(UUID.randomUUID().toString(), key("one"), JWSAlgorithm.RS512)),
        401,
        "invalid_client");
  }

  @Test
  void anAssertionForAnotherAudienceIsRefused() throws Exception {
    RSAKey key = key("one");
    register(key);
    refused(
        redeem(
            relying.assertion(
                KEYED,
                "https://elsewhere.example/token",
                UUID.randomUUID().toString(),
                key,
                JWSAlgorithm.RS512)),
        401,
        "invalid_client");
  }

  @Test
  void anAssertionInAnotherAlgorithmThanRegisteredIsRefused() throws Exception {
    RSAKey key = key("one");
    register(key);
    refused(
        redeem(assertion(UUID.randomUUID().toString(), key, JWSAlgorithm.RS256)),
        401,
        "invalid_client");
  }

  @Test
  void aClientMayRotateTheKeysThatItPublishes() throws Exception {
    RSAKey first = key("one");
    RSAKey second = key("two");
    AtomicReference<JWKSet> published = new AtomicReference<>(new JWKSet(first));
    HttpServer keys =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/jwks",
        exchange -> {
          byte[] body = published.get().toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    keys.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + keys.getAddress().getPort() + "/jwks");
      server.add(RegisteredClient.withKeysAt(KEYED, address, Relying.REDIRECT));
      assertThat(
              redeem(assertion(UUID.randomUUID().toString(), first, JWSAlgorithm.RS512))
                  .statusCode())
          .isEqualTo(200);
      published.set(new JWKSet(List.<JWK>of(first, second)));
      assertThat(
              redeem(assertion(UUID.randomUUID().toString(), second, JWSAlgorithm.RS512))
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              redeem(assertion(UUID.randomUUID().toString(), first, JWSAlgorithm.RS512))
                  .statusCode())
          .isEqualTo(200);
    } finally {
      keys.stop(0);
    }
  }

  @Test
  void aMachineGetsATokenForItself() throws Exception {
    HttpResponse<String> answer =
        machine("scope", "documents.send", "resource", "https://node.example/api");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    SignedJWT token = SignedJWT.parse(json(answer).path("access_token").asText());
    assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("machine");
    assertThat(token.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo("machine");
    assertThat(token.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("documents.send");
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("https://node.example/api");
    JWKSet keys = JWKSet.parse(relying.get("/jwks").body());
    assertThat(
            token.verify(
                new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
        .isTrue();
    assertThat(answer.body()).doesNotContain("id_token");
  }

  @Test
  void aMachineGetsOnlyItsOwnScopes() {
    refused(machine("scope", "documents.send everything"), 400, "invalid_scope");
  }

  @Test
  void aClientForPeopleGetsNoTokenForItself() {
    Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "client_credentials"));
    refused(relying.token(basic(Relying.CLIENT, Relying.SECRET), form), 400, "unauthorized_client");
  }

  private HttpResponse<String> machine(String... fields) {
    Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "client_credentials"));
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return relying.token(basic("machine", "machine-secret"), form);
  }

  private void register(RSAKey key) {
    server.add(
        RegisteredClient.withKeys(
                KEYED, new JWKSet(key).toPublicJWKSet().toString(), Relying.REDIRECT)
            .signingWith("RS512"));
  }

  private Map<String, String> assertion(String id, RSAKey key, JWSAlgorithm algorithm) {
    return relying.assertion(KEYED, server.issuer() + "/token", id, key, algorithm);
  }

  private HttpResponse<String> redeem(Map<String, String> assertion) {
    Map<String, String> form = tokenForm(relying.code("client_id", KEYED, "login_hint", "clerk"));
    form.putAll(assertion);
    return relying.tokenWithoutHeader(form);
  }

  private static RSAKey key(String id) throws Exception {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }
}
