package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.people.Directory;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import gpcm.oidc.testing.OidcServerExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An administrator shuts accounts, opens them, and ends sessions of others, over real HTTP. */
class ShutAccountsTest {
  private static final String PASSWORD = "four plain words here";
  private static final Rate PLENTY = new Rate(100_000, Duration.ofSeconds(1));

  @Running static TestNetwork network;

  @RegisterExtension
  static final OidcServerExtension provider =
      OidcServerExtension.with(builder -> builder.clock(() -> network.served().clock().instant()));

  @TempDir Path folder;
  private final String user = "b.fictional." + UUID.randomUUID();
  private Directory directory;
  private Person person;
  private SignInSite site;
  private Visitor visitor;
  private Visitor administrator;

  @BeforeEach
  void somebodyHasAnAccount() throws Exception {
    directory = network.node().directory();
    person = directory.accounts().create(user, "B. Fictional", PASSWORD);
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    site =
        SignInSite.start(
                network,
                folder,
                "  local-accounts: true\n  providers:\n"
                    + SignInSite.provider("stand-in", "cis2", provider.server(), ""),
                HttpSettings.defaults().with(new LimitSettings(PLENTY, PLENTY, PLENTY)))
            .registerAt(provider.server());
    visitor = site.visitor();
    administrator = administratorOf(TestNetwork.HUB);
  }

  @AfterEach
  void stop() {
    administrator.close();
    visitor.close();
    site.close();
  }

  private Visitor administratorOf(String organisation) {
    Visitor one = site.visitor();
    one.put(
        Cookies.SESSION,
        Credentials.session(network.served(), organisation, Role.ADMINISTRATOR, Role.AUDITOR));
    return one;
  }

  private Answer password(Visitor who) throws Exception {
    return password(who, "");
  }

  private Answer password(Visitor who, String more) throws Exception {
    who.get("/sign-in");
    return who.postWith(
        "/sign-in",
        "user=%s&password=four+plain+words+here%s".formatted(user, more),
        who.cookie(Cookies.FORM));
  }

  private Answer decide(String what) throws Exception {
    return decide(administrator, person, what);
  }

  private static Answer decide(Visitor by, Person whom, String what) throws Exception {
    return by.post("/people/" + whom.id() + "/" + what, "reason=has+left");
  }

  private void shut() throws Exception {
    Answer answer = decide("shut");
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
  }

