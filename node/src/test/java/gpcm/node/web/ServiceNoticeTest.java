package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Sentence;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever runs the system tells everybody, over HTTP. */
class ServiceNoticeTest {
  private static final String PAGE = "/system/notice";
  private static final String API = "/api/v1/notice";
  private static final String WORDS = "MESH answers late today";
  private static final ZoneId UK = ZoneId.of("Europe/London");
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"");

  @Running static TestNetwork network;
  private static Someone operator;
  private static Someone elsewhere;
  private static Someone clerk;

  @BeforeAll
  static void peopleAreKnown() {
    operator = Someone.at(network, TestNetwork.HUB, "L. Operator-Example", Role.OPERATOR);
    elsewhere = Someone.at(network, TestNetwork.PRACTICE, "P. Operator-Example", Role.OPERATOR);
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
  }

  @AfterEach
  void thereIsNone() {
    network.execute("delete from service_notice");
    network.served().desk().notices().forget();
  }

  private static Answer sets(Someone who, String words, String more) throws Exception {
    return who.post(
        PAGE, "reason=an+outage&text=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + more);
  }

  private static void set(String words) throws Exception {
    Answer set = sets(operator, words, "");
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(set.header("Location")).isEqualTo(PAGE);
  }

  private static String banner(String words) {
    return "<p class=\"nhsuk-notification-banner__heading\"><bdi>" + words + "</bdi></p>";
  }

  private static String nobodySees(String path) throws Exception {
    try (HttpCaller nobody = new HttpCaller(network.node().url())) {
      return nobody.get(path).text();
    }
  }

  private static JsonNode told() throws Exception {
    try (HttpCaller nobody = new HttpCaller(network.node().url())) {
      return nobody.get(API).json().path("notice");
    }
  }

  private static String seen(String page) {
    Matcher field = SEEN.matcher(page);
    assertThat(field.find()).isTrue();
    return field.group(1);
  }

  private static String until(LocalDateTime at) {
    return "&until-day=%s&until-time=%s"
        .formatted(at.toLocalDate(), at.toLocalTime().truncatedTo(ChronoUnit.MINUTES));
  }

  private static LocalDateTime inUk(Duration ahead) {
    return LocalDateTime.ofInstant(Someone.now(network).plus(ahead), UK);
  }

  private static String entry() {
    return entry(TestNetwork.HUB);
  }

  private static String entry(String organisation) {
    return network.one(
        "select convert_from(entry, 'UTF8') from audit_entry where action ="
            + " 'configuration-changed' and org = '%s' order by entry_id desc limit 1"
                .formatted(organisation));
  }

  private static String said(String organisation) {
    return Sentence.of(
        network.served().audited().search().find(AuditQuery.newest(organisation, 1)).getFirst());
  }

  @Test
  void itStandsAtTheHeadOfEveryPageForEverybody() throws Exception {
    set(WORDS);
    for (String path : List.of("/", "/worklist", "/me", "/help", "/nowhere", "/people")) {
      assertThat(clerk.get(path).text()).as(path).contains(banner(WORDS));
    }
    for (String path : List.of("/system", PAGE, "/outbox")) {
      assertThat(operator.get(path).text()).as(path).contains(banner(WORDS));
    }
    for (String path : List.of("/sign-in", "/help", "/nowhere")) {
      assertThat(nobodySees(path)).as(path).contains(banner(WORDS));
    }
  }

  @Test
  void itIsTheFirstThingOfThePageAndHasAHeadOfItsOwn() throws Exception {
    set(WORDS);
    assertThat(clerk.get("/worklist").text())
        .containsPattern(
            "id=\"main\">\\s*<div class=\"gpcm-noprint\">\\s*<div class=\"nhsuk-notification-banner"
                + " \" role=\"region\" aria-labelledby=\"service-notice\"")
        .contains("id=\"service-notice\">Important</h2>");
  }

  @Test
  void noPageHasAnyWhileThereIsNone() throws Exception {
    for (String page : List.of(clerk.get("/worklist").text(), nobodySees("/sign-in"))) {
      assertThat(page).doesNotContain("notification-banner");
    }
    assertThat(told().isNull()).isTrue();
    assertThat(operator.get(PAGE).text()).contains("There is none.").doesNotContain("Take it away");
  }

  @Test
  void whatIsWrittenIsTextAndNothingElse() throws Exception {
    set("<script>alert(1)</script> & \u201cquoted\u201d <b>bold</b> \u202Eback");
    for (String page : List.of(clerk.get("/").text(), nobodySees("/sign-in"))) {
      assertThat(page)
          .contains(
              "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \u201cquoted\u201d &lt;b&gt;bold")
          .doesNotContain("<script>alert", "<b>bold", "\u202E");
    }
  }

  @Test
  void whatIsWrittenOnSeveralLinesStandsOnOne() throws Exception {
    set(" MESH is late.\r\n\r\n  Documents\twait. ");
    assertThat(clerk.get("/").text()).contains(banner("MESH is late. Documents wait."));
  }

  @Test
  void itIsGoneWhenItIsTakenAway() throws Exception {
    set(WORDS);
    assertThat(clerk.get("/").text()).contains(banner(WORDS));
    Answer gone = operator.post(PAGE + "/end", "reason=it+is+over");
    assertThat(gone.status()).as(gone.text()).isEqualTo(303);
    assertThat(clerk.get("/").text()).doesNotContain(WORDS);
    assertThat(told().isNull()).isTrue();
  }

  @Test
  void itIsGoneAfterItsEndAndItsPageSaysSo() throws Exception {
    LocalDateTime end = inUk(Duration.ofMinutes(3)).truncatedTo(ChronoUnit.MINUTES);
    assertThat(sets(operator, WORDS, until(end)).status()).isEqualTo(303);
    assertThat(clerk.get("/").text()).contains(banner(WORDS));
    assertThat(told().path("until").asText()).isEqualTo(end.atZone(UK).toInstant().toString());
    network.advance(Duration.ofMinutes(3));
    assertThat(clerk.get("/").text()).doesNotContain(WORDS);
    assertThat(told().isNull()).isTrue();
    assertThat(operator.get(PAGE).text())
        .contains("The last one", "Ended " + Display.time(end.atZone(UK).toInstant()))
        .contains(">" + WORDS + "</textarea>")
        .doesNotContainPattern("id=\"until-day\"[^>]*value=\"[0-9]");
  }

  @Test
  void itsPageSaysWhatStandsThereWhoSetItAndUntilWhen() throws Exception {
    LocalDateTime end = inUk(Duration.ofDays(2)).truncatedTo(ChronoUnit.MINUTES);
    sets(operator, WORDS, until(end));
    assertThat(operator.get(PAGE).text())
        .contains("What stands there", "by <bdi>L. Operator-Example</bdi>")
        .contains(Display.time(end.atZone(UK).toInstant()))
        .contains("value=\"" + end.toLocalDate() + "\"");
  }

  @Test
  void whoSetItIsToldToTheirOwnOrganisationAlone() throws Exception {
    set(WORDS);
    assertThat(elsewhere.get(PAGE).text())
        .contains("by another organisation", banner(WORDS))
        .doesNotContain("L. Operator-Example");
    assertThat(told().toString()).doesNotContain("Operator");
  }

  @Test
  void everyOperatorAndAdministratorFindsItFromThePageSystem() throws Exception {
    for (Role role : List.of(Role.OPERATOR, Role.ADMINISTRATOR)) {
      Someone who = Someone.at(network, TestNetwork.HUB, "W. Who-Example", role);
      assertThat(who.get("/system").text()).contains("href=\"/system/notice\"");
      assertThat(who.get(PAGE).text()).contains("Set it</button>");
      assertThat(sets(who, WORDS, "").status()).isEqualTo(303);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLERK", "CLINICIAN", "SENDER", "AUDITOR"})
  void nobodyElseSetsOrTakesItAway(Role role) throws Exception {
    set(WORDS);
    Someone who = Someone.at(network, TestNetwork.HUB, "N. Nobody-Example", role);
    assertThat(who.get(PAGE).status()).isEqualTo(403);
    assertThat(sets(who, "Mine", "").status()).isEqualTo(403);
    assertThat(who.post(PAGE + "/end", "reason=why").status()).isEqualTo(403);
    assertThat(told().path("text").asText()).isEqualTo(WORDS);
  }

  @Test
  void itAsksForASignInOfTheLastQuarterOfAnHourAndForAReason() throws Exception {
    Someone stale =
        Someone.at(
            network,
            TestNetwork.HUB,
            "S. Stale-Example",
            Optional.empty(),
            Someone.now(network).minus(Duration.ofMinutes(16)),
            Role.OPERATOR);
    assertThat(stale.get(PAGE).status()).isEqualTo(200);
    assertThat(sets(stale, WORDS, "").text()).contains("Sign in again");
    Answer unexplained = operator.post(PAGE, "text=" + WORDS.replace(' ', '+'));
    assertThat(unexplained.status()).isEqualTo(403);
    assertThat(unexplained.text()).contains("Say why");
    assertThat(told().isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text=                                                      | text
          text=+++                                                   | text
          text=LONG                                                  | text
          text=fine&until-day=2020-01-01&until-time=10:00            | until-day
          text=fine&until-day=2999-01-01&until-time=10:00            | until-day
          text=fine&until-day=+999999999-01-01&until-time=10:00      | until-day
          text=fine&until-day=2027-03-31                             | until-day
          text=fine&until-time=10:00                                 | until-day
          text=fine&until-day=2027-03-28&until-time=01:30            | until-day
          text=fine&until-day=tomorrow&until-time=noon               | until-day
          """)
  void whatIsWrongIsSaidAtItsFieldAndWhatWasTypedIsKept(String form, String field)
      throws Exception {
    Answer refused = operator.post(PAGE, "reason=why&" + form.replace("LONG", "x".repeat(301)));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.text())
        .contains("<title>Error: Service notice", "There is a problem")
        .contains("<a href=\"#" + field + "\">", "id=\"" + field + "-error\"");
    if (form.startsWith("text=fine")) {
      assertThat(refused.text()).contains(">fine</textarea>");
    }
    if (form.contains("2020-01-01")) {
      assertThat(refused.text()).contains("value=\"2020-01-01\"", "value=\"10:00\"");
    }
    assertThat(told().isNull()).isTrue();
  }

  @Test
  void threeHundredCharactersAreNotTooMany() throws Exception {
    set("\u00e9".repeat(300));
    assertThat(told().path("text").asText()).hasSize(300);
  }

  @Test
  void whoeverHasSeenAnotherOneIsToldAndTakesNothingAway() throws Exception {
    String none = seen(operator.get(PAGE).text());
    set("MESH is late");
    Answer late = sets(elsewhere, "Planned work", "&seen=" + none);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text())
        .contains("changed the service notice meanwhile", ">Planned work</textarea>");
    String first = seen(late.text());
    set("MESH is back");
    assertThat(elsewhere.post(PAGE + "/end", "reason=why&seen=" + first).status()).isEqualTo(409);
    assertThat(told().path("text").asText()).isEqualTo("MESH is back");
    String now = seen(elsewhere.get(PAGE).text());
    assertThat(elsewhere.post(PAGE + "/end", "reason=why&seen=" + now).status()).isEqualTo(303);
  }

  @Test
  void takingAwayWhatIsNotThereIsSaid() throws Exception {
    Answer refused = operator.post(PAGE + "/end", "reason=why");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("There is no service notice");
  }

  @Test
  void theLogHasWhoSaidWhatWhyAndUntilWhenAndItsWordsCanBeErased() throws Exception {
    LocalDateTime end = inUk(Duration.ofDays(1)).truncatedTo(ChronoUnit.MINUTES);
    sets(operator, WORDS, until(end));
    assertThat(entry())
        .contains("no service notice", "until " + end.atZone(UK).toInstant())
        .contains(operator.person().id().toString())
        .doesNotContain(WORDS, "an outage");
    assertThat(said(TestNetwork.HUB))
        .contains("L. Operator-Example changed the configuration", WORDS, "because", "an outage");
    operator.post(PAGE + "/end", "reason=it+is+over");
    assertThat(entry()).contains("\"to\":\"no service notice\"");
  }

  @Test
  void theLogOfEachOrganisationThatReadsItHasItWithoutTheNameOfWhoSetIt() throws Exception {
    set(WORDS);
    assertThat(entry(TestNetwork.PRACTICE))
        .contains(operator.person().id().toString(), TestNetwork.HUB)
        .doesNotContain(WORDS);
    assertThat(said(TestNetwork.PRACTICE))
        .contains("The person " + operator.person().id(), WORDS, "because", "an outage")
        .doesNotContain("Operator-Example");
  }

  @Test
  void whatCannotBeRecordedIsNotShown() throws Exception {
    assertThat(network.refusingAudit(() -> sets(operator, WORDS, "")).status()).isEqualTo(500);
    assertThat(told().isNull()).isTrue();
    assertThat(network.one("select count(*) from service_notice")).isEqualTo("0");
  }

  @Test
  void whereTheNodeCannotAnswerItStandsThereToo() throws Exception {
    set(WORDS);
    assertThat(clerk.get("/worklist").text()).contains(banner(WORDS));
    Answer broken = network.refusingAudit(() -> clerk.get("/worklist"));
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.text()).contains(banner(WORDS));
  }

  @Test
  void aProgramSetsAndTakesItAwayWithItsScope() throws Exception {
    String key =
        Credentials.key(network.served(), TestNetwork.HUB, Permission.CHANGE_TECHNICAL_SETTINGS);
    Instant end = Someone.now(network).plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    String body =
        "{\"text\": \"%s\", \"until\": \"%s\", \"by\": \"N. Fictional\"}".formatted(WORDS, end);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      Answer set = machine.put(API, body.getBytes(StandardCharsets.UTF_8));
      assertThat(set.status()).as(set.text()).isEqualTo(204);
      assertThat(told().path("text").asText()).isEqualTo(WORDS);
      assertThat(told().path("until").asText()).isEqualTo(end.toString());
      assertThat(told().path("since").asText()).isNotEmpty();
      assertThat(operator.get(PAGE).text()).contains("N. Fictional, stated by");
      assertThat(end(machine).status()).isEqualTo(204);
      assertThat(end(machine).status()).isEqualTo(409);
      assertThat(told().isNull()).isTrue();
    }
  }

  private static Answer end(HttpCaller machine) throws Exception {
    return machine.post(API + "/end", "application/json", new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"text\": \"\"}",
        "{\"text\": 5}",
        "{\"text\": \"a\", \"until\": \"tomorrow\"}",
        "{\"text\": \"a\", \"until\": \"2020-01-01T00:00:00Z\"}",
        "{\"text\": \"a\", \"until\": \"+1000000000-12-31T23:59:59Z\"}",
        "{\"text\": \"a\", \"seen\": \"none\"}",
        "{\"text\": \"a\", \"by\": \"\"}"
      })
  void whatIsWrongIsRefusedToAProgramToo(String body) throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served(), TestNetwork.HUB)) {
      Answer refused = http.put(API, body.getBytes(StandardCharsets.UTF_8));
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    }
    assertThat(told().isNull()).isTrue();
  }
}
