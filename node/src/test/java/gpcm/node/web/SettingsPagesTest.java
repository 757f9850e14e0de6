package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.received;
import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.web.HttpCaller.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The front page of the settings, teams and due times, as administrators set them. */
class SettingsPagesTest extends SettingsFixture {
  @Test
  void aTeamIsMadeChangedAndClosedAndThePageSaysByWhomAndWhy() throws Exception {
    String team = team("Letters", clerk.person().id());
    assertThat(administrator.get("/settings/teams").text())
        .contains("Letters", "<bdi>A. Clerk</bdi>");
    set(
        administrator,
        "teams/" + team,
        "name=Post&members=" + clerk.person().id() + "&members=" + other.person().id());
    String page = administrator.get("/settings/teams").text();
    assertThat(page)
        .contains("<bdi>A. Clerk, B. Clerk</bdi>")
        .contains("Before: <bdi>the team Letters of A. Clerk</bdi>")
        .contains("After: <bdi>the team Post of A. Clerk, B. Clerk</bdi>")
        .contains("<strong><bdi>D. Administrator</bdi></strong>: <bdi>They asked for it</bdi>");
    set(administrator, "teams/" + team + "/end", "");
    assertThat(administrator.get("/settings/teams").text())
        .contains("After: <bdi>no team (Post is closed)</bdi>", "There is no team yet.");
  }

  @Test
  void aTeamThatHasADocumentIsNotClosed() throws Exception {
    String team = team("Letters");
    String entry = received(network);
    done(clerk, entry, "assign", "{" + version(entry) + ", \"team\": \"" + team + "\"}");
    Answer refused = administrator.post("/settings/teams/" + team + "/end", "reason=Tidy");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("give them to somebody else first");
    done(
        clerk,
        entry,
        "assign",
        "{%s, \"person\": \"%s\"}".formatted(version(entry), clerk.person().id()));
  }

  @Test
  void theDueTimesAreSetOnThePage() throws Exception {
    set(administrator, "due-times", "for-action=2&for-information=9");
    try {
      assertThat(administrator.get("/settings/teams").text())
          .contains("For action: 2. For information: 9.", "due in 2 days for action");
      Answer wrong =
          administrator.post("/settings/due-times", "for-action=0&for-information=9&reason=Try");
      assertThat(wrong.status()).isEqualTo(422);
      assertThat(wrong.text()).contains("<a href=\"#for-action\">");
    } finally {
      set(administrator, "due-times", "for-action=3&for-information=14");
    }
  }

  @Test
  void theFrontPageOfTheSettingsSaysHowItStands() throws Exception {
    isAway();
    team("Letters");
    assertThat(administrator.get("/settings").text())
        .contains("1 team", "1 person is away today", "No rule yet", "0 % of what is completed");
    assertThat(List.of(administrator.get("/settings/absence").text()).getFirst())
        .contains("Stand-in: <bdi>B. Clerk</bdi>");
  }
}