  private List<AuditEntry> entries(Action action) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.HUB, 5).doing(List.of(action)));
  }

  @Test
  void itsSessionsEndOnEveryNodeWithTheNextRequest() throws Exception {
    password(visitor);
    assertThat(visitor.get("/outbox").status()).isEqualTo(200);
    try (SignInSite otherNode = SignInSite.start(network, folder, "  local-accounts: true\n");
        Visitor there = otherNode.visitor()) {
      there.put(Cookies.SESSION, visitor.cookie(Cookies.SESSION));
      assertThat(there.get("/outbox").status()).isEqualTo(200);
      shut();
      assertThat(there.get("/outbox").header("Location")).startsWith("/sign-in");
    }
    assertThat(visitor.get("/outbox").header("Location")).startsWith("/sign-in");
  }

  @Test
  void itsPasswordOpensNothing() throws Exception {
    shut();
    Answer refused = password(visitor);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("Your account is shut.");
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
    AuditEntry entry = entries(Action.SIGN_IN_REFUSED).getFirst();
    assertThat(entry.actor().id()).isEqualTo(person.id().toString());
    assertThat(entry.outcome().code()).contains("account shut");
  }

  @Test
  void aWrongPasswordDoesNotTellThatItIsShut() throws Exception {
    shut();
    visitor.get("/sign-in");
    assertThat(visitor.post("/sign-in", "user=%s&password=another".formatted(user)).text())
        .contains("The user name or the password is wrong.")
        .doesNotContain("account is shut");
  }

  @Test
  void aLinkThatWasMadeBeforeOpensNothing() throws Exception {
    String key =
        directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test");
    shut();
    visitor.get("/sign-in/link?key=" + key);
    Answer refused = visitor.post("/sign-in/link", "key=" + key);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("Your account is shut.");
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
  }

  @Test
  void noLinkIsMadeForIt() throws Exception {
    shut();
    Answer refused = decide("link");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("open the account first");
  }

  @Test
  void itsProviderLeadsNobodyIn() throws Exception {
    visitor.signIn("sender");
    assertThat(visitor.get("/outbox").status()).isEqualTo(200);
    Person sender =
        directory
            .people()
            .known(
                provider.server().issuer().toString(),
                "910000000003",
                "Sender Persona-Example",
                Optional.of("910000000003"));
    assertThat(decide(administrator, sender, "shut").status()).isEqualTo(303);
    assertThat(visitor.get("/outbox").status()).isEqualTo(303);
    Answer turned = visitor.signIn("sender");
    assertThat(turned.status()).isEqualTo(403);
    assertThat(turned.text()).contains("You were not signed in", "blocked");
    assertThat(visitor.get("/outbox").status()).isEqualTo(303);
    assertThat(entries(Action.SIGN_IN_REFUSED).getFirst().outcome().code())
        .contains("account shut");
    assertThat(decide(administrator, sender, "open").status()).isEqualTo(303);
    assertThat(visitor.signIn("sender").status()).isEqualTo(303);
  }

  @Test
  void keysOfMachinesGoOn() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB, Permission.SEE_OUTBOX);
    shut();
    assertThat(visitor.get("/api/v1/documents", "Authorization", "Bearer " + key).status())
        .isEqualTo(200);
  }

  @Test
  void whatWasShutIsOpenedWithTheRolesItHad() throws Exception {
    password(visitor);
    String earlier = visitor.cookie(Cookies.SESSION);
    shut();
    assertThat(administrator.get("/people").text()).contains("has left", "Open the account again");
    assertThat(decide("open").status()).isEqualTo(303);
    visitor.put(Cookies.SESSION, earlier);
    assertThat(visitor.get("/outbox").status()).as("the session before").isEqualTo(303);
    assertThat(password(visitor).status()).isEqualTo(303);
    assertThat(visitor.get("/outbox").text()).contains("sender at A99901");
  }

  @Test
  void aSessionThatBeganMeanwhileDoesNotComeToLife() throws Exception {
    shut();
    String late =
        directory
            .sessions()
            .begin(
                new SignIn(
                    person,
                    TestNetwork.HUB,
                    Set.of(),
                    Set.of(),
                    Optional.empty(),
                    1,
                    network.served().clock().instant()),
                "127.0.0.1",
                "a test");
    visitor.put(Cookies.SESSION, late);
    assertThat(visitor.get("/outbox").status()).isEqualTo(303);
    decide("open");
    visitor.put(Cookies.SESSION, late);
    assertThat(visitor.get("/outbox").status()).isEqualTo(303);
  }

  @Test
  void nobodyShutsTheirOwn() throws Exception {
    password(visitor);
    directory.people().give(person.id(), TestNetwork.HUB, Role.ADMINISTRATOR, "a test");
    Answer refused = decide(visitor, person, "shut");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("ask another administrator");
    assertThat(visitor.get("/people").status()).isEqualTo(200);
  }

  @Test
  void theLastAdministratorIsNotShut() throws Exception {
    network.execute(
        "update role_assignment set withdrawn_at = now() where organisation = 'A99901' and role ="
            + " 'administrator'");
    directory.people().give(person.id(), TestNetwork.HUB, Role.ADMINISTRATOR, "a test");
    Answer refused = decide("shut");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("no administrator left");
    assertThat(password(visitor).status()).isEqualTo(303);
  }

  @Test
  void atAnotherOrganisationTheyGoOn() throws Exception {
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.CLERK, "a test");
    password(visitor, "&organisation=A99902");
    shut();
    assertThat(visitor.get("/worklist").text()).contains("clerk at A99902");
    try (Visitor again = site.visitor()) {
      assertThat(password(again).status()).isEqualTo(303);
      assertThat(again.get("/worklist").text()).contains("clerk at A99902");
    }
    try (Visitor chosen = site.visitor()) {
      assertThat(password(chosen, "&organisation=A99901").status()).isEqualTo(403);
    }
  }

  @Test
  void anAdministratorOfAnotherOrganisationShutsNobodyHere() throws Exception {
    try (Visitor other = administratorOf(TestNetwork.PRACTICE)) {
      for (String what : List.of("shut", "sessions/end")) {
        assertThat(decide(other, person, what).status()).as(what).isEqualTo(404);
      }
    }
    assertThat(password(visitor).status()).isEqualTo(303);
  }

  @Test
  void shuttingAndOpeningStandInTheLogWithWhoWhomAndWhy() throws Exception {
    password(visitor);
    shut();
    decide("open");
    AuditEntry shut = entries(Action.ACCOUNT_SHUT).getFirst();
    assertThat(shut.actor().roles()).contains("administrator");
    assertThat(shut.change().before()).contains("account of person " + person.id() + " open");
    assertThat(shut.change().after()).contains("shut, 1 sessions ended");
    assertThat(shut.reason()).contains("has left");
    AuditEntry opened = entries(Action.ACCOUNT_OPENED).getFirst();
    assertThat(opened.change().after()).contains("open");
    assertThat(opened.reason()).contains("has left");
  }

  @Test
  void sessionsOfSomebodyAreEndedAndTheyMaySignInAgain() throws Exception {
    password(visitor);
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.CLERK, "a test");
    try (Visitor elsewhere = site.visitor()) {
      password(elsewhere, "&organisation=A99902");
      assertThat(decide("sessions/end").status()).isEqualTo(303);
      assertThat(visitor.get("/outbox").header("Location")).startsWith("/sign-in");
      assertThat(elsewhere.get("/worklist").status()).as("at another").isEqualTo(200);
    }
    AuditEntry ended = entries(Action.SESSIONS_ENDED).getFirst();
    assertThat(ended.change().before()).contains("1 sessions of person " + person.id());
    assertThat(ended.reason()).contains("has left");
    assertThat(password(visitor, "&organisation=A99901").status()).isEqualTo(303);
  }
}
