package gpcm.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import gpcm.pds.PdsAccess.Application;
import gpcm.pds.PdsAccess.SigningKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The token of an application, got with a signed assertion and kept until shortly before its end.
 * Thread-safe; one request for a token at a time.
 */
final class AccessToken {
  /** The server takes no more than five minutes ahead. */
  private static final Duration ASSERTION = Duration.ofMinutes(4);

  private static final Duration EARLY = Duration.ofSeconds(30);

  /** For so long a failure holds for those who ask next. */
  private static final Duration SHARED = Duration.ofSeconds(1);

  private final Application application;
  private final Calls calls;
  private final CallRate rate;
  private final InstantSource clock;
  private final ObjectMapper json = new ObjectMapper();
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Held> held = Optional.empty();
  private Optional<Failed> failed = Optional.empty();

  private record Held(String token, Instant until) {}

  private record Failed(PdsAnswer answer, Instant until) {}

  AccessToken(Application application, Calls calls, CallRate rate, InstantSource clock) {
    this.application = application;
    this.calls = calls;
    this.rate = rate;
    this.clock = clock;
  }

  /**
   * A token that is good for a while.
   *
   * @throws NoTokenException when none is given
   * @throws IOException when its server cannot be asked
   */
  String get() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      Instant now = clock.instant();
      if (failed.filter(each -> now.isBefore(each.until)).isPresent()) {
        throw new NoTokenException(failed.get().answer);
      }
      if (held.filter(each -> now.isBefore(each.until.minus(EARLY))).isEmpty()) {
        held = Optional.of(fetched());
      }
      return held.get().token;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets this token; one that came meanwhile stays. */
  void drop(String refused) {
    lock.lock();
    try {
      held = held.filter(each -> !each.token.equals(refused));
    } finally {
      lock.unlock();
    }
  }

  // Who waited behind one that got none gets none either, instead of waiting as long again.
  private Held fetched() throws IOException, InterruptedException {
    try {
      return fetch();
    } catch (NoTokenException e) {
      failed = Optional.of(new Failed(e.answer(), clock.instant().plus(SHARED)));
      throw e;
    } catch (IOException e) {
      PdsAnswer answer =
          new PdsAnswer.Unavailable(
              application.token().getRawAuthority() + ": " + PdsClient.words(e), Optional.empty());
      failed = Optional.of(new Failed(answer, clock.instant().plus(SHARED)));
      throw new NoTokenException(answer);
    }
  }

  private Held fetch() throws IOException, InterruptedException {
    // Everybody waits for it.
    rate.await(CallRate.Precedence.FIRST);
    Instant now = clock.instant();
    String form =
        Map.of(
                "grant_type", "client_credentials",
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", assertion(now))
            .entrySet()
            .stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<byte[]> answer =
        calls.send(
            HttpRequest.newBuilder(application.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    JsonNode body = body(answer);
    String token = body.path("access_token").asText("");
    if (answer.statusCode() != 200 || token.isEmpty()) {
      throw new NoTokenException(refusal(answer, body));
    }
    // The service sends the seconds as text.
    long seconds = body.path("expires_in").asLong(0);
    return new Held(token, now.plusSeconds(seconds));
  }

  private static PdsAnswer refusal(HttpResponse<byte[]> answer, JsonNode body) {
    int status = answer.statusCode();
    String told =
        "the token at PDS is not given: HTTP %d %s %s (message id %s)"
            .formatted(
                status,
                body.path("error").asText("-"),
                body.path("error_description").asText("-"),
                body.path("message_id").asText("-"));
    if (status == 400) {
      return new PdsAnswer.Refused(
          status, told + "; the API key, the key's id, or this machine's clock may be wrong", true);
    }
    return PdsClient.isOurs(status)
        ? new PdsAnswer.Refused(status, told, true)
        : new PdsAnswer.Unavailable(told, PdsClient.after(answer));
  }

  private JsonNode body(HttpResponse<byte[]> answer) {
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      return json.createObjectNode();
    }
  }

  private String assertion(Instant now) {
    SigningKey key = application.key().get();
    String apiKey = application.apiKey().get();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS512)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build(),
            new JWTClaimsSet.Builder()
                .issuer(apiKey)
                .subject(apiKey)
                .audience(application.token().toString())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(now.plus(ASSERTION)))
                .build());
    try {
      jwt.sign(new RSASSASigner(key.key()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the key " + key.id() + " of PDS cannot sign", e);
    }
  }
}
