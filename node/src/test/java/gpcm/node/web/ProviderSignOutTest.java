package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Sentence;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.oidc.server.LogoutDelivery;
import gpcm.oidc.server.Misbehaviour;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.testing.OidcServerExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Signing out, from here and from the provider. */
class ProviderSignOutTest {
  private static final String BACK_CHANNEL = "/sign-in/back-channel-logout";

  @Running static TestNetwork network;
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();
  @TempDir Path folder;
  private final OidcServer server = provider.server();
  private SignInSite site;
  private SignInSite otherNode;
  private Visitor visitor;

  @BeforeEach
  void serve() throws Exception {
    String signIn = "  providers:\n" + SignInSite.provider("stand-in", "cis2", server, "");
    otherNode = SignInSite.start(network, folder, signIn);
    site = SignInSite.start(network, folder, signIn).registerAt(server);
    visitor = site.visitor();
  }

  @AfterEach
  void stop() {
    visitor.close();
    site.close();
    otherNode.close();
  }

  @Test
  void signingOutLeadsToTheProviderByAPageAndBack() throws Exception {
    visitor.signIn("clerk");
    String session = visitor.cookie(Cookies.SESSION);
    Answer out = visitor.post("/sign-out", "");
    assertThat(out.status()).as("browsers let no form lead to another site").isEqualTo(200);
    String text = out.text();
    String address =
        text.replaceFirst("(?s).*http-equiv=\"refresh\" content=\"0; url=([^\"]+)\".*", "$1")
            .replace("&amp;", "&");
    assertThat(address).startsWith(server.issuer() + "/").contains("id_token_hint=eyJ");
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();

    assertThat(visitor.get(address).header("Location")).isEqualTo(site.at("/sign-in").toString());
    visitor.put(Cookies.SESSION, session);
    assertThat(visitor.get("/").header("Location")).isEqualTo("/sign-in");
  }

  /** As when a smartcard is taken out: told to one node, known to all. */
  @Test
  void whatEndsAtTheProviderEndsOnEveryNodeAtOnce() throws Exception {
    visitor.signIn("clinician");
    try (Visitor elsewhere = otherNode.visitor()) {
      elsewhere.put(Cookies.SESSION, visitor.cookie(Cookies.SESSION));
      assertThat(elsewhere.get("/").status()).isEqualTo(200);
      assertThat(server.endSessions("clinician")).anyMatch(LogoutDelivery::taken);
      assertThat(visitor.get("/").status()).isEqualTo(303);
      assertThat(elsewhere.get("/").status()).isEqualTo(303);
    }
  }

  @Test
  void theAuditLogNamesWhomTheProviderSignedOutWhereTheyWereAndNowhereElse() throws Exception {
    visitor.signIn("clinician");
    int elsewhere = endedAt(TestNetwork.HUB).size();
    server.endSessions("clinician");
    assertThat(endedAt(TestNetwork.HUB)).hasSize(elsewhere);
    assertThat(Sentence.of(endedAt(TestNetwork.PRACTICE).getFirst()))
        .startsWith("Clinician Persona-Example")
        .contains("ended by the provider", server.issuer().toString());
  }

  @Test
  void whatCannotBeToldDoesNotEnd() throws Exception {
    visitor.signIn("sender");
    String token = server.sign("logout+jwt", token());
    Answer refused = network.refusingAudit(() -> told(token));
    assertThat(refused.status()).as(refused.text()).isEqualTo(500);
    assertThat(visitor.get("/").status()).isEqualTo(200);
    assertThat(told(token).status()).as("the provider says it again").isEqualTo(200);
    assertThat(visitor.get("/").status()).isEqualTo(303);
  }

  private static List<AuditEntry> endedAt(String organisation) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(organisation, 1001).doing(List.of(Action.SIGN_IN_ENDED)));
  }

  @Test
  void othersStaySignedIn() throws Exception {
    visitor.signIn("clerk");
    try (Visitor another = site.visitor()) {
      another.signIn("auditor");
      server.endSessions("clerk");
      assertThat(another.get("/").status()).isEqualTo(200);
    }
  }

  private Map<String, Object> token() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", server.issuer().toString());
    claims.put("aud", SignInSite.CLIENT);
    claims.put("iat", Instant.now().getEpochSecond());
    claims.put("exp", Instant.now().plusSeconds(120).getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    claims.put("sub", "910000000003");
    return claims;
  }

  private Answer told(String token) throws Exception {
    try (Visitor theProvider = site.visitor()) {
      return theProvider.post(BACK_CHANNEL, "logout_token=" + token);
    }
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void withoutASessionNamedAllOfThePersonEnd() throws Exception {
    visitor.signIn("sender");
    try (Visitor second = site.visitor()) {
      second.signIn("sender");
      Answer answer = told(server.sign("logout+jwt", token()));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(visitor.get("/").status()).isEqualTo(303);
      assertThat(second.get("/").status()).isEqualTo(303);
    }
  }

  @Test
  void aTokenThatMatchesNothingIsTaken() throws Exception {
    Map<String, Object> claims = token();
    claims.put("sid", "a-session-of-nobody");
    assertThat(told(server.sign("logout+jwt", claims)).status()).isEqualTo(200);
  }

  /** The end of a shift: more than anybody may try to sign in. */
  @Test
  void aProviderMayTellOfManyAtOnce() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThat(told(server.sign("logout+jwt", token())).status()).isEqualTo(200);
    }
  }

  @Test
  void aTokenCountsOnce() throws Exception {
    String token = server.sign("logout+jwt", token());
    assertThat(told(token).status()).isEqualTo(200);
    assertRefused(told(token));
  }

  @Test
  void aWrongTokenEndsNothing() throws Exception {
    visitor.signIn("sender");
    assertRefused(told(server.sign("logout+jwt", token(), Misbehaviour.WRONG_SIGNATURE)));
    assertRefused(told("no-token-at-all"));
    assertThat(visitor.get("/").status()).isEqualTo(200);
  }

  @Test
  void withoutATokenItIsAWrongRequest() throws Exception {
    assertRefused(told(""));
  }

  /** Cookies of a browser count for nothing there. */
  @Test
  void aPageOfAnotherSiteEndsNothing() throws Exception {
    visitor.signIn("sender");
    Answer answer =
        visitor.post(
            BACK_CHANNEL,
            "logout_token=" + server.sign("logout+jwt", token()),
            "Origin",
            "https://attacker.example");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(visitor.get("/").status()).isEqualTo(200);
  }
}
