package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.oidc.testing.OidcServerExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where everybody signs in at a provider, nothing leads in to accounts of the node's own. */
class LocalAccountsOffTest {
  private static final String PASSWORD = "four plain words here";

  @Running static TestNetwork network;
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();
  @TempDir Path folder;
  private final String user = "b.fictional." + UUID.randomUUID();
  private Person person;
  private SignInSite site;
  private Visitor visitor;

  @BeforeEach
  void somebodyStillHasAnAccount() throws Exception {
    Directory directory = network.node().directory();
    person = directory.accounts().create(user, "B. Fictional", PASSWORD);
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.CLERK, "a test");
    site = serve("  local-accounts: false\n");
    visitor = site.visitor();
  }

  private SignInSite serve(String lines) throws Exception {
    return SignInSite.start(
            network,
            folder,
            lines
                + "  providers:\n"
                + SignInSite.provider("stand-in", "cis2", provider.server(), ""))
        .registerAt(provider.server());
  }

  @AfterEach
  void stop() {
    visitor.close();
    site.close();
  }

  private Answer password(Visitor who) throws Exception {
    who.get("/sign-in");
    return who.post("/sign-in", "user=%s&password=four+plain+words+here".formatted(user));
  }

  @Test
  void thePageOffersTheProviderAlone() throws Exception {
    assertThat(visitor.get("/sign-in").text())
        .contains("Sign in at stand-in")
        .doesNotContain("Password", "passkey");
  }

  @Test
  void theRightPasswordIsAskedNowhere() throws Exception {
    assertThat(password(visitor).status()).isEqualTo(404);
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
  }

  @Test
  void aPasskeyIsAskedNowhere() throws Exception {
    assertThat(visitor.get("/sign-in/passkey").status()).isEqualTo(404);
    visitor.get("/sign-in");
    assertThat(visitor.post("/sign-in/passkey", "answer=x").status()).isEqualTo(404);
  }

  @Test
  void aLinkOpensNothing() throws Exception {
    String key =
        network
            .node()
            .directory()
            .links()
            .make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test");
    assertThat(visitor.get("/sign-in/link?key=" + key).status()).isEqualTo(404);
    visitor.get("/sign-in");
    assertThat(visitor.post("/sign-in/link", "key=" + key).status()).isEqualTo(404);
    assertThat(visitor.cookie(Cookies.SESSION)).isEmpty();
  }

  @Test
  void anAdministratorMakesNoAccountsAndNoLinks() throws Exception {
    visitor.signIn("administrator");
    assertThat(visitor.get("/people").text())
        .contains("B. Fictional")
        .doesNotContain("Somebody new", "Make a link");
    String fields = "name=N.+Fictional&user=n.%s&role=clerk&reason=a+test".formatted(user);
    assertThat(visitor.post("/people", fields).text()).contains("sign-in.local-accounts");
    assertThat(visitor.post("/people/" + person.id() + "/link", "reason=a+test").text())
        .contains("sign-in.local-accounts");
  }

  @Test
  void withAProviderThatIsTheStandard() throws Exception {
    site.close();
    site = serve("");
    try (Visitor other = site.visitor()) {
      assertThat(password(other).status()).isEqualTo(404);
    }
  }

  @Test
  void bothMayBeOn() throws Exception {
    site.close();
    site = serve("  local-accounts: true\n");
    try (Visitor other = site.visitor()) {
      assertThat(other.get("/sign-in").text()).contains("Sign in at stand-in", "Password");
      assertThat(password(other).status()).isEqualTo(303);
    }
  }
}
