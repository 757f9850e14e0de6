package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.people.ProviderSessions;
import gpcm.oidc.server.Misbehaviour;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.testing.OidcServerExtension;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A logout token ends something only when all of it is right. */
class LogoutTokenTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  private final OidcServer server = provider.server();
  private final String issuer = server.issuer().toString();
  private final Map<String, Object> claims = new HashMap<>();
  private OpenIdProvider client;

  @BeforeEach
  void goodClaims() {
    client = cis2(server);
    claims.put("iss", issuer);
    claims.put("aud", CLIENT);
    claims.put("iat", Instant.now().getEpochSecond());
    claims.put("exp", Instant.now().plusSeconds(120).getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("events", Map.of(LogoutTokenCheck.EVENT, Map.of()));
    claims.put("sid", "a-session");
    claims.put("sub", "910000000001");
  }

  private LogoutOutcome told() {
    return client.loggedOut(server.sign("logout+jwt", claims));
  }

  private static void ignored(LogoutOutcome outcome, LogoutRefusal reason) {
    assertThat(outcome).isEqualTo(new LogoutOutcome.Ignored(reason));
  }

  @Test
  void aGoodOneEndsTheSessionItNames() {
    assertThat(told())
        .isEqualTo(
            new LogoutOutcome.End(
                new ProviderSessions.End(
                    issuer, Optional.of("a-session"), Optional.of("910000000001"))));
  }

  @Test
  void withoutASessionItEndsAllOfThePerson() {
    claims.remove("sid");
    assertThat(told())
        .isEqualTo(
            new LogoutOutcome.End(
                new ProviderSessions.End(issuer, Optional.empty(), Optional.of("910000000001"))));
  }

  @Test
  void aSessionAloneIsEnough() {
    claims.remove("sub");
    assertThat(told())
        .isEqualTo(
            new LogoutOutcome.End(
                new ProviderSessions.End(issuer, Optional.of("a-session"), Optional.empty())));
  }

  @Test
  void withoutExpiryItIsGood() {
    claims.remove("exp");
    assertThat(told()).isInstanceOf(LogoutOutcome.End.class);
  }

  @Test
  void forSeveralClientsItIsForUsToo() {
    claims.put("aud", List.of("another", CLIENT));
    assertThat(told()).isInstanceOf(LogoutOutcome.End.class);
  }

  @Test
  void unsigned() {
    ignored(
        client.loggedOut(server.sign("logout+jwt", claims, Misbehaviour.ALG_NONE)),
        new TokenFault.AlgorithmNotAllowed("none"));
  }

  @Test
  void signedBySharedSecret() {
    ignored(
        client.loggedOut(server.sign("logout+jwt", claims, Misbehaviour.HMAC_SIGNED)),
        new TokenFault.AlgorithmNotAllowed("HS256"));
  }

  @Test
  void wronglySigned() {
    ignored(
        client.loggedOut(server.sign("logout+jwt", claims, Misbehaviour.WRONG_SIGNATURE)),
        new TokenFault.WrongSignature());
  }

  @Test
  void signedByAKeyThatIsNotPublished() {
    ignored(
        client.loggedOut(server.sign("logout+jwt", claims, Misbehaviour.UNKNOWN_KEY)),
        new TokenFault.UnknownKey("a-key-that-is-not-published"));
  }

  @Test
  void noToken() {
    ignored(client.loggedOut("nonsense"), new TokenFault.Unreadable("no JWT"));
    ignored(client.loggedOut("x".repeat(100_000)), new TokenFault.Unreadable("longer than 64 KiB"));
  }

  @Test
  void ofAnotherIssuer() {
    claims.put("iss", "https://elsewhere.example");
    ignored(told(), new LogoutRefusal.LogoutOfOtherIssuer("https://elsewhere.example"));
  }

  @Test
  void forAnotherClient() {
    claims.put("aud", "another");
    ignored(told(), new LogoutRefusal.LogoutForOther("[another]"));
  }

  @Test
  void issuedTooLongAgo() {
    claims.put("iat", Instant.now().minusSeconds(400).getEpochSecond());
    ignored(told(), new LogoutRefusal.LogoutNotOfNow());
  }

  @Test
  void issuedInTheFuture() {
    claims.put("iat", Instant.now().plusSeconds(120).getEpochSecond());
    ignored(told(), new LogoutRefusal.LogoutNotOfNow());
  }

  @Test
  void issuedNobodySaysWhen() {
    claims.remove("iat");
    ignored(told(), new LogoutRefusal.LogoutNotOfNow());
  }

  @Test
  void expired() {
    claims.put("exp", Instant.now().minusSeconds(61).getEpochSecond());
    ignored(told(), new LogoutRefusal.LogoutExpired());
  }

  @Test
  void withoutTheEvent() {
    claims.put("events", Map.of("http://schemas.openid.net/event/other", Map.of()));
    ignored(told(), new LogoutRefusal.NoLogoutEvent());
  }

  @Test
  void withoutEvents() {
    claims.remove("events");
    ignored(told(), new LogoutRefusal.NoLogoutEvent());
  }

  /** As an id token has one: it must never serve as a logout token. */
  @Test
  void withANonce() {
    claims.put("nonce", "n");
    ignored(told(), new LogoutRefusal.HasNonce());
  }

  @Test
  void namingNobody() {
    claims.remove("sid");
    claims.remove("sub");
    ignored(told(), new LogoutRefusal.NobodyNamed());
  }

  @Test
  void withoutAnId() {
    claims.remove("jti");
    ignored(told(), new LogoutRefusal.NoTokenId());
  }

  @Test
  void comingTwice() {
    assertThat(told()).isInstanceOf(LogoutOutcome.End.class);
    ignored(told(), new LogoutRefusal.SeenBefore());
  }

  @Test
  void withAClaimOfAnotherKind() {
    claims.put("sid", List.of("a-session"));
    ignored(told(), new TokenFault.Unreadable("a claim is of another kind"));
  }

  @Test
  void theProvidersOwnIsGood() {
    server.add(gpcm.oidc.server.RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK));
    SignedIn person = only(signIn(client, "clinician"));
    claims.put("sid", person.providerSession().orElseThrow());
    assertThat(told())
        .isInstanceOfSatisfying(
            LogoutOutcome.End.class,
            end -> assertThat(end.what().session()).isEqualTo(person.providerSession()));
  }
}
