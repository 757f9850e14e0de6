package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How an organisation sends, on its settings page. */
class SendingSettingsPagesTest {
  @Running static TestNetwork network;
  private static Someone administrator;

  @BeforeAll
  static void somebodyIsThere() {
    administrator = Someone.at(network, TestNetwork.HUB, "A. Administrator", Role.ADMINISTRATOR);
  }

  private static String page() throws Exception {
    var answer = administrator.get("/settings/sending");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  @Test
  void thePageSaysWhatHoldsAndChangesIt() throws Exception {
    assertThat(page())
        .contains("They leave 180 minutes after the last change, without anybody’s confirmation.");
    String place = "/settings/sending/consultation-summary";
    assertThat(
            administrator
                .post(place, "delayMinutes=60&confirmed=true&version=0&reason=We+want+to+look")
                .status())
        .isEqualTo(303);
    assertThat(page())
        .contains(
            "They leave 60 minutes after the last change, and not before somebody has confirmed"
                + " each.");
    assertThat(administrator.post(place, "delayMinutes=30&version=0&reason=Old+page").status())
        .isEqualTo(409);
    var wrong = administrator.post(place, "delayMinutes=soon&version=1&reason=x");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("There is a problem", "whole number of minutes");
    assertThat(
            administrator
                .post(place, "delayMinutes=600&version=1&otherWay=Secure+mail&reason=x")
                .status())
        .isEqualTo(303);
    assertThat(page())
        .contains("Secure mail", "later than the three hours")
        .doesNotContain("GPCM-SD-027");
    assertThat(administrator.post(place, "delayMinutes=1441&version=2&reason=x").status())
        .isEqualTo(303);
    assertThat(page()).contains("(GPCM-SD-027)");
  }

  @Test
  void aRuleOfRelevanceIsAddedAndRemoved() throws Exception {
    assertThat(administrator.post("/settings/relevance", "kind=&code=&reason=x").status())
        .isEqualTo(422);
    assertThat(
            administrator.post("/settings/relevance", "kind=Administration+note&reason=x").status())
        .isEqualTo(303);
    assertThat(page()).contains("Kind: Administration note</bdi>, not relevant");
    assertThat(
            administrator
                .post("/settings/relevance/end", "rule=kind+'Administration+note'&reason=x")
                .status())
        .isEqualTo(303);
    assertThat(page()).contains("No rule is set.");
  }

  @Test
  void whoMayNotChangeItIsOfferedNothing() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.HUB, "C. Clerk", Role.CLERK);
    assertThat(
            clerk
                .post("/settings/sending/consultation-summary", "delayMinutes=1&version=0&reason=x")
                .status())
        .isEqualTo(403);
  }

  @Test
  void deadlinesAreShownAndChanged() throws Exception {
    assertThat(page())
        .contains(
            "When somebody is told",
            "After 24 hours, somebody is told again that a document is held.",
            "it ends so much earlier or later",
            "Through a MESH file client nobody can ask");
    String place = "/settings/deadlines";
    assertThat(administrator.post(place, "held=90&version=0&reason=We+want+to+look").status())
        .isEqualTo(303);
    assertThat(page())
        .contains(
            "After 90 minutes, somebody is told again that a document is held.",
            "Last changed by <bdi>A. Administrator</bdi>");
    assertThat(administrator.post(place, "held=91&version=0&reason=Old+page").status())
        .isEqualTo(409);
    var wrong = administrator.post(place, "tracking=14&version=1&reason=x");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("There is a problem", "15 to 86400");
    Someone clerk = Someone.at(network, TestNetwork.HUB, "C. Clerk", Role.CLERK);
    assertThat(clerk.post(place, "held=1&version=1&reason=x").status()).isEqualTo(403);
  }
}
