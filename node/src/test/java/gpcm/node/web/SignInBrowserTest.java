package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.oidc.testing.OidcServerExtension;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a provider and with a passkey, in a real browser. */
@Tag("slow")
class SignInBrowserTest {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();
  @TempDir static Path folder;
  private static TestNetwork network;
  private static SignInSite site;
  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    Path program = Chromium.programOrSkip();
    network = new TestNetwork(folder);
    site =
        SignInSite.start(
                network,
                folder,
                "  local-accounts: true\n  providers:\n"
                    + SignInSite.provider("stand-in", "cis2", provider.server(), ""))
            .registerAt(provider.server());
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (site != null) {
      site.close();
      network.close();
    }
  }

  /** The console stays empty: no content security policy was violated, no file missed. */
  @AfterEach
  void nothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  /** From a page that somebody wanted, over both pages of sign-in, and back to it. */
  private void signInAsClerk() {
    browser.open(site.at("/worklist?replaced=true&after="), "/sign-in");
    browser.click("a[href^='/sign-in/at/stand-in']", "/authorize");
    browser.click("button[value='clerk']", "/worklist");
  }

  @Test
  void aPersonSignsInAtTheProviderAndOutOfBoth() {
    signInAsClerk();
    assertThat(browser.text()).contains("Signed in as Clerk Persona-Example", ", clerk at A99902");
    assertThat(browser.evaluate("location.search").asText()).isEqualTo("?replaced=true&after=");
    assertThat(browser.evaluate("document.cookie").asText()).isEmpty();
    browser.click(".nhsuk-header__account-button", "/sign-in");
    browser.open(site.at("/worklist"), "/sign-in");
    browser.open(provider.server().issuer().resolve("/"));
    assertThat(browser.text()).doesNotContain("Clerk Persona-Example");
  }

  @Test
  void whoTakesOutTheCardIsAskedToSignInAtTheNextClick() {
    signInAsClerk();
    browser.open(provider.server().issuer().resolve("/"));
    browser.click("button", "/");
    browser.open(site.at("/worklist"), "/sign-in");
    assertThat(browser.text()).doesNotContain("Persona-Example");
  }

  @Test
  void whoIsTurnedAwayIsToldWhy() {
    browser.open(site.at("/sign-in"));
    browser.click("a[href^='/sign-in/at/stand-in']", "/authorize");
    browser.click("button[value='unmapped-role']", "/sign-in/callback");
    assertThat(browser.text()).contains("You were not signed in", "role-gives-nothing");
    // What a browser says of the page's own status.
    browser.forgetComplaints("403 (Forbidden)");
  }

  /** Browsers know no addresses in numbers as the place of a passkey. */
  private static URI byName(String path) {
    return byName(site, path);
  }

  private static URI byName(SignInSite at, String path) {
    URI url = at.at(path);
    return URI.create(url.toString().replace("127.0.0.1", "localhost"));
  }

  @Test
  void aPersonMakesAPasskeyAndSignsInWithIt() {
    Directory directory = network.node().directory();
    String key = linkOfSomebodyWithADevice(directory);
    browser.open(byName("/sign-in/link?to=/passkeys&key=" + key));
    browser.click("main button", "/passkeys");
    assertThat(browser.text()).contains("You have none.");
    makePasskey();

    browser.click(".nhsuk-header__account-button", "/sign-in");
    browser.open(byName("/outbox"), "/sign-in");
    browser.click("a[href^='/sign-in/passkey']", "/sign-in/passkey");
    browser.click("main button", "/outbox");
    assertThat(browser.text()).contains("Signed in as B. Fictional", ", sender at A99901");
    removeDevice();
  }

  @Test
  void whatCannotBeToldIsNoPasskeyAndNoSignIn() throws Exception {
    String key = linkOfSomebodyWithADevice(network.node().directory());
    browser.open(byName("/sign-in/link?to=/passkeys&key=" + key));
    browser.click("main button", "/passkeys");
    network.execute("delete from passkey");
    String made = "select count(*) from passkey";
    String asked = "select count(*) from passkey_challenge where person is not null";
    String before = network.one(asked);
    network.refusingAudit(
        () -> {
          sendPasskey();
          browser.awaitText("The node could not answer");
          return "";
        });
    assertThat(network.one(made)).isEqualTo("0");
    assertThat(network.one(asked)).isEqualTo(before);
    browser.open(byName("/passkeys"));
    makePasskey();

    browser.click(".nhsuk-header__account-button", "/sign-in");
    browser.open(byName("/outbox"), "/sign-in");
    browser.click("a[href^='/sign-in/passkey']", "/sign-in/passkey");
    String used = "select sign_count || ' ' || coalesce(last_at::text, 'never') from passkey";
    String unused = network.one(used);
    String sessions = network.one("select count(*) from session");
    network.refusingAudit(
        () -> {
          browser.evaluate("document.querySelector('main button').click()");
          browser.awaitText("The node could not answer");
          return "";
        });
    assertThat(network.one(used)).isEqualTo(unused);
    assertThat(network.one("select count(*) from session")).isEqualTo(sessions);
    browser.open(byName("/sign-in/passkey?to=/outbox"));
    browser.click("main button", "/outbox");
    assertThat(network.one(used)).isNotEqualTo(unused);
    removeDevice();
    network.execute("delete from passkey");
    browser.forgetComplaints("500 (Server Error)");
  }

  @Test
  void whoMakesAPasskeyIsSignedOutElsewhere() {
    Directory directory = network.node().directory();
    String key = linkOfSomebodyWithADevice(directory);
    browser.open(byName("/sign-in/link?to=/passkeys&key=" + key));
    browser.click("main button", "/passkeys");
    Person person =
        directory
            .people()
            .find(
                UUID.fromString(
                    network.one(
                        "select person from session where ended_at is null order by begun_at desc"
                            + " limit 1")))
            .orElseThrow();
    String elsewhere =
        directory
            .sessions()
            .begin(
                new SignIn(
                    person,
                    TestNetwork.HUB,
                    Set.of(Role.SENDER),
                    Set.of(),
                    Optional.empty(),
                    1,
                    network.served().clock().instant()),
                "127.0.0.1",
                "a test");
    makePasskey();
    assertThat(directory.sessions().look(elsewhere)).isEmpty();
    assertThat(browser.text()).contains("Test phone, made");
    removeDevice();
    network.execute("delete from passkey");
  }

  @Test
  void thePasskeyOfAShutAccountOpensNothing() {
    Directory directory = network.node().directory();
    String key = linkOfSomebodyWithADevice(directory);
    browser.open(byName("/sign-in/link?to=/passkeys&key=" + key));
    browser.click("main button", "/passkeys");
    makePasskey();
    browser.click(".nhsuk-header__account-button", "/sign-in");
    network.execute(
        """
        insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
        select gen_random_uuid(), person, 'A99901', 'a test', person, now() from passkey
        """);
    try {
      browser.open(byName("/outbox"), "/sign-in");
      browser.click("a[href^='/sign-in/passkey']", "/sign-in/passkey");
      browser.evaluate("document.querySelector('main button').click()");
      browser.awaitText("Your account is shut.");
    } finally {
      network.execute("delete from account_shut");
      network.execute("delete from passkey");
    }
    removeDevice();
    browser.forgetComplaints("403 (Forbidden)");
  }

  @Test
  void whereAPasskeyIsNeededALinkLeadsToTheFirstAndThatToTheRest() throws Exception {
    String key = linkOfSomebodyWithADevice(network.node().directory());
    try (SignInSite strict = SignInSite.start(network, folder, "  second-factor: required\n")) {
      browser.open(byName(strict, "/sign-in/link?to=/outbox&key=" + key));
      browser.click("main button", "/passkeys");
      assertThat(browser.text()).contains("Make your first one here");
      browser.evaluate("document.getElementById('name').value = 'Test phone'");
      browser.evaluate("document.querySelector('form[data-passkey] button').click()");
      browser.awaitText("Sign in with a passkey");
      browser.click("main button", "/");
      assertThat(browser.text()).contains("Signed in as B. Fictional", ", sender at A99901");
    }
    removeDevice();
  }

  private static void removeDevice() {
    browser.call("WebAuthn.disable", Map.of());
  }

  private static void makePasskey() {
    sendPasskey();
    browser.awaitText("Test phone, made");
  }

  private static void sendPasskey() {
    browser.evaluate("document.getElementById('name').value = 'Test phone'");
    browser.evaluate("document.querySelector('form[data-passkey] button').click()");
  }

  private static String linkOfSomebodyWithADevice(Directory directory) {
    Person person = directory.accounts().invite("b.fictional." + UUID.randomUUID(), "B. Fictional");
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    browser.call("WebAuthn.enable", Map.of());
    browser.call(
        "WebAuthn.addVirtualAuthenticator",
        Map.of(
            "options",
            Map.of(
                "protocol", "ctap2",
                "transport", "internal",
                "hasResidentKey", true,
                "hasUserVerification", true,
                "isUserVerified", true,
                "automaticPresenceSimulation", true)));
    return directory.links().make(person.id(), Purpose.DEMO, Duration.ofHours(1), "a test");
  }
}
