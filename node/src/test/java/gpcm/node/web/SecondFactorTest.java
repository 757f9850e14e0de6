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
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a password alone is not enough, over real HTTP. */
class SecondFactorTest {
  private static final String PASSWORD = "four plain words here";
  private static final Set<String> ENDING = Set.of("POST /sign-out", "POST /sessions/end");
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
            "  second-factor: required\n",
            HttpSettings.defaults().with(new LimitSettings(PLENTY, PLENTY, PLENTY)));
    visitor = visitor();
  }

  /** Under a name that browsers make passkeys for. */
  private Visitor visitor() {
    return new Visitor(URI.create(site.at("/").toString().replace("127.0.0.1", "localhost")));
  }

  @AfterEach
  void stop() {
    visitor.close();
    site.close();
  }

  private Answer password() throws Exception {
    visitor.get("/sign-in");
    return visitor.postWith(
        "/sign-in",
        "to=/outbox&user=%s&password=four+plain+words+here".formatted(user),
        visitor.cookie(Cookies.FORM));
  }

  private void link() throws Exception {
    String key =
        directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test");
    visitor.get("/sign-in/link?key=" + key);
    visitor.postWith("/sign-in/link", "key=" + key, visitor.cookie(Cookies.FORM));
  }

  private void session(Person whose, int level) {
    visitor.put(
        Cookies.SESSION,
        directory
            .sessions()
            .begin(
                new SignIn(
                    whose,
                    TestNetwork.HUB,
                    Set.of(Role.SENDER),
                    Set.of(),
                    Optional.empty(),
                    level,
                    network.served().clock().instant()),
                "127.0.0.1",
                "a test"));
  }

  /** One that nobody has: what signs it is of no use here. */
  private UUID passkey() {
    UUID id = UUID.randomUUID();
    network.execute(
        """
        insert into passkey (id, credential_id, person, name, credential_data, sign_count, synchronisable, synchronised, made_at)
        values ('%s', uuid_send('%s'), '%s', 'Test phone', '', 0, false, false, now())
        """
            .formatted(id, id, person.id()));
    return id;
  }

  private String passkeys() {
    return network.one("select count(*) from passkey where person = '" + person.id() + "'");
  }

  private void assertOwnAccountAlone() throws Exception {
    for (String page : List.of("/", "/outbox", "/alerts")) {
      assertThat(visitor.get(page).header("Location")).as(page).isEqualTo("/passkeys");
    }
    for (String page : List.of("/me", "/passkeys", "/password", "/sessions")) {
      assertThat(visitor.get(page).status()).as(page).isEqualTo(200);
    }
  }

  @Test
  void aPasswordAloneOpensItsOwnAccountAndNothingElse() throws Exception {
    assertThat(password().header("Location")).isEqualTo("/passkeys");
    assertOwnAccountAlone();
    Answer api = visitor.get("/api/v1/documents");
    assertThat(api.status()).isEqualTo(403);
    assertThat(api.text()).contains("urn:gpcm:problem:second-factor");
    Answer changing = visitor.post("/outbox/" + UUID.randomUUID() + "/resend", "reason=a+test");
    assertThat(changing.status()).isEqualTo(403);
    assertThat(changing.text()).contains("Sign in with a passkey");
  }

  @Test
  void noRouteBesideThoseOfTheirOwnAccountAnswers() throws Exception {
    password();
    RouteTable table = RouteTable.shipped();
    Set<String> answering = new TreeSet<>();
    for (String route : table.routes()) {
      String[] parts = route.split(" ", -1);
      String path =
          parts[1]
              .replace("{id}", UUID.randomUUID().toString())
              .replace("{n}", "0")
              .replace("{encounter}", "e")
              .replace("{useCase}", "generic")
              .replace("{mailbox}", "none")
              .replace("{site}", "none");
      if (!(table.rule(parts[0], parts[1]) instanceof RouteRule.Open)
          && !ENDING.contains(route)
          && !isRefused(asked(parts[0], path))) {
        answering.add(route);
      }
    }
    assertThat(answering)
        .containsExactlyInAnyOrder(
            "GET /me",
            "POST /me",
            "GET /passkeys",
            "POST /passkeys",
            "GET /password",
            "POST /password",
            "GET /sessions",
            "POST /sessions/{id}/end",
            "GET /session/ending",
            "POST /session");
  }

  private Answer asked(String method, String path) throws Exception {
    String token = FormToken.of(visitor.cookie(Cookies.SESSION));
    return switch (method) {
      case "GET" -> visitor.get(path);
      case "POST" -> post(path);
      default -> visitor.send(method, path, "X-CSRF-Token", token, "X-Reason", "a test");
    };
  }

  private Answer post(String path) throws Exception {
    String token = FormToken.of(visitor.cookie(Cookies.SESSION));
    return visitor.post(path, "reason=a+test", "X-CSRF-Token", token, "X-Reason", "a test");
  }

  private static boolean isRefused(Answer answer) {
    return answer.status() == 303
        ? answer.header("Location").equals("/passkeys")
        : answer.status() == 403
            && (answer.text().contains("urn:gpcm:problem:second-factor")
                || answer
                    .text()
                    .contains("<h1 class=\"nhsuk-heading-l\">Sign in with a passkey</h1>"));
  }

  @Test
  void whoHasNoPasskeyIsOfferedToMakeTheFirst() throws Exception {
    password();
    assertThat(visitor.get("/passkeys").text())
        .contains("Make your first one here", "data-passkey=\"create\"");
  }

  @Test
  void whoCameWithAPasskeySeesTheRest() throws Exception {
    session(person, 2);
    assertThat(visitor.get("/outbox").status()).isEqualTo(200);
    assertThat(visitor.get("/passkeys").text()).doesNotContain("Before you go on");
  }

  @Test
  void anotherPasswordTakesNothingFromWhoCameWithAPasskey() throws Exception {
    session(person, 2);
    Answer set =
        visitor.post(
            "/password",
            "old=four+plain+words+here&password=other+plain+words+here&again=other+plain+words+here");
    assertThat(set.header("Location")).as(set.text()).isEqualTo("/");
    assertThat(visitor.get("/outbox").status()).isEqualTo(200);
  }

  @Test
  void anotherPasswordGivesNothingToWhoCameWithoutOne() throws Exception {
    link();
    Answer set =
        visitor.post("/password", "password=other+plain+words+here&again=other+plain+words+here");
    assertThat(set.header("Location")).as(set.text()).isEqualTo("/passkeys");
    assertOwnAccountAlone();
  }

  @Test
  void aLinkIsNoWayRoundAPasskey() throws Exception {
    UUID theirs = passkey();
    link();
    assertOwnAccountAlone();
    assertThat(visitor.get("/passkeys").text())
        .contains("Sign in with your passkey")
        .doesNotContain("data-passkey=\"create\"", "Remove</button>");
    for (String path : List.of("/passkeys", "/passkeys/" + theirs + "/end")) {
      Answer refused = visitor.post(path, "name=mine&answer=x");
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.text()).as(path).contains("Sign in with a passkey");
    }
    assertThat(passkeys()).isEqualTo("1");
  }

  @Test
  void whoCameWithAPasskeyRemovesOne() throws Exception {
    UUID theirs = passkey();
    session(person, 2);
    assertThat(visitor.post("/passkeys/" + theirs + "/end", "").status()).isEqualTo(303);
    assertThat(passkeys()).isEqualTo("0");
  }

  private String elsewhere() {
    String here = visitor.cookie(Cookies.SESSION);
    session(person, 2);
    String other = visitor.cookie(Cookies.SESSION);
    visitor.put(Cookies.SESSION, here);
    return other;
  }

  @Test
  void whoRemovesAPasskeyIsSignedOutElsewhere() throws Exception {
    UUID theirs = passkey();
    session(person, 2);
    String other = elsewhere();
    visitor.post("/passkeys/" + theirs + "/end", "");
    assertThat(visitor.get("/outbox").status()).isEqualTo(200);
    assertThat(directory.sessions().look(other)).isEmpty();
  }

  @Test
  void whosePasskeysAnAdministratorWithdrawsIsSignedOut() throws Exception {
    passkey();
    session(person, 2);
    withdraw();
    assertThat(directory.sessions().look(visitor.cookie(Cookies.SESSION))).isEmpty();
  }

  private Answer withdraw() throws Exception {
    try (Visitor administrator = visitor()) {
      administrator.put(
          Cookies.SESSION,
          Credentials.session(network.served(), TestNetwork.HUB, Role.ADMINISTRATOR));
      return administrator.post("/people/" + person.id() + "/passkeys/end", "reason=lost+it");
    }
  }

  @Test
  void anAdministratorWithdrawsPasskeysThatAreLost() throws Exception {
    passkey();
    passkey();
    Answer done = withdraw();
    assertThat(done.status()).as(done.text()).isEqualTo(303);
    assertThat(passkeys()).isEqualTo("0");
    AuditEntry entry =
        network
            .served()
            .audited()
            .search()
            .find(AuditQuery.newest(TestNetwork.HUB, 1).doing(List.of(Action.KEY_CHANGED)))
            .getFirst();
    assertThat(entry.change().before()).contains("2 passkeys of person " + person.id());
    assertThat(entry.change().after()).contains("withdrawn");
    assertThat(entry.reason()).contains("lost it");
    link();
    assertThat(visitor.get("/passkeys").text()).contains("Make your first one here");
  }

  @Test
  void nobodyWithdrawsPasskeysOfPeopleOfAnotherOrganisation() throws Exception {
    passkey();
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.CLERK, "a test");
    assertThat(withdraw().status()).isEqualTo(422);
    assertThat(passkeys()).isEqualTo("1");
  }

  @Test
  void whomAProviderVouchesForIsNotAsked() throws Exception {
    session(directory.people().known("https://a.example", user, "A Stranger", Optional.empty()), 1);
    assertThat(visitor.get("/outbox").status()).isEqualTo(200);
  }
}
