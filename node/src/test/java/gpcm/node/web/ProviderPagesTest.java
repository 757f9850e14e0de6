package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.oidc.server.LogoutDelivery;
import gpcm.oidc.server.Misbehaviour;
import gpcm.oidc.server.Persona;
import gpcm.oidc.testing.OidcServerExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in at a provider, over real HTTP from the page of sign-in to the node's own pages. */
class ProviderPagesTest {
  @Running static TestNetwork network;

  @RegisterExtension
  static final OidcServerExtension provider =
      OidcServerExtension.with(builder -> builder.clock(() -> network.served().clock().instant()));

  /** Of another kind, whose people may work for several organisations. */
  @RegisterExtension
  static final OidcServerExtension other =
      OidcServerExtension.with(
          builder ->
              builder
                  .clock(() -> network.served().clock().instant())
                  .personas(List.of(ofSeveral("one"), ofSeveral("two"))));

  @TempDir Path folder;
  private SignInSite site;
  private Visitor visitor;

  private static Persona ofSeveral(String id) {
    return new Persona(
        id,
        "works for two organisations",
        new Persona.Name("Number " + id, "Persona-Example"),
        id.equals("one") ? "910000000901" : "910000000902",
        3,
        List.of("AAL2_TOTP"),
        List.of(),
        List.of(),
        Map.of(
            "realm_access",
            Map.of("roles", List.of("office")),
            "ods_codes",
            List.of(TestNetwork.HUB, TestNetwork.PRACTICE)),
        Misbehaviour.NONE);
  }

  @BeforeEach
  void serve() throws Exception {
    site =
        SignInSite.start(
                network,
                folder,
                "  providers:\n"
                    + SignInSite.provider("stand-in", "cis2", provider.server(), "")
                    + SignInSite.provider(
                        "other",
                        "keycloak",
                        other.server(),
                        "levels: [AAL2_TOTP = 2]\nroles: [office = clerk, office@A99901 = sender]"))
            .registerAt(provider.server())
            .registerAt(other.server());
    visitor = site.visitor();
  }

  @AfterEach
  void stop() {
    visitor.close();
    site.close();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          clerk, Clerk Persona-Example, clerk at A99902
          clinician, Clinician Persona-Example, clinician at A99902
          sender, Sender Persona-Example, clerk and sender at A99901
          operator, Operator Persona-Example, operator at A99902
          auditor, Auditor Persona-Example, auditor at A99902
          administrator, Administrator Persona-Example, clerk and administrator at A99902
          several-roles:555000000007, Several roles Persona-Example, clerk at A99902
          several-roles:555000000008, Several roles Persona-Example, clinician at A99902
          several-roles:555000000009, Several roles Persona-Example, clerk and sender at A99901
          """)
  void whoFitsIsSignedInAsWhatTheyAre(String persona, String name, String roles) throws Exception {
    Answer in = visitor.signIn(persona);
    assertThat(in.status()).as(in.text()).isEqualTo(303);
    assertThat(in.header("Location")).isEqualTo("/");
    assertThat(visitor.get("/").text()).containsPattern("<bdi>" + name + "</bdi>.*</a>, " + roles);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          wrong-signature, wrong-signature
          alg-none, algorithm-not-allowed
          hmac-signed, algorithm-not-allowed
          unknown-key, unknown-key
          wrong-issuer, wrong-issuer
          wrong-audience, wrong-audience
          several-audiences, wrong-authorized-party
          expired, expired
          issued-later, issued-in-future
          wrong-nonce, wrong-nonce
          missing-nonce, wrong-nonce
          no-id-token, no-id-token
          wrong-access-token-hash, wrong-access-token-hash
          unreadable-userinfo, user-info-unreadable
          other-userinfo-sub, user-info-of-another
          other-uid, uid-of-another
          stale-auth-time, authentication-too-old
          missing-auth-time, auth-time-missing
          missing-acr, acr-missing
          unknown-acr, acr-unknown
          contradicting-level, level-contradicts
          password-only, level-too-low
          missing-identity-level, identity-level-missing
          low-identity, identity-level-too-low
          no-role, no-role
          no-role-selected, no-role-selected
          role-from-nowhere, selected-role-unknown
          elsewhere, organisation-not-served
          unmapped-role, role-gives-nothing
          """)
  void whoDoesNotIsToldWhyAndHasNoSession(String persona, String reason) throws Exception {
    assertTurned(visitor.signIn(persona), reason);
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
    assertThat(visitor.get("/").header("Location")).isEqualTo("/sign-in");
  }

