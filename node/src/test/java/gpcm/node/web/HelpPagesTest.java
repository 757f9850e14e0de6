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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words on the pages mean, and who is shut out from what. */
class HelpPagesTest {
  @Running static TestNetwork network;
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
    assertThat(administrator.post("/settings/sampling", "percent=5&whom=x").text())
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
