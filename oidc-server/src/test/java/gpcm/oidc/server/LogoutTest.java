package gpcm.oidc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions end, and the clients that had tokens of them are told. */
class LogoutTest {
  private static final String AFTER = "http://127.0.0.1:9/signed-out";

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final OidcServer server = OidcServer.start(OidcSettings.builder().build());
  private final Relying relying = new Relying(server);
  private HttpServer client;

  @BeforeEach
  void listen() throws IOException {
    client = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    client.createContext(
        "/told",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    client.start();
    server.add(
        Relying.client()
            .returningTo(URI.create(AFTER))
            .toldOfLogoutAt(
                URI.create("http://127.0.0.1:" + client.getAddress().getPort() + "/told")));
  }

  @AfterEach
  void close() {
    client.stop(0);
    server.close();
  }

  @Test
  void anEndedSessionIsToldToItsClientByALogoutToken() throws Exception {
    JsonNode tokens = relying.tokens("clerk");
    assertThat(server.endSessions("clerk")).singleElement().matches(LogoutDelivery::taken);
    assertThat(told).singleElement().asString().startsWith("logout_token=");
    String token = told.getFirst().substring("logout_token=".length());
    new LogoutTokenValidator(
            new Issuer(server.issuer()),
            new ClientID(Relying.CLIENT),
            JWSAlgorithm.RS256,
            JWKSet.parse(relying.get("/jwks").body()))
        .validate(JWTParser.parse(token));
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("sid"))
        .isEqualTo(sid(tokens));
    assertThat(Relying.parameters(relying.authorize("prompt", "none")))
        .containsEntry("error", "login_required");
  }

  @Test
  void takingOutTheCardOnThePageDoesTheSame() throws Exception {
    JsonNode tokens = relying.tokens("clerk");
    assertThat(relying.get("/").body()).contains(sid(tokens));
    relying.post("/sessions/end", "sid=" + sid(tokens));
    assertThat(told).hasSize(1);
    assertThat(relying.get("/").body()).contains("Nobody");
  }

  @Test
  void aClientThatDoesNotAnswerIsNamed() {
    relying.tokens("clerk");
    client.stop(0);
    assertThat(server.endSessions("clerk"))
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.client()).isEqualTo(Relying.CLIENT);
              assertThat(delivery.status()).isZero();
              assertThat(delivery.taken()).isFalse();
            });
  }

  @Test
  void signingOutAtTheClientEndsTheSessionAndGoesBack() {
    JsonNode tokens = relying.tokens("clerk");
    HttpResponse<String> answer = endSession(tokens, "state", "a state");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(AFTER + "?state=a+state");
    assertThat(told).hasSize(1);
    assertThat(Relying.parameters(relying.authorize("prompt", "none")))
        .containsEntry("error", "login_required");
  }

  @ParameterizedTest
  @CsvSource({
    "post_logout_redirect_uri, https://elsewhere.example/, not registered",
    "client_id, another-client, not the client of id_token_hint",
    "id_token_hint, '', must be an id token that this provider issued",
    "id_token_hint, eyJhbGciOiJub25lIn0.e30., must be an id token that this provider issued",
  })
  void aSignOutThatDoesNotFitEndsNothing(String name, String value, String reason) {
    JsonNode tokens = relying.tokens("clerk");
    HttpResponse<String> answer = endSession(tokens, name, value);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(reason);
    assertThat(told).isEmpty();
    assertThat(Relying.parameters(relying.authorize("prompt", "none"))).containsKey("code");
  }

  private HttpResponse<String> endSession(JsonNode tokens, String name, String value) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id_token_hint", tokens.path("id_token").asText());
    fields.put("client_id", Relying.CLIENT);
    fields.put("post_logout_redirect_uri", AFTER);
    fields.put(name, value);
    return relying.get("/end-session?" + Relying.form(fields));
  }

  private static String sid(JsonNode tokens) throws Exception {
    return SignedJWT.parse(tokens.path("id_token").asText())
        .getJWTClaimsSet()
        .getStringClaim("sid");
  }
}
