package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.AlertText;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.people.Role;
import gpcm.node.people.RoleTable;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose form is refused is given back what they typed into it. */
class RefusedFormsTest {
  private static final String HEADING = "What you typed";

  @Running static TestNetwork network;
  @TempDir static Path folder;
  private static Someone sender;
  private static UUID document;
  private String close;

  @BeforeAll
  static void aDocumentIsSent() throws Exception {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    network.entryOf(document);
  }

  @BeforeEach
  void anAlertIsRaised() {
    network.raise(document, new AlertText("rejected/1", "Not accepted", "It is so", "Ring them"));
    close =
        "/alerts/"
            + network.one("select max(id) from alert where problem like 'rejected/1%'")
            + "/resolution";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Answer post(Someone who, String path, String form, String... headers)
      throws Exception {
    return who.http().post(path, HttpCaller.FORM, form.getBytes(StandardCharsets.UTF_8), headers);
  }

  @Test
  void theTextOfARefusedFormIsGivenBackWithItsLineBreaks() throws Exception {
    Answer refused = post(sender, close, "text=" + encoded("Rang her\r\ntwice"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("<h2 id=\"typed\" class=\"nhsuk-heading-s\"><bdi>" + HEADING)
        .contains("<p class=\"gpcm-typed\"><bdi>Rang her\r\ntwice</bdi></p>")
        .contains("<dt class=\"nhsuk-summary-list__key\">Text</dt>");
    assertThat(new String(Resources.read("gpcm.css"), StandardCharsets.UTF_8))
        .contains(".gpcm-typed { white-space: pre-wrap;");
  }

  @Test
  void whatWasTypedIsTextAndNothingElse() throws Exception {
    assertThat(post(sender, close, "text=" + encoded("<b>Rang</b> \"her\"")).text())
        .contains("<bdi>&lt;b&gt;Rang&lt;/b&gt; \"her\"</bdi>")
        .doesNotContain("<b>Rang");
  }

  @Test
  void idsVersionsTokensAndChoicesAreNotGivenBack() throws Exception {
    String page =
        post(
                sender,
                close,
                "text=Rang+her&version=4711&once=once-4711&all=all-4711&outcome=4712&unknown=4713")
            .text();
    assertThat(page).contains("Rang her").doesNotContain("4711", "4712<", "4713");
    assertThat(page.substring(page.indexOf(HEADING), page.indexOf("gpcm-links")))
        .doesNotContain(FormToken.of(sender.session()));
  }

  @Test
  void emptyFieldsAreNotShown() throws Exception {
    assertThat(post(sender, close, "text=+&note=").text()).doesNotContain(HEADING);
  }

  @Test
  void whoHasNotSaidWhyKeepsTheRest() throws Exception {
    Someone operator = Someone.at(network, TestNetwork.HUB, "O. Operator", Role.OPERATOR);
    Answer refused = post(operator, "/system/notice", "text=MESH+is+late&reason=");
    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    assertThat(refused.text()).contains("Say why", HEADING, "MESH is late");
  }

  @Test
  void whoseDocumentHasGoneOnMeanwhileKeepsTheReason() throws Exception {
    Answer refused = post(sender, "/outbox/" + document + "/hold", "reason=She+rang+us");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains(HEADING, "<bdi>She rang us</bdi>");
  }

  @Test
  void whoHasToSignInAgainIsToldToCopyItFirst() throws Exception {
    String page =
        post(signedInLongAgo(), "/absence", "from=2027-03-01&to=2027-03-02&stand-in=4711").text();
    assertThat(page).contains("Sign in again first", HEADING, "2027-03-01", "2027-03-02");
    assertThat(page).contains("Copy what you need").doesNotContain("4711");
    assertThat(page.indexOf(HEADING)).isLessThan(page.indexOf("action=\"/sign-in\""));
  }

  private static Someone signedInLongAgo() {
    Instant before = Someone.now(network).minus(RoleTable.FRESH).minusSeconds(1);
    return Someone.at(
        network, TestNetwork.HUB, "L. Longago", Optional.empty(), before, Role.SENDER);
  }

  @Test
  void passwordsAreNeverGivenBack() throws Exception {
    Answer refused =
        post(signedInLongAgo(), "/password", "name=L.+Other&old=one-two-three&password=x-y-z-x");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).doesNotContain(HEADING, "one-two-three", "x-y-z-x", "L. Other");
  }

  @Test
  void nothingOfSigningInIsGivenBack() throws Exception {
    String body = "user=s.sender&password=one-two-three&csrf=" + FormToken.of(sender.session());
    Answer refused = post(sender, "/sign-in", body);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).doesNotContain(HEADING, "s.sender", "one-two-three");
  }

  private static Answer withFormOf(String session) throws Exception {
    return sender
        .http()
        .send(
            sender
                .http()
                .to("/outbox/" + document + "/hold")
                .header("Content-Type", HttpCaller.FORM)
                .POST(BodyPublishers.ofString("reason=Rang+her&csrf=" + FormToken.of(session))));
  }

  /** Whoever sits at that browser now may be somebody else. */
  @Test
  void theFormOfAnotherPersonsSessionIsNotGivenBack() throws Exception {
    Answer refused =
        withFormOf(Credentials.session(network.served(), TestNetwork.HUB, Role.SENDER));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text())
        .contains("The form is no longer good")
        .doesNotContain(HEADING, "Rang her");
  }

