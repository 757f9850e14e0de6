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
import gpcm.node.people.SignIn;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out, links, sessions, and who administers people, over real HTTP. */
class SignInPagesTest {
  private static final String PASSWORD = "four plain words here";

  @Running static TestNetwork network;
  private final String user = "b.fictional." + UUID.randomUUID();
  @TempDir static Path folder;
  private static WebServer server;
  private HttpCaller http;
  private Directory directory;
  private Person person;

  /** Faster than people, and so with a limit that is not for people. */
  @BeforeAll
  static void serve() {
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .with(
                    new LimitSettings(
                        LimitSettings.defaults().perAddress(),
                        LimitSettings.defaults().perCaller(),
                        new Rate(1000, Duration.ofSeconds(1)))),
            network.served(),
            folder.resolve("uploads"));
  }

  @AfterAll
  static void stopServing() {
    server.close();
  }

  @BeforeEach
  void somebodyHasAnAccount() {
    http = new HttpCaller(server.url());
    directory = network.node().directory();
    person = directory.accounts().create(user, "B. Fictional", PASSWORD);
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
  }

  @AfterEach
  void stop() {
    http.close();
  }

  private Answer signIn(String name, String password, String more, String... cookies)
      throws Exception {
    Answer page = http.get("/sign-in");
    String form = cookie(page, Cookies.FORM);
    String all = Cookies.FORM + "=" + form + String.join("", cookies);
    String body =
        "csrf=%s&user=%s&password=%s%s"
            .formatted(FormToken.of(form), encoded(name), encoded(password), more);
    return post("/sign-in", body, all);
  }

  private Answer post(String path, String body, String cookies) throws Exception {
    return http.post(
        path, HttpCaller.FORM, body.getBytes(StandardCharsets.UTF_8), "Cookie", cookies);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<String> cookies(Answer answer) {
    return answer.response().headers().allValues("Set-Cookie");
  }

  private static String cookie(Answer answer, String name) {
    return cookies(answer).stream()
        .filter(one -> one.startsWith(name + "="))
        .map(one -> one.substring(name.length() + 1).replaceFirst(";.*", ""))
        .findFirst()
        .orElse("");
  }

  private Answer as(String session, String path) throws Exception {
    return http.send(http.to(path).header("Cookie", Cookies.SESSION + "=" + session));
  }

  @Test
  void theRightPasswordMakesASession() throws Exception {
    Answer in = signIn(user, PASSWORD, "&to=" + encoded("/outbox?state=sent"));
    assertThat(in.status()).as(in.text()).isEqualTo(303);
    assertThat(in.header("Location")).isEqualTo("/outbox?state=sent");
    assertThat(as(cookie(in, Cookies.SESSION), "/outbox").text())
        .contains("B. Fictional", "sender at A99901");
  }

  @Test
  void cookiesAreForThisHostAloneAndHiddenFromScripts() throws Exception {
    List<String> all = cookies(signIn(user, PASSWORD, ""));
    assertThat(all).hasSize(2);
    assertThat(all)
        .allSatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("__Host-gpcm")
                    .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                    .doesNotContain("Domain"));
  }

  @Test
  void aSessionThatWasLaidOutBeforehandIsNotTakenOver() throws Exception {
    String laidOut = Credentials.session(network.served(), TestNetwork.HUB, Role.SENDER);
    Answer in = signIn(user, PASSWORD, "", "; " + Cookies.SESSION + "=" + laidOut);
    assertThat(cookie(in, Cookies.SESSION)).isNotEmpty().isNotEqualTo(laidOut);
    assertThat(as(laidOut, "/outbox").status()).as("the one before has ended").isEqualTo(303);
    Answer invented = signIn(user, PASSWORD, "", "; " + Cookies.SESSION + "=invented");
    assertThat(cookie(invented, Cookies.SESSION)).isNotEqualTo("invented");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://attacker.example/",
        "//attacker.example/",
        "/\\attacker.example/",
        "\\\\attacker.example",
        "javascript:alert(1)",
        "attacker.example",
        "/ok\r\nLocation: //attacker.example",
        "/sign-out",
      })
  void signingInLeadsNowhereElse(String to) throws Exception {
    assertThat(signIn(user, PASSWORD, "&to=" + encoded(to)).header("Location")).isEqualTo("/");
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreToldAlike() throws Exception {
    Answer wrong = signIn(user, "not the right one", "");
    Answer unknown = signIn("nobody.here", "not the right one", "");
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.text()).contains("The user name or the password is wrong.");
    assertThat(unknown.text().replaceAll("value=\"[^\"]*\"", ""))
        .isEqualTo(wrong.text().replaceAll("value=\"[^\"]*\"", ""));
    assertThat(cookie(wrong, Cookies.SESSION)).isEmpty();
  }

  @Test
  void strangersCannotLockOutADeviceThatIsKnown() throws Exception {
    String device = cookie(signIn(user, PASSWORD, ""), Cookies.DEVICE);
    String told = "";
    for (int i = 0; i < 50 && !told.contains("too many wrong passwords"); i++) {
      told = signIn(user, "not the right one", "").text();
    }
    assertThat(told).contains("There were too many wrong passwords.");
    assertThat(signIn(user, PASSWORD, "", "; " + Cookies.DEVICE + "=" + device).status())
        .isEqualTo(303);
  }

  @Test
  void theFormForSigningInIsTiedToItsBrowser() throws Exception {
    String form = cookie(http.get("/sign-in"), Cookies.FORM);
    String body = "user=%s&password=%s".formatted(user, encoded(PASSWORD));
    assertThat(post("/sign-in", body, Cookies.FORM + "=" + form).status()).isEqualTo(403);
    assertThat(
            post("/sign-in", body + "&csrf=" + FormToken.of(form), Cookies.FORM + "=another")
                .status())
        .isEqualTo(403);
  }

  @Test
  void whoWorksForSeveralSaysForWhich() throws Exception {
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.CLERK, "a test");
    assertThat(signIn(user, PASSWORD, "").text()).contains("A99901, A99902");
    Answer in = signIn(user, PASSWORD, "&organisation=A99902");
    assertThat(as(cookie(in, Cookies.SESSION), "/worklist").text()).contains("clerk at A99902");
    assertThat(signIn(user, PASSWORD, "&organisation=A99904").status()).isEqualTo(403);
  }

  @Test
  void aLinkIsUsedUpByItsButtonAndNotByLookingAtIt() throws Exception {
    String key =
        directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test");
    for (int i = 0; i < 3; i++) {
      assertThat(http.get("/sign-in/link?key=" + key).status()).isEqualTo(200);
    }
    Answer first = open(key);
    assertThat(first.header("Location")).isEqualTo("/password");
    assertThat(cookie(first, Cookies.SESSION)).isNotEmpty();
    Answer second = open(key);
    assertThat(second.text()).contains("This link has been used or has ended.");
    assertThat(cookie(second, Cookies.SESSION)).isEmpty();
  }

  private void makePasskey() {
    network.execute(
        """
        insert into passkey (id, credential_id, person, name, credential_data, sign_count, synchronisable, synchronised, made_at)
        values (gen_random_uuid(), decode(md5(random()::text), 'hex'), '%s', 'somebody''s', '', 0, false, false, now())
        """
            .formatted(person.id()));
  }

  private String passkeys() {
    return network.one(
        "select count(*)::text from passkey where person = '%s'".formatted(person.id()));
  }

  /** Somebody with a stolen password may have made it. */
  @Test
  void aPasswordSetAfterALinkWithdrawsThePasskeysOfBefore() throws Exception {
    makePasskey();
    String session =
        cookie(
            open(
                directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "test")),
            Cookies.SESSION);
    Answer set = setPassword(session, "");
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(passkeys()).isEqualTo("0");
    assertThat(cookie(set, Cookies.DEVICE)).isNotEmpty();
  }

  @Test
  void aPasswordSetWithTheOneUntilNowLeavesThem() throws Exception {
    makePasskey();
    String session = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    Answer set = setPassword(session, PASSWORD);
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(passkeys()).isEqualTo("1");
  }

  private Answer setPassword(String session, String old) throws Exception {
    return post(
        "/password",
        "csrf=%s&name=C.+Fictional&old=%s&password=%3$s&again=%3$s"
            .formatted(
                FormToken.of(session),
                URLEncoder.encode(old, StandardCharsets.UTF_8),
                URLEncoder.encode("an altogether different phrase 7", StandardCharsets.UTF_8)),
        Cookies.SESSION + "=" + session);
  }

  private Answer open(String key) throws Exception {
    String form = cookie(http.get("/sign-in/link?key=" + key), Cookies.FORM);
    return post(
        "/sign-in/link",
        "csrf=%s&key=%s".formatted(FormToken.of(form), key),
        Cookies.FORM + "=" + form);
  }

  @Test
  void signingOutEndsTheSession() throws Exception {
    String session = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    Answer out =
        post("/sign-out", "csrf=" + FormToken.of(session), Cookies.SESSION + "=" + session);
    assertThat(out.header("Location")).isEqualTo("/sign-in");
    assertThat(cookies(out)).anyMatch(one -> one.startsWith("__Host-gpcm=; Max-Age=0"));
    assertThat(as(session, "/outbox").status()).isEqualTo(303);
    assertThat(out.header("Clear-Site-Data")).isEqualTo("\"cache\", \"storage\"");
  }

  @Test
  void signingOutEverywhereEndsAllOfThem() throws Exception {
    String here = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    String there = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    assertThat(as(here, "/sessions").text()).contains("This one", "End it");
    post("/sessions/end", "csrf=" + FormToken.of(here), Cookies.SESSION + "=" + here);
    assertThat(as(here, "/").status()).isEqualTo(303);
    assertThat(as(there, "/").status()).isEqualTo(303);
  }

  @Test
  void anotherPasswordEndsAllOtherSessions() throws Exception {
    String here = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    String there = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    String fields = "csrf=%s&name=C.+Fictional&password=%2$s&again=%2$s&old=" + encoded(PASSWORD);
    Answer weak =
        post(
            "/password",
            fields.formatted(FormToken.of(here), "short"),
            Cookies.SESSION + "=" + here);
    assertThat(weak.status()).isEqualTo(422);
    assertThat(weak.text()).contains("12 to 200 characters");
    Answer set =
        post(
            "/password",
            fields.formatted(FormToken.of(here), "other+plain+words+here"),
            Cookies.SESSION + "=" + here);
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(as(there, "/").status()).isEqualTo(303);
    assertThat(as(cookie(set, Cookies.SESSION), "/").text()).contains("C. Fictional");
    assertThat(signIn(user, "other plain words here", "").status()).isEqualTo(303);
    assertThat(signIn(user, PASSWORD, "").status()).isEqualTo(403);
  }

  @Test
  void thePageThatWarnsKeepsNothingAlive() throws Exception {
    String session = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    assertThat(as(session, "/outbox").text())
        .contains("content=\"780; url=/session/ending?to=%2Foutbox\"");
    network.advance(Duration.ofMinutes(14));
    assertThat(as(session, "/session/ending?to=/outbox").text())
        .contains("You will be signed out", "Stay signed in");
    network.advance(Duration.ofSeconds(61));
    assertThat(as(session, "/session/ending?to=/outbox").status()).isEqualTo(303);
  }

  @Test
  void whoStaysStaysSignedIn() throws Exception {
    String session = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    network.advance(Duration.ofMinutes(14));
    Answer stayed =
        post(
            "/session",
            "to=/outbox&csrf=" + FormToken.of(session),
            Cookies.SESSION + "=" + session);
    assertThat(stayed.header("Location")).isEqualTo("/outbox");
    network.advance(Duration.ofMinutes(14));
    assertThat(as(session, "/outbox").status()).isEqualTo(200);
  }

  @Test
  void anAdministratorAddsSomebodyWhoComesInByTheLink() throws Exception {
    String admin = Credentials.session(network.served(), TestNetwork.HUB, Role.ADMINISTRATOR);
    String name = "new." + UUID.randomUUID();
    Answer added =
        post(
            "/people",
            "csrf=%s&name=N.+Fictional&user=%s&role=operator&reason=works+here"
                .formatted(FormToken.of(admin), name),
            Cookies.SESSION + "=" + admin);
    assertThat(added.status()).as(added.text()).isEqualTo(200);
    String key = added.text().replaceFirst("(?s).*/sign-in/link\\?key=([A-Za-z0-9_-]+).*", "$1");
    String session = cookie(open(key), Cookies.SESSION);
    assertThat(as(session, "/").text()).contains("operator at A99901", "The whole system");
    assertThat(as(session, "/people").status()).isEqualTo(403);
  }

  @Test
  void aRoleIsGivenAndWithdrawnAtOnce() throws Exception {
    String admin = Credentials.session(network.served(), TestNetwork.HUB, Role.ADMINISTRATOR);
    String session = cookie(signIn(user, PASSWORD, ""), Cookies.SESSION);
    String token = FormToken.of(admin);
    String cookie = Cookies.SESSION + "=" + admin;
    assertThat(as(session, "/worklist").status()).isEqualTo(403);
    post(
        "/people/" + person.id() + "/roles",
        "csrf=%s&role=clerk&reason=leave&ends=2099-01-01".formatted(token),
        cookie);
    assertThat(as(session, "/worklist").status()).isEqualTo(200);
    var given =
        directory.people().assignments(person.id(), TestNetwork.HUB).stream()
            .filter(each -> each.role() == Role.CLERK)
            .findFirst()
            .orElseThrow();
    assertThat(given.ends()).isPresent();
    post(
        "/people/assignments/" + given.id() + "/end",
        "csrf=%s&reason=back".formatted(token),
        cookie);
    assertThat(as(session, "/worklist").status()).isEqualTo(403);
  }

  @Test
  void anAdministratorMakesNoLinkForPeopleOfAnotherOrganisation() throws Exception {
    directory.people().give(person.id(), TestNetwork.PRACTICE, Role.CLERK, "a test");
    String admin = Credentials.session(network.served(), TestNetwork.HUB, Role.ADMINISTRATOR);
    Answer refused =
        post(
            "/people/" + person.id() + "/link",
            "csrf=%s&reason=asked".formatted(FormToken.of(admin)),
            Cookies.SESSION + "=" + admin);
    assertThat(refused.status()).isEqualTo(422);
    Person stranger =
        directory.people().known("https://a.example", user, "A Stranger", Optional.empty());
    assertThat(
            post(
                    "/people/" + stranger.id() + "/link",
                    "csrf=%s&reason=asked".formatted(FormToken.of(admin)),
                    Cookies.SESSION + "=" + admin)
                .status())
        .isEqualTo(404);
  }

  @Test
  void anOperatorSeesTheOutboxWithoutNames() throws Exception {
    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    String session = Credentials.session(network.served(), TestNetwork.HUB, Role.OPERATOR);
    for (String path :
        List.of("/", "/outbox", "/outbox/" + id, "/api/v1/documents", "/api/v1/documents/" + id)) {
      Answer answer = as(session, path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text())
          .as(path)
          .contains(id.toString())
          .doesNotContain(
              "Testpatient",
              "TESTPATIENT",
              "9990000018",
              "999 000 0018",
              "9 Jan 1957",
              "1957-01-09");
    }
    assertThat(as(session, "/api/v1/documents/" + id + "/files/0").status()).isEqualTo(403);
  }

  @Test
  void aClinicianSeesOfTheOutboxWhatTheyWrote() throws Exception {
    UUID id = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    String author = network.one("select author from document where id = '" + id + "'");
    for (boolean wrote : new boolean[] {true, false}) {
      Person clinician =
          directory
              .people()
              .known(
                  "https://a.example",
                  "wrote-" + wrote,
                  "C. Fictional",
                  Optional.of(wrote ? author : "910000000999"));
      String session =
          directory
              .sessions()
              .begin(
                  new SignIn(
                      clinician,
                      TestNetwork.HUB,
                      Set.of(Role.CLINICIAN),
                      Set.of(),
                      Optional.empty(),
                      2,
                      network.served().clock().instant()),
                  "127.0.0.1",
                  "a test");
      assertThat(as(session, "/api/v1/documents/" + id).status()).isEqualTo(wrote ? 200 : 404);
      assertThat(as(session, "/api/v1/documents").text().contains(id.toString())).isEqualTo(wrote);
    }
  }
}
