package gpcm.oidc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A client and a browser as tests need them: they send exactly what they are told. */
final class Relying {
  static final URI REDIRECT = URI.create("http://127.0.0.1:9/sign-in/callback");
  static final String CLIENT = "gpcm-test";
  static final String SECRET = "a-secret-of-this-test";
  static final String VERIFIER = "a-code-verifier-that-is-long-enough-for-all-who-read-it";
  static final String NONCE = "a-nonce";
  static final String STATE = "a-state";
  static final String ALL_SCOPES =
      "openid profile nhsperson associatedorgs nationalrbacaccess selectedrole";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OidcServer server;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private Optional<String> cookie = Optional.empty();

  Relying(OidcServer server) {
    this.server = server;
  }

  static RegisteredClient client() {
    return RegisteredClient.withSecret(CLIENT, SECRET, REDIRECT);
  }

  /** What a good request has; changes replace or, when empty, remove. */
  static Map<String, String> request(String... changes) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("response_type", "code");
    all.put("client_id", CLIENT);
    all.put("redirect_uri", REDIRECT.toString());
    all.put("scope", ALL_SCOPES);
    all.put("state", STATE);
    all.put("nonce", NONCE);
    all.put("code_challenge_method", "S256");
    all.put(
        "code_challenge",
        CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(VERIFIER)).getValue());
    return changed(all, changes);
  }

  private static Map<String, String> changed(Map<String, String> all, String... changes) {
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1].isEmpty()) {
        all.remove(changes[i]);
      } else {
        all.put(changes[i], changes[i + 1]);
      }
    }
    return all;
  }

  HttpResponse<String> authorize(String... changes) {
    return get("/authorize?" + form(request(changes)));
  }

  String code(String... changes) {
    return parameters(authorize(changes)).get("code");
  }

  static Map<String, String> tokenForm(String code, String... changes) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("grant_type", "authorization_code");
    all.put("code", code);
    all.put("redirect_uri", REDIRECT.toString());
    all.put("code_verifier", VERIFIER);
    return changed(all, changes);
  }

  HttpResponse<String> token(String code, String... changes) {
    return token(basic(CLIENT, SECRET), tokenForm(code, changes));
  }

  HttpResponse<String> token(String authorization, Map<String, String> form) {
    return post("/token", form(form), "Authorization", authorization);
  }

  HttpResponse<String> tokenWithoutHeader(Map<String, String> form) {
    return post("/token", form(form));
  }

  static String basic(String id, String secret) {
    return "Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  /** The parameters of an assertion. */
  Map<String, String> assertion(
      String client, String audience, String id, RSAKey key, JWSAlgorithm algorithm) {
    try {
      PrivateKeyJWT signed =
          new PrivateKeyJWT(
              new JWTAuthenticationClaimsSet(
                  new ClientID(client),
                  List.of(new Audience(audience)),
                  Date.from(Instant.now().plusSeconds(300)),
                  null,
                  Date.from(Instant.now()),
                  new JWTID(id)),
              algorithm,
              key.toPrivateKey(),
              key.getKeyID(),
              null);
      Map<String, String> form = new LinkedHashMap<>();
      signed.toParameters().forEach((name, values) -> form.put(name, values.getFirst()));
      return form;
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs in and redeems the code. */
  JsonNode tokens(String persona, String... changes) {
    String[] all =
        Stream.concat(Stream.of("login_hint", persona), Stream.of(changes)).toArray(String[]::new);
    HttpResponse<String> answer = token(code(all));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  HttpResponse<String> userInfo(String token) {
    return get("/userinfo", "Authorization", "Bearer " + token);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(builder(path, headers).GET().build());
  }

  HttpResponse<String> post(String path, String form, String... headers) {
    return send(
        builder(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private HttpRequest.Builder builder(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.issuer() + path));
    cookie.ifPresent(held -> builder.header("Cookie", held));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      response
          .headers()
          .firstValue("Set-Cookie")
          .ifPresent(value -> cookie = Optional.of(value.replaceFirst(";.*", "")));
      return response;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> parameters(HttpResponse<String> redirect) {
    assertThat(redirect.statusCode()).as(redirect.body()).isEqualTo(303);
    String location = redirect.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith(REDIRECT + "?");
    return Stream.of(URI.create(location).getRawQuery().split("&"))
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