  @Test
  void theAuditLogSaysWhoWasTurnedAwayAtWhichProvider() throws Exception {
    assertTurned(visitor.signIn("password-only"), "level-too-low");
    assertThat(lastRefused().outcome().code()).contains("level-too-low");
    assertThat(lastRefused().actor().name().orElseThrow())
        .matches("[0-9]{12} at " + Pattern.quote(provider.server().issuer().toString()));
  }

  /** A signature that is not the provider's proves nothing of whom the token names. */
  @Test
  void nobodyIsNamedByATokenThatProvesNothing() throws Exception {
    assertTurned(visitor.signIn("wrong-signature"), "wrong-signature");
    assertThat(lastRefused().actor().name())
        .contains("somebody at " + provider.server().issuer().toString());
  }

  private static AuditEntry lastRefused() {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.PRACTICE, 1).doing(List.of(Action.SIGN_IN_REFUSED)))
        .getFirst();
  }

  private static void assertTurned(Answer answer, String reason) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.text())
        .contains("You were not signed in", "<code>" + reason + "</code>")
        .doesNotContain("eyJ");
    assertThat(answer.response().headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith(Cookies.SESSION + "="));
  }

  @Test
  void anAnswerCountsOnce() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    String kept = visitor.cookie(Cookies.PROVIDER);
    assertThat(visitor.get(back).status()).isEqualTo(303);
    try (Visitor thief = site.visitor()) {
      thief.put(Cookies.PROVIDER, kept);
      assertTurned(thief.get(back), "state-unknown");
    }
  }

  @Test
  void inABrowserThatDidNotBeginItIsNoAnswer() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    try (Visitor another = site.visitor()) {
      assertTurned(another.get(back), "other-browser");
    }
  }

  /** Else somebody could be signed in as somebody else without noticing. */
  @Test
  void inABrowserThatBeganAnotherItIsNoAnswer() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    try (Visitor another = site.visitor()) {
      another.get("/sign-in/at/stand-in");
      assertTurned(another.get(back), "other-browser");
    }
  }

  @Test
  void theAnswerOfAProviderIsNoneToWhatAnotherWasAsked() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    visitor.get("/sign-in/at/other");
    assertTurned(visitor.get(back), "state-unknown");
  }

  /** A state of the one and a code of the other. */
  @Test
  void whatSaysThatItIsOfAnotherProviderIsMixedUp() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    String mixed =
        back.replaceFirst(
            "iss=[^&]*", "iss=" + Visitor.encoded(other.server().issuer().toString()));
    assertThat(mixed).isNotEqualTo(back);
    assertTurned(visitor.get(mixed), "mixed-up");
  }

  @Test
  void anAnswerComesTooLateAfterTenMinutes() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    network.advance(Duration.ofMinutes(10));
    assertTurned(visitor.get(back), "state-too-old");
  }

  @Test
  void whatTheProviderRefusesIsTold() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    String refused = back.replaceFirst("code=[^&]*", "error=access_denied");
    assertTurned(visitor.get(refused), "provider-refused");
  }

  @Test
  void aProviderThatIsNotThereIsNoAddress() throws Exception {
    assertThat(visitor.get("/sign-in/at/nobody").status()).isEqualTo(404);
  }

  @Test
  void thePageThatSomebodyWantedComesAfterwards() throws Exception {
    Answer asked = visitor.get("/worklist?state=open&search=a%26b");
    String to = asked.header("Location");
    assertThat(to).startsWith("/sign-in?to=");
    String link = link(visitor.get(to), "/sign-in/at/stand-in");
    assertThat(visitor.signIn(link, "clerk").header("Location"))
        .isEqualTo("/worklist?state=open&search=a%26b");
  }

  /** The address of a link of a page, as a browser reads it. */
  private static String link(Answer page, String begins) {
    String text = page.text();
    int at = text.indexOf("href=\"" + begins);
    assertThat(at).as(text).isPositive();
    return text.substring(at + 6, text.indexOf('"', at + 6)).replace("&amp;", "&");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://attacker.example/",
        "//attacker.example/",
        "/\\attacker.example/",
        "/%09/attacker.example",
        "\\\\attacker.example",
        "%2f%2fattacker.example",
        "javascript:alert(1)",
        "/sign-out",
      })
  void signingInLeadsNowhereElse(String to) throws Exception {
    Answer in = visitor.signIn("/sign-in/at/stand-in?to=" + Visitor.encoded(to), "clerk");
    assertThat(in.header("Location")).isIn("/", "/%09/attacker.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ok\r\nLocation: //attacker.example", "/\t/attacker.example"})
  void controlCharactersAreRefused(String to) throws Exception {
    assertThat(visitor.get("/sign-in/at/stand-in?to=" + Visitor.encoded(to)).status())
        .isEqualTo(400);
  }

  /** The cookie comes from the browser, which may hold whatever somebody laid there. */
  @Test
  void aCookieLeadsNowhereElseEither() throws Exception {
    String back = visitor.asPersona("/sign-in/at/stand-in", "clerk");
    String[] parts = visitor.cookie(Cookies.PROVIDER).split("\\.", -1);
    String evil =
        Base64.getUrlEncoder()
            .encodeToString("//attacker.example".getBytes(StandardCharsets.UTF_8));
    visitor.put(Cookies.PROVIDER, parts[0] + "." + parts[1] + "." + evil);
    assertThat(visitor.get(back).header("Location")).isEqualTo("/");
  }

  @Test
  void aSessionThatWasLaidOutBeforehandIsNotTakenOver() throws Exception {
    visitor.signIn("clerk");
    String laidOut = visitor.cookie(Cookies.SESSION);
    try (Visitor victim = site.visitor()) {
      victim.put(Cookies.SESSION, laidOut);
      victim.signIn("clinician");
      assertThat(victim.cookie(Cookies.SESSION)).isNotEmpty().isNotEqualTo(laidOut);
      assertThat(victim.get("/").text()).contains("clinician at A99902");
    }
    assertThat(visitor.get("/").status()).as("the one before has ended").isEqualTo(303);
  }

  @Test
  void cookiesAreForThisHostAloneAndHiddenFromScripts() throws Exception {
    Answer begun = visitor.get("/sign-in/at/stand-in");
    Answer in = visitor.signIn("clerk");
    Answer chosen = visitor.signIn("/sign-in/at/other?for=nothing", "one");
    for (Answer each : List.of(begun, in, chosen)) {
      assertThat(each.response().headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allSatisfy(
              cookie ->
                  assertThat(cookie)
                      .startsWith("__Host-gpcm")
                      .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                      .doesNotContain("Domain"));
    }
  }

  @Test
  void whoMayWorkForSeveralChoosesOnce() throws Exception {
    Answer asked = visitor.signIn("/sign-in/at/other?to=%2Foutbox", "one");
    assertThat(asked.header("Location")).isEqualTo("/sign-in/choice");
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
    assertThat(visitor.get("/sign-in/choice").text())
        .containsPattern(">A99901</button>\\s+as sender")
        .containsPattern(">A99902</button>\\s+as clerk");
    String secret = visitor.cookie(Cookies.CHOICE);
    Answer in = visitor.post("/sign-in/choice", "organisation=A99901");
    assertThat(in.header("Location")).as(in.text()).isEqualTo("/outbox");
    assertThat(visitor.get("/").text()).contains("sender at A99901");
    assertThat(visitor.cookie(Cookies.CHOICE)).isEmpty();

    try (Visitor thief = site.visitor()) {
      thief.put(Cookies.CHOICE, secret);
      assertThat(thief.get("/sign-in/choice").header("Location")).isEqualTo("/sign-in");
      thief.get("/sign-in");
      assertTurned(thief.post("/sign-in/choice", "organisation=A99902"), "choice-gone");
    }
  }

  /** As when a smartcard is taken out while the organisations to choose from are on the screen. */
  @Test
  void whomTheProviderSignsOutAtTheChoiceGetsNoSession() throws Exception {
    visitor.signIn("/sign-in/at/other", "one");
    visitor.get("/sign-in/choice");
    assertThat(other.server().endSessions("one")).isNotEmpty().allMatch(LogoutDelivery::taken);
    assertTurned(visitor.post("/sign-in/choice", "organisation=A99901"), "choice-gone");
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
  }

  @Test
  void aChoiceComesTooLateAfterTenMinutes() throws Exception {
    visitor.signIn("/sign-in/at/other", "one");
    visitor.get("/sign-in/choice");
    network.advance(Duration.ofMinutes(10));
    assertTurned(visitor.post("/sign-in/choice", "organisation=A99901"), "choice-gone");
  }

  @Test
  void whatWasNotOfferedIsNotChosen() throws Exception {
    visitor.signIn("/sign-in/at/other", "one");
    visitor.get("/sign-in/choice");
    assertTurned(visitor.post("/sign-in/choice", "organisation=A99904"), "choice-gone");
  }

  @Test
  void aChoiceIsMadeOnAPageOfThisBrowser() throws Exception {
    visitor.signIn("/sign-in/at/other", "one");
    visitor.get("/sign-in/choice");
    assertThat(
            visitor
                .postWith("/sign-in/choice", "organisation=A99901", "another-browser-altogether")
                .status())
        .isEqualTo(403);
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
    assertThat(visitor.post("/sign-in/choice", "organisation=A99901").status())
        .as("the choice is still there")
        .isEqualTo(303);
  }

  /** What somebody else is signed in as says nothing about where this person wants to work. */
  @Test
  void whoSignsInInAnothersPlaceChoosesToo() throws Exception {
    visitor.signIn("/sign-in/at/other", "one");
    visitor.get("/sign-in/choice");
    visitor.post("/sign-in/choice", "organisation=A99901");
    assertThat(visitor.signIn("/sign-in/at/other", "one").header("Location"))
        .as("the same person goes on where they are")
        .isEqualTo("/");
    assertThat(visitor.signIn("/sign-in/at/other", "two").header("Location"))
        .isEqualTo("/sign-in/choice");
  }

  @Test
  void theNationalRoleStandsInTheAuditLog() throws Exception {
    visitor.signIn("auditor");
    visitor.get("/audit");
    List<AuditEntry> entries =
        network
            .served()
            .audited()
            .search()
            .find(
                AuditQuery.newest(TestNetwork.PRACTICE, 2)
                    .doing(List.of(Action.SIGN_IN_DONE, Action.AUDIT_READ)));
    assertThat(entries)
        .extracting(AuditEntry::action)
        .containsExactly(Action.AUDIT_READ, Action.SIGN_IN_DONE);
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.actor().nationalRole()).contains("R0001");
              assertThat(entry.actor().roleProfile()).contains("555000000005");
            });
    assertThat(visitor.get("/audit").text())
        .contains("Auditor Persona-Example (national role R0001, profile 555000000005)");
    assertThat(visitor.post("/audit/export", "format=csv").text())
        .contains("\"National role profile\"", "\"555000000005\"");
  }

  @Test
  void whomAnAdministratorShutOutStaysOut() throws Exception {
    visitor.signIn("operator");
    network.execute(
        """
        insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
        select gen_random_uuid(), id, 'A99902', 'a test', id, now() from person
        where issuer = '%s' and subject = '910000000004'
        """
            .formatted(provider.server().issuer()));
    try {
      assertThat(visitor.get("/").status()).isEqualTo(303);
      assertTurned(visitor.signIn("operator"), "blocked");
    } finally {
      network.execute("delete from account_shut");
    }
  }

  @Test
  void whoProvesItAgainGoesOnAndNobodyElseDoes() throws Exception {
    visitor.signIn("administrator");
    network.advance(Duration.ofMinutes(10));
    visitor.get("/people");
    network.advance(Duration.ofMinutes(10));
    Answer stale =
        visitor.post(
            "/people/" + UUID.randomUUID() + "/roles",
            "role=clerk&reason=a+test",
            "Referer",
            site.at("/people").toString());
    assertThat(stale.status()).as(stale.text()).isEqualTo(403);
    assertThat(stale.text()).contains("Sign in again", "name=\"to\" value=\"/people\"");

    String again = link(visitor.get("/sign-in?to=%2Fpeople"), "/sign-in/at/stand-in");
    assertThat(again).contains("for=again");
    String before = visitor.cookie(Cookies.SESSION);
    assertTurned(visitor.signIn(again, "clerk"), "other-person");
    assertThat(visitor.cookie(Cookies.SESSION)).isEqualTo(before);

    assertThat(visitor.signIn(again, "administrator").header("Location")).isEqualTo("/people");
    assertThat(visitor.cookie(Cookies.SESSION)).isNotEqualTo(before);
    assertThat(
            visitor
                .post("/people/" + UUID.randomUUID() + "/roles", "role=clerk&reason=a+test")
                .status())
        .as("fresh enough, and there is no such person")
        .isEqualTo(404);
  }
}
