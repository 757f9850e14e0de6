package gpcm.oidc.server;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Codes and access tokens that are out. Thread-safe. */
final class Grants {
  static final Duration CODE_LIFETIME = Duration.ofSeconds(60);
  static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Map<String, Issued> codes = new ConcurrentHashMap<>();
  private final Map<String, String> spent = new ConcurrentHashMap<>();
  private final Map<String, Issued> tokens = new ConcurrentHashMap<>();

  Grants(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What was granted.
   *
   * @param client the id of whom it was granted to
   * @param redirect where the code went
   * @param challenge PKCE's, of method S256
   * @param nonce empty when there was none
   * @param scopes those that were asked for
   * @param session whose
   */
  record Grant(
      String client,
      URI redirect,
      String challenge,
      Optional<String> nonce,
      Set<String> scopes,
      ProviderSession session) {}

  private record Issued(Grant grant, Instant until) {}

  String code(Grant grant) {
    Instant now = clock.instant();
    codes.values().removeIf(each -> each.until().isBefore(now));
    tokens.values().removeIf(each -> each.until().isBefore(now));
    spent.values().removeIf(token -> !tokens.containsKey(token));
    String code = RandomText.next();
    codes.put(code, new Issued(grant, now.plus(CODE_LIFETIME)));
    return code;
  }

  /**
   * Takes the code, which can be had once. Coming a second time it also ends the token that was
   * given for it (RFC 6749, 4.1.2).
   */
  Optional<Grant> redeem(String code) {
    String token = spent.remove(code);
    if (token != null) {
      tokens.remove(token);
    }
    return good(codes.remove(code));
  }

  String token(String code, Grant grant) {
    String token = RandomText.next();
    tokens.put(token, new Issued(grant, clock.instant().plus(TOKEN_LIFETIME)));
    spent.put(code, token);
    return token;
  }

  Optional<Grant> ofToken(String token) {
    return good(tokens.get(token));
  }

  private Optional<Grant> good(Issued issued) {
    return Optional.ofNullable(issued)
        .filter(each -> clock.instant().isBefore(each.until()))
        .map(Issued::grant);
  }
}
