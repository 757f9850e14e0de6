package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Directory;
import gpcm.node.people.ProviderSessions;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody had typed when their session had run out waits for them, and for nobody else. */
class TypedPagesTest {
  private static final String NOTE = "Rang her, she is well";
  private static final String HEADING = "You had typed this";

  @Running static TestNetwork network;
  private static String entry;
  private Someone writer;

  @BeforeAll
  static void aDocumentHasCome() throws Exception {
    entry =
        network.entryOf(
            network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB)));
  }

  @BeforeEach
  void somebodyIsSignedIn() {
    network.execute("delete from typed_text");
    writer = at(TestNetwork.PRACTICE, "W. " + UUID.randomUUID());
  }

  private static Someone at(String organisation, String name) {
    return Someone.at(network, organisation, name, Role.CLERK, Role.SENDER, Role.OPERATOR);
  }

  /** The same person signs in again. */
  private Someone again(String organisation) {
    return at(organisation, writer.person().name());
  }

  private Someone again() {
    return again(TestNetwork.PRACTICE);
  }

  private void isIdle() {
    network.execute(
        "update session set last_at = last_at - interval '16 minutes' where person = '%s'"
            .formatted(writer.person().id()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer note(String more) throws Exception {
    return writer
        .http()
        .post(
            "/worklist/" + entry + "/work/note",
            HttpCaller.FORM,
            ("text=" + encoded(NOTE) + more).getBytes(StandardCharsets.UTF_8),
            "Referer",
            network.node().url().resolve("/worklist/" + entry + "?from=mine").toString());
  }

  private void typedWhenIdle() throws Exception {
    isIdle();
    Answer answer = note("");
    assertThat(answer.header("Location")).isEqualTo("/sign-in?to=%2Ftyped");
  }

  private static String kept() {
    return network.one("select count(*) from typed_text");
  }

  private static Directory directory() {
    return network.served().directory();
  }

  @Test
  void whoseSessionHadRunOutFindsWhatTheyTypedWhenTheyHaveSignedInAgain() throws Exception {
    typedWhenIdle();
    assertThat(again().get("/typed").text())
        .contains("<h1 class=\"nhsuk-heading-l\">" + HEADING, "<bdi>" + NOTE + "</bdi>")
        .contains("nothing was done with it")
        .contains("<a href=\"/worklist/" + entry + "?from=mine\">The page where you typed it");
  }

  @Test
  void aSessionOfTwelveHoursHasRunOutToo() throws Exception {
    network.execute(
        "update session set begun_at = begun_at - interval '12 hours' where person = '%s'"
            .formatted(writer.person().id()));
    note("");
    assertThat(again().get("/typed").text()).contains(NOTE);
  }

  @Test
  void nothingIsDoneByWhatWasTyped() throws Exception {
    typedWhenIdle();
    again().get("/typed");
    assertThat(network.one("select count(*) from work_note where text = '" + NOTE + "'"))
        .isEqualTo("0");
  }

  @Test
  void theSignInPageSaysThatItIsKept() throws Exception {
    try (HttpCaller nobody = new HttpCaller(network.node().url())) {
      assertThat(nobody.get("/sign-in?to=%2Ftyped").text())
          .contains("Your session had run out, and nothing was done.", "What you typed is kept");
      assertThat(nobody.get("/sign-in").text()).doesNotContain("is kept");
    }
  }

  @Test
  void theOverviewLeadsToIt() throws Exception {
    typedWhenIdle();
    assertThat(again().get("/").text())
        .contains("You had typed something", "href=\"/typed\"")
        .doesNotContain(NOTE);
  }

  @Test
  void anotherPersonNeverSeesIt() throws Exception {
    typedWhenIdle();
    Someone other = at(TestNetwork.PRACTICE, "O. Other");
    assertThat(other.get("/typed").text())
        .contains("Nothing is kept for you")
        .doesNotContain(NOTE, entry);
    assertThat(other.get("/").text()).doesNotContain("You had typed", "/typed");
  }

  @Test
  void anotherPersonWhoSendsTheOldFormDoesNotSeeItEither() throws Exception {
    Someone other = at(TestNetwork.PRACTICE, "O. Other");
    Answer answer =
        other
            .http()
            .send(
                other
                    .http()
                    .to("/worklist/" + entry + "/work/note")
                    .header("Content-Type", HttpCaller.FORM)
                    .POST(
                        BodyPublishers.ofString(
                            "text=%s&csrf=%s"
                                .formatted(encoded(NOTE), FormToken.of(writer.session())))));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).doesNotContain(NOTE);
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void atAnotherOrganisationTheSamePersonDoesNotSeeIt() throws Exception {
    typedWhenIdle();
    assertThat(again(TestNetwork.HUB).get("/typed").text()).doesNotContain(NOTE, entry);
    assertThat(again(TestNetwork.HUB).get("/").text()).doesNotContain("You had typed");
  }

  @Test
  void whoHasNotSignedInSeesNothing() throws Exception {
    typedWhenIdle();
    assertThat(writer.get("/typed").status()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"signs out", "is signed out by an administrator", "by their provider"})
  void ofASessionThatWasEndedNothingIsKept(String how) throws Exception {
    switch (how) {
      case "signs out" -> writer.post("/sign-out", "");
      case "by their provider" ->
          directory()
              .ofProviders()
              .end(
                  new ProviderSessions.End(
                      writer.person().issuer(),
                      Optional.empty(),
                      Optional.of(writer.person().subject())));
      default -> directory().sessions().endAll(writer.person().id(), how);
    }
    isIdle();
    assertThat(note("").header("Location")).isEqualTo("/sign-in");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void ofSomebodyWhoIsShutOutNothingIsKept() throws Exception {
    network.execute(
        ("insert into account_shut (id, person, organisation, reason, shut_by, shut_at) select"
                + " gen_random_uuid(), id, '%s', 'a test', id, now() from person where id = '%s'")
            .formatted(TestNetwork.PRACTICE, writer.person().id()));
    isIdle();
    note("");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void ofASessionThatGoesOnNothingIsKept() throws Exception {
    writer.post("/worklist/" + entry + "/work/note", "text=Another");
    writer.post("/worklist/" + entry + "/work/task", "what=&due=soon");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void ofAFormOfAnotherSessionNothingIsKept() throws Exception {
    isIdle();
    writer
        .http()
        .send(
            writer
                .http()
                .to("/worklist/" + entry + "/work/note")
                .header("Content-Type", HttpCaller.FORM)
                .POST(BodyPublishers.ofString("text=x&csrf=" + FormToken.of(again().session()))));
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void ofAnUnknownSessionNothingIsKept() throws Exception {
    try (HttpCaller invented =
        HttpCaller.with(network.node().url(), new HttpCaller.Credentials("", "x".repeat(43)))) {
      Answer answer =
          invented.post(
              "/worklist/" + entry + "/work/note",
              HttpCaller.FORM,
              "text=x".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.header("Location")).isEqualTo("/sign-in");
    }
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void idsVersionsTokensAndChoicesAreNotKept() throws Exception {
    isIdle();
    note("&version=4711&once=4712&kind=4713&unknown=4714&password=4715&text2=4716");
    assertThat(network.one("select texts from typed_text")).isEqualTo("{\"" + NOTE + "\"}");
    assertThat(again().get("/typed").text())
        .doesNotContain("4711<", "4712<", "4713<", "4714<", "4715<", "4716<")
        .doesNotContain(FormToken.of(writer.session()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/people",
        "/people/00000000-0000-0000-0000-000000000000/link",
        "/password",
        "/passkeys",
        "/sessions/end",
        "/sign-in"
      })
  void ofFormsAboutAccountsNothingIsKept(String path) throws Exception {
    isIdle();
    writer.post(path, "name=x&user=y&reason=z&text=x&old=1&password=2&again=2");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void ofAFormWithFilesNothingIsReadOrKept() throws Exception {
    isIdle();
    Answer answer =
        writer
            .http()
            .postForm(
                "/outbox/" + UUID.randomUUID() + "/correct/check",
                List.of(
                    Part.of(
                        "csrf",
                        "",
                        "text/plain",
                        FormToken.of(writer.session()).getBytes(StandardCharsets.UTF_8)),
                    Part.of("reason", "", "text/plain", "x".getBytes(StandardCharsets.UTF_8))));
    assertThat(answer.header("Location")).isEqualTo("/sign-in");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void ofWhatAProgramSendsNothingIsKept() throws Exception {
    isIdle();
    writer.post("/api/v1/worklist/" + entry + "/notes", "{\"text\": \"x\"}");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void whatHasBeenKeptForTwelveHoursIsNotShownAndIsDeleted() throws Exception {
    typedWhenIdle();
    assertThat(network.one("select ends_at - kept_at = interval '12 hours' from typed_text"))
        .isEqualTo("t");
    network.execute("update typed_text set ends_at = now() - interval '1 second'");
    assertThat(again().get("/typed").text()).doesNotContain(NOTE);
    assertThat(again().get("/").text()).doesNotContain("You had typed");
    // The node may have swept already.
    directory().typed().sweep();
    assertThat(kept()).isEqualTo("0");
  }

  private static String end(Answer page) {
    Matcher form = Pattern.compile("action=\"(/typed/[0-9a-f-]+/end)\"").matcher(page.text());
    assertThat(form.find()).isTrue();
    return form.group(1);
  }

  @Test
  void whatIsNotNeededAnyMoreIsDeleted() throws Exception {
    typedWhenIdle();
    Someone again = again();
    Answer answer = again.post(end(again.get("/typed")), "");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/typed");
    assertThat(kept()).isEqualTo("0");
  }

  @Test
  void nobodyElseDeletesIt() throws Exception {
    typedWhenIdle();
    String end = end(again().get("/typed"));
    assertThat(at(TestNetwork.PRACTICE, "O. Other").post(end, "").status()).isEqualTo(404);
    assertThat(again(TestNetwork.HUB).post(end, "").status()).isEqualTo(404);
    assertThat(kept()).isEqualTo("1");
  }

  @Test
  void whatWasTypedIsTextAndNothingElse() throws Exception {
    isIdle();
    writer.post("/worklist/" + entry + "/work/note", "text=" + encoded("<b>x</b>\r\n\0\"y\""));
    assertThat(again().get("/typed").text())
        .contains("<bdi>&lt;b&gt;x&lt;/b&gt;\r\n\"y\"</bdi>")
        .doesNotContain("<b>x");
  }

  @Test
  void thePageIsOneOfThisNodesWhateverTheBrowserSays() throws Exception {
    isIdle();
    for (String referer :
        List.of("https://evil.example/x/y", "https://a.example//evil.example", "javascript:x")) {
      writer
          .http()
          .post(
              "/worklist/" + entry + "/work/note",
              HttpCaller.FORM,
              ("text=" + encoded(referer)).getBytes(StandardCharsets.UTF_8),
              "Referer",
              referer);
    }
    assertThat(network.one("select string_agg(distinct page, ' ') from typed_text")).isEqualTo("/");
  }

  @Test
  void whatIsSentTwiceIsKeptOnce() throws Exception {
    typedWhenIdle();
    typedWhenIdle();
    assertThat(kept()).isEqualTo("1");
  }

  @Test
  void whoLooksAtItIsInTheAuditLogWithoutTheText() throws Exception {
    typedWhenIdle();
    String before = network.one("select count(*) from audit_entry where action = 'list-seen'");
    again().get("/typed");
    assertThat(network.one("select count(*) from audit_entry where action = 'list-seen'"))
        .isEqualTo(Integer.toString(Integer.parseInt(before) + 1));
    assertThat(
            network.one("select count(*) from audit_entry e where e::text like '%" + NOTE + "%'"))
        .isEqualTo("0");
  }
}
