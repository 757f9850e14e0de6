package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.journal.AlertGroup;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.working.WorkState;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words on the pages mean, and who is shut out from what. */
class HelpPagesTest {
  @Running static TestNetwork network;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static HttpCaller nobody;
  private static String help;

  @BeforeAll
  static void helpIsOpened() throws Exception {
    nobody = new HttpCaller(network.node().url());
    help = nobody.get("/help").text();
  }

  @AfterAll
  static void stop() {
    nobody.close();
    HTTP.close();
  }

  private static String tag(String words) {
    return ">" + words + "</strong>";
  }

  @ParameterizedTest
  @EnumSource
  void everyStateOfAReceivedDocumentIsExplained(WorkState state) {
    assertThat(help).contains(tag(state.words()), Meanings.of(state));
  }

  @ParameterizedTest
  @EnumSource
  void everyStateOfASentDocumentIsExplained(DocumentState state) {
    assertThat(help).contains(tag(Display.words(state.text())), Meanings.of(state));
  }

  @ParameterizedTest
  @EnumSource
  void everyMarkIsExplained(WorkMark mark) {
    assertThat(help).contains(tag(mark.words()), mark.meaning());
  }

  @ParameterizedTest
  @EnumSource
  void everySeverityOfAnAlertIsExplained(AlertSeverity severity) {
    assertThat(help).contains(tag(severity.words()), Meanings.of(severity));
  }

  @ParameterizedTest
  @EnumSource
  void everyStateOfAnAlertIsExplained(AlertGroup.State state) {
    assertThat(help).contains(tag(state.words()), Meanings.of(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/help", "/accessibility"})
  void whoHasNotSignedInReadsItToo(String path) throws Exception {
    assertThat(nobody.get(path).status()).isEqualTo(200);
    assertThat(nobody.get(path).text()).doesNotContain("Sign out", "aria-label=\"Pages\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/help", "/accessibility"})
  void whoHasSignedInKeepsTheHeadOfEveryPage(String path) throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    assertThat(clerk.get(path).text())
        .contains("A. Clerk", "Sign out", "href=\"/worklist\"", "/session/ending?to=");
  }

  @Test
  void whoseSessionHasEndedReadsItAsAnybody() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "E. Clerk", Role.CLERK);
    clerk.post("/sign-out", "");
    assertThat(clerk.get("/help").status()).isEqualTo(200);
    assertThat(clerk.get("/help").text()).doesNotContain("Sign out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/worklist", "/nowhere", "/help"})
  void everyPageLeadsToBoth(String path) throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    assertThat(clerk.get(path).text()).contains("href=\"/help\"", "href=\"/accessibility\"");
    assertThat(nobody.get("/sign-in").text()).contains("href=\"/help\"", "href=\"/accessibility\"");
  }

  @Test
  void whereThereIsNothingWhoHasSignedInKeepsTheHeadOfEveryPage() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    Answer nowhere = clerk.get("/nowhere");
    assertThat(nowhere.status()).isEqualTo(404);
    Answer otherwise = clerk.post("/help", "");
    assertThat(otherwise.status()).isEqualTo(405);
    for (Answer page : List.of(nowhere, otherwise)) {
      assertThat(page.text()).contains("A. Clerk", "Sign out", "href=\"/worklist\"");
    }
  }

  @Test
  void whoseFormIsNoLongerGoodKeepsTheHeadOfEveryPage() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    HttpRequest stale =
        HttpRequest.newBuilder(network.node().url().resolve("/keys"))
            .header("Cookie", Cookies.SESSION + "=" + clerk.session())
            .header("Content-Type", HttpCaller.FORM)
            .POST(HttpRequest.BodyPublishers.ofString("csrf=of-another-page"))
            .build();
    var answer = HTTP.send(stale, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("A. Clerk", "Sign out", "href=\"/worklist\"");
  }

  @Test
  void whereThereIsNothingWhoHasNotSignedInLearnsNothing() throws Exception {
    Someone gone = Someone.at(network, TestNetwork.PRACTICE, "G. Clerk", Role.CLERK);
    gone.post("/sign-out", "");
    for (Answer page :
        List.of(
            nobody.get("/nowhere"),
            nobody.post("/help", HttpCaller.FORM, new byte[0]),
            gone.get("/nowhere"))) {
      assertThat(page.status()).isIn(404, 405);
      assertThat(page.text())
          .doesNotContain("Sign out", "G. Clerk", "aria-label=\"Pages\"", TestNetwork.PRACTICE);
    }
  }

  @Test
  void whoIsRefusedKeepsTheHeadOfEveryPage() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    Answer refused = clerk.get("/people");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text())
        .contains("Your roles do not allow this", "A. Clerk", "Sign out", "href=\"/worklist\"");
  }

  @Test
  void whoDidNotSayWhyIsToldWhere() throws Exception {
    Someone administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
    String roles = "/people/" + administrator.person().id() + "/roles";
    assertThat(administrator.post(roles, "role=clerk&kind=given").text())
        .contains("Say why, in 1 to 500 characters, in the field for it")
        .doesNotContain("X-Reason");
  }

  @Test
  void theOverviewTellsWhoHasNoRoleWhy() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.PRACTICE, "R. Norole-Example");
    assertThat(stranger.get("/").text())
        .contains("There is nothing to show here", "you have no role at", "Ask an administrator");
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    assertThat(clerk.get("/").text()).doesNotContain("There is nothing to show here");
  }

  @Test
  void anNhsNumberInAnAlertIsShownInGroups() {
    assertThat(Display.spaced("the report on Alpha, NHS number 9990000018, version 1"))
        .isEqualTo("the report on Alpha, NHS number 999 000 0018, version 1");
    assertThat(Display.spaced("0800 000000, 9990000019, a9990000018 and 1-9990000018"))
        .isEqualTo("0800 000000, 9990000019, a9990000018 and 1-9990000018");
  }
}