  @Test
  void whoHasSignedInAgainBesideAnOpenPageKeepsWhatTheyTypedThere() throws Exception {
    String before = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER).session();
    network.served().directory().sessions().end(before);
    Answer refused = withFormOf(before);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("The form is no longer good", HEADING, "Rang her");
  }

  @Test
  void whoWorksForAnotherOrganisationNowIsNotShownIt() throws Exception {
    String elsewhere =
        Someone.at(network, TestNetwork.PRACTICE, "S. Sender", Role.SENDER).session();
    assertThat(withFormOf(elsewhere).text()).doesNotContain(HEADING, "Rang her");
  }

  @Test
  void whoIsTooFastForTheNodeKeepsTheText() throws Exception {
    LimitSettings usual = LimitSettings.defaults();
    Rate one = new Rate(1, Duration.ofHours(1));
    HttpSettings settings =
        HttpSettings.defaults()
            .onPort(0)
            .with(new LimitSettings(one, usual.perCaller(), usual.signIns()));
    try (WebServer server = WebServer.start(settings, network.served(), folder.resolve("uploads"));
        HttpCaller http = HttpCaller.with(server.url(), new Credentials("", sender.session()))) {
      http.get("/");
      Answer refused =
          http.post(close, HttpCaller.FORM, "text=Rang+her".getBytes(StandardCharsets.UTF_8));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.text()).contains(HEADING, "Rang her");
    }
  }

  @Test
  void aProgramIsToldOfNoneOfIt() throws Exception {
    assertThat(sender.post("/api/v1" + close, "{\"text\": \"Rang her\"}").text())
        .doesNotContain("Rang her");
  }

  @Test
  void theWayBackLeadsToThePageOfTheFormAndNowhereElse() throws Exception {
    String page = "/alerts/" + close.replaceAll("\\D", "");
    for (String site : new String[] {network.node().url().toString(), "https://evil.example"}) {
      assertThat(post(sender, close, "text=x", "Referer", site + page).text())
          .contains("href=\"" + page + "\"")
          .doesNotContain("evil.example");
    }
    assertThat(post(sender, close, "text=x", "Referer", "https://a.example//evil.example").text())
        .doesNotContain("evil.example");
  }

  @Test
  void fromAFormThatWasShownAgainTheWayBackLeadsToThePageAboveIt() throws Exception {
    String site = network.node().url().toString();
    String page = "/alerts/" + close.replaceAll("\\D", "");
    assertThat(post(sender, close, "text=x", "Referer", site + close + "?a=b").text())
        .contains("href=\"" + page + "\"");
    assertThat(post(sender, close, "text=x", "Referer", site + "/no/where").text())
        .doesNotContain("Go back");
  }

  @Test
  void theAuditLogHasNoneOfTheText() throws Exception {
    post(sender, close, "text=" + encoded("Rang her 4711 times"));
    assertThat(
            network.one(
                "select count(*) from audit_entry e where e::text like '%Rang her 4711 times%'"))
        .isEqualTo("0");
  }

  @Test
  void fromTheAbsenceAndThePasskeysOneGoesBackToMySettings() throws Exception {
    for (String page : new String[] {"/absence", "/passkeys"}) {
      assertThat(sender.get(page).text())
          .containsPattern(
              Pattern.compile(
                  "<a class=\"nhsuk-back-link\" href=\"/me\">.*my settings</a>",
                  Pattern.CASE_INSENSITIVE));
    }
  }
}
