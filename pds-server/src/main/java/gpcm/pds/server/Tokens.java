package gpcm.pds.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives tokens to applications that sign an assertion with a key of theirs, with all checks of the
 * real service and their statuses. Thread-safe.
 */
final class Tokens {
  private static final Duration LIFETIME = Duration.ofSeconds(599);

  /** The service tolerates ten seconds over five minutes. */
  private static final Duration FURTHEST = Duration.ofSeconds(310);

  private final PdsServerSettings settings;
  private final Map<String, Given> given = new ConcurrentHashMap<>();
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  private record Given(String apiKey, Instant until) {}

  Tokens(PdsServerSettings settings) {
    this.settings = settings;
  }

  /** A refusal at the token's address, which is no OperationOutcome. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    Refusal(int status, String error, String words) {
      super(words);
      this.status = status;
      this.error = error;
    }

    int status() {
      return status;
    }

    /** The JSON of OAuth, with the id by which the service's people find it. */
    Map<String, String> json() {
      return Map.of(
          "error", error, "error_description", getMessage(), "message_id", UUID.randomUUID() + "");
    }
  }

  boolean asked() {
    return !settings.applications().isEmpty();
  }

  /** Whose token this is, while it is good. */
  Optional<String> owner(String token) {
    return Optional.ofNullable(given.get(token))
        .filter(each -> settings.clock().instant().isBefore(each.until))
        .map(Given::apiKey);
  }

  /**
   * A token for an assertion.
   *
   * @param address of this endpoint, the only audience that is right
   */
  Map<String, String> give(Map<String, List<String>> form, String address) throws Refusal {
    String type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    if (!one(form, "grant_type").equals("client_credentials")) {
      throw new Refusal(400, "unsupported_grant_type", "grant_type is client_credentials");
    }
    if (!one(form, "client_assertion_type").equals(type)) {
      throw new Refusal(400, "invalid_request", "client_assertion_type is " + type);
    }
    String apiKey = checked(one(form, "client_assertion"), address);
    Instant now = settings.clock().instant();
    given.values().removeIf(each -> now.isAfter(each.until));
    String token = UUID.randomUUID().toString();
    given.put(token, new Given(apiKey, now.plus(LIFETIME)));
    // Numbers as text, as the service sends them.
    return Map.of(
        "access_token",
        token,
        "token_type",
        "Bearer",
        "expires_in",
        LIFETIME.toSeconds() + "",
        "issued_at",
        now.toEpochMilli() + "");
  }

  private static String one(Map<String, List<String>> form, String name) throws Refusal {
    List<String> values = form.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw new Refusal(400, "invalid_request", name + " is missing, or there twice");
    }
    return values.getFirst();
  }

  private String checked(String assertion, String address) throws Refusal {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      header(jwt);
      String apiKey = claims.getIssuer();
      if (apiKey == null || !apiKey.equals(claims.getSubject())) {
        throw new Refusal(400, "invalid_request", "iss and sub must both be the API key");
      }
      JWKSet keys = settings.applications().get(apiKey);
      if (keys == null) {
        throw new Refusal(401, "invalid_client", "iss is no API key that is known");
      }
      JWK key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
      if (key == null) {
        throw new Refusal(401, "invalid_client", "kid is no key of this application");
      }
      if (!jwt.verify(new RSASSAVerifier(key.toRSAKey()))) {
        throw new Refusal(401, "invalid_client", "the signature does not fit the key");
      }
      if (!claims.getAudience().equals(List.of(address))) {
        throw new Refusal(401, "invalid_client", "aud must be " + address);
      }
      expires(claims);
      return apiKey;
    } catch (ParseException | JOSEException e) {
      throw new Refusal(400, "invalid_request", "client_assertion is no signed JWT");
    }
  }

  private static void header(SignedJWT jwt) throws Refusal {
    if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS512)) {
      throw new Refusal(400, "invalid_request", "alg must be RS512");
    }
    if (jwt.getHeader().getKeyID() == null) {
      throw new Refusal(400, "invalid_request", "kid is missing");
    }
    JOSEObjectType type = jwt.getHeader().getType();
    if (type != null && !type.equals(JOSEObjectType.JWT)) {
      throw new Refusal(400, "invalid_request", "typ must be JWT");
    }
  }

  private void expires(JWTClaimsSet claims) throws Refusal {
    Instant now = settings.clock().instant();
    Date expires = claims.getExpirationTime();
    if (expires == null
        || !expires.toInstant().isAfter(now)
        || expires.toInstant().isAfter(now.plus(FURTHEST))) {
      throw new Refusal(400, "invalid_request", "exp must be within the next five minutes");
    }
    used.values().removeIf(now::isAfter);
    String id = claims.getJWTID();
    if (id == null || used.putIfAbsent(id, expires.toInstant()) != null) {
      throw new Refusal(400, "invalid_request", "jti is missing, or was used before");
    }
  }
}
