package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Setting another password, over real HTTP. */
class PasswordPageTest {
  private static final String PASSWORD = "four plain words here";
  private static final String OTHER = "other plain words here";
  private static final Rate PLENTY = new Rate(100_000, Duration.ofSeconds(1));

  @Running static TestNetwork network;
  @TempDir Path folder;
  private final String user = "b.fictional." + UUID.randomUUID();
  private Directory directory;
  private Person person;
  private SignInSite site;
  private Visitor visitor;

  @BeforeEach
  void somebodyHasAnAccount() throws Exception {
    directory = network.node().directory();
    person = directory.accounts().create(user, "B. Fictional", PASSWORD);
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    site =
        SignInSite.start(
            network,
            folder,
            "  local-accounts: true\n",
            HttpSettings.defaults().with(new LimitSettings(PLENTY, PLENTY, PLENTY)));
    visitor = site.visitor();
  }

  @AfterEach
  void stop() {
    visitor.close();
    site.close();
  }

  private Answer signIn(Visitor who, String password) throws Exception {
    who.get("/sign-in");
    return who.postWith(
        "/sign-in",
        "user=%s&password=%s".formatted(user, Visitor.encoded(password)),
        who.cookie(Cookies.FORM));
  }

  /** In a browser that has never signed in here before. */
  private Answer signInElsewhere(String password) throws Exception {
    try (Visitor other = site.visitor()) {
      return signIn(other, password);
    }
  }

  private void comeByLink() throws Exception {
    String key =
        directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test");
    visitor.get("/sign-in/link?key=" + key);
    visitor.post("/sign-in/link", "key=" + key);
  }

  private static Answer change(Visitor who, String old, String password) throws Exception {
    return who.post(
        "/password",
        "old=%s&password=%2$s&again=%2$s"
            .formatted(Visitor.encoded(old), Visitor.encoded(password)));
  }

  @Test
  void anotherPasswordAsksForTheOldOne() throws Exception {
    signIn(visitor, PASSWORD);
    assertThat(visitor.get("/password").text()).contains("Password until now");
    for (String old : List.of("", "not the right one")) {
      Answer refused = change(visitor, old, OTHER);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("Password until now: is wrong");
    }
    assertThat(signInElsewhere(OTHER).status()).isEqualTo(403);
    assertThat(change(visitor, PASSWORD, OTHER).status()).isEqualTo(303);
    assertThat(signInElsewhere(OTHER).status()).isEqualTo(303);
  }

  @Test
  void wrongOldPasswordsCountAsThoseOfASignIn() throws Exception {
    signIn(visitor, PASSWORD);
    try (Visitor stranger = site.visitor()) {
      stranger.put(Cookies.SESSION, visitor.cookie(Cookies.SESSION));
      String told = "";
      for (int i = 0; i < 50 && !told.contains("wrong too often"); i++) {
        told = change(stranger, "not the right one", OTHER).text();
      }
      assertThat(told).contains("wrong too often");
      assertThat(change(stranger, PASSWORD, OTHER).status())
          .as("even the right one waits")
          .isEqualTo(422);
    }
    assertThat(signInElsewhere(PASSWORD).text()).contains("There were too many wrong passwords.");
    assertThat(change(visitor, PASSWORD, OTHER).status())
        .as("on a device of theirs")
        .isEqualTo(303);
  }

  @Test
  void whoCameByALinkIsNotAskedForTheOldPassword() throws Exception {
    comeByLink();
    assertThat(visitor.get("/password").text()).doesNotContain("Password until now");
    Answer set = change(visitor, "", OTHER);
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(signInElsewhere(OTHER).status()).isEqualTo(303);
    assertThat(change(visitor, "", "yet other plain words").status())
        .as("a second time")
        .isEqualTo(422);
  }

  @Test
  void aLinksSessionSetsNoPasswordAfterItsQuarterOfAnHour() throws Exception {
    comeByLink();
    network.advance(Duration.ofMinutes(14));
    visitor.get("/outbox");
    network.advance(Duration.ofSeconds(61));
    Answer late = change(visitor, "", OTHER);
    assertThat(late.status()).isEqualTo(403);
    assertThat(late.text()).contains("Sign in again");
  }

  @Test
  void aUsualPasswordIsNotTaken() throws Exception {
    signIn(visitor, PASSWORD);
    Answer refused = change(visitor, PASSWORD, "Password2026!");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("tried first");
  }
}
