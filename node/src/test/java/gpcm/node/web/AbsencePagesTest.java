package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.history;
import static gpcm.node.web.AssignmentRulesTest.received;
import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is away and who stands in, as administrators set it and as it comes true. */
class AbsencePagesTest extends SettingsFixture {
  @Test
  void whatARuleGivesToWhoIsAwayGoesToTheStandInAndSaysForWhom() throws Exception {
    set(administrator, "rules", "name=All&whom=person-" + clerk.person().id());
    isAway();
    JsonNode work = work(received(network));
    assertThat(work.path("person").path("name").asText()).isEqualTo("B. Clerk");
    assertThat(history(work))
        .containsExactly(
            "The node assigned it to B. Clerk by the rule “All”, for A. Clerk, away until "
                + until()
                + ".");
  }

  @Test
  void whatAColleagueGivesToWhoIsAwayGoesToTheStandIn() throws Exception {
    isAway();
    String entry = received(network);
    done(
        other,
        entry,
        "assign",
        "{%s, \"person\": \"%s\"}".formatted(version(entry), clerk.person().id()));
    assertThat(work(entry).path("person").path("name").asText()).isEqualTo("B. Clerk");
    assertThat(history(work(entry)))
        .containsExactly(
            "B. Clerk assigned it to B. Clerk, for A. Clerk, away until " + until() + ".");
    done(
        other,
        entry,
        "task",
        "{\"what\": \"Ring\", \"person\": \"%s\"}".formatted(clerk.person().id()));
    assertThat(work(entry).path("tasks").get(0).path("for").asText()).isEqualTo("B. Clerk");
    done(
        other,
        entry,
        "review",
        "{%s, \"instruction\": \"Look\", \"person\": \"%s\"}"
            .formatted(version(entry), clerk.person().id()));
    assertThat(history(work(entry)).getLast())
        .isEqualTo(
            "B. Clerk asked for a review by B. Clerk: Look, for A. Clerk, away until "
                + until()
                + ".");
  }

  @Test
  void nothingGoesToAStandInWhoHasLeft() throws Exception {
    Someone leaver = Someone.at(network, TestNetwork.PRACTICE, "L. Leaver", Role.CLERK);
    assertThat(away(clerk, leaver, today(), today().plusDays(5)).status()).isEqualTo(303);
    AssignmentRulesTest.hasLeft(network, leaver);
    String entry = received(network);
    done(
        other,
        entry,
        "assign",
        "{%s, \"person\": \"%s\"}".formatted(version(entry), clerk.person().id()));
    assertThat(work(entry).path("person").path("name").asText()).isEqualTo("A. Clerk");
  }

  @Test
  void aReviewOfATemplateGoesToTheStandIn() throws Exception {
    template(
        "name=One&starts=true&whom-1=person-%1$s&instruction-1=Read&whom-2=person-%1$s&instruction-2=Decide"
            .formatted(clerk.person().id()));
    isAway();
    String entry = received(network);
    assertThat(history(work(entry)))
        .containsExactly(
            "The node asked for a review by B. Clerk, for A. Clerk, away until "
                + until()
                + ", as the template “One” says: Read.");
    done(
        clinician,
        entry,
        "review-result",
        "{\"review\": \"%s\", \"result\": \"Seen\"}"
            .formatted(work(entry).path("reviews").get(0).path("id").asText()));
    assertThat(history(work(entry)).getLast())
        .contains("level 2 goes to B. Clerk, for A. Clerk, away until");
  }

  @Test
  void noReviewGoesToAStandInWhoHasLeft() throws Exception {
    Someone leaver = Someone.at(network, TestNetwork.PRACTICE, "O. Leaver", Role.CLINICIAN);
    template(
        "name=One&starts=true&whom-1=person-%s&instruction-1=Read"
            .formatted(clinician.person().id()));
    assertThat(away(clinician, leaver, today(), today().plusDays(5)).status()).isEqualTo(303);
    AssignmentRulesTest.hasLeft(network, leaver);
    String entry = received(network);
    assertThat(givers(entry)).isEqualTo("C. Clinician");
    assertThat(history(work(entry)))
        .containsExactly(
            "The node asked for a review by C. Clinician, as the template “One” says: Read.");
  }

  @Test
  void whatWhoIsAwayHasIsTheStandInsToSeeAndToTakeWhileItLasts() throws Exception {
    String entry = received(network);
    done(clerk, entry, "take", "{" + version(entry) + "}");
    assertThat(mine(other)).doesNotContain(entry);
    isAway();
    assertThat(mine(other)).contains(entry);
    assertThat(mine(clerk)).contains(entry);
    assertThat(mine(clinician)).doesNotContain(entry);
    assertThat(work(entry).path("person").path("name").asText()).isEqualTo("A. Clerk");
    done(other, entry, "take", "{" + version(entry) + "}");
    assertThat(work(entry).path("person").path("name").asText()).isEqualTo("B. Clerk");
    assertThat(history(work(entry)).getLast())
        .isEqualTo("B. Clerk took it, for A. Clerk, away until " + until() + ".");
    String second = received(network);
    done(clerk, second, "take", "{" + version(second) + "}");
    set(administrator, "absence/" + network.one("select id from absence") + "/end", "");
    assertThat(mine(other)).doesNotContain(second);
    Answer refused =
        other.post("/api/v1/worklist/" + second + "/take", "{" + version(second) + "}");
    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  void theStandInIsOfferedItOnThePageAndInItsRow() throws Exception {
    String entry = received(network);
    done(clerk, entry, "take", "{" + version(entry) + "}");
    String row = "type=\"hidden\" name=\"entry\" value=\"" + entry;
    assertThat(page(other, entry)).doesNotContain("Take this document", "You stand in");
    assertThat(other.get("/worklist").text()).doesNotContain(row);
    isAway();
    assertThat(page(other, entry))
        .contains("Take this document", "Give it back", "A. Clerk has it. You stand in for them.");
    assertThat(page(clinician, entry)).doesNotContain("Take this document", "You stand in");
    assertThat(mine(other)).contains(row);
    assertThat(clinician.get("/worklist").text()).doesNotContain(row);
    Answer taken =
        other.post("/worklist/take", "entry=" + entry + "/" + work(entry).path("version").asText());
    assertThat(taken.status()).as(taken.text()).isEqualTo(303);
    assertThat(work(entry).path("person").path("name").asText()).isEqualTo("B. Clerk");
  }

  @Test
  void theViewMineCountsThem() throws Exception {
    Someone third = Someone.at(network, TestNetwork.PRACTICE, "T. Clerk", Role.CLERK);
    Someone fourth = Someone.at(network, TestNetwork.PRACTICE, "F. Clerk", Role.CLERK);
    String entry = received(network);
    done(third, entry, "take", "{" + version(entry) + "}");
    assertThat(away(third, fourth, today(), today()).status()).isEqualTo(303);
    assertThat(mine(fourth)).containsPattern("view=mine\"[^>]*>Mine <span class=\"gpcm-count \">1");
  }

  @ParameterizedTest
  @CsvSource({
    "A,A,0,1,somebody else",
    "B,A,0,1,is away then too",
    "A,C,3,4,is set as away then already",
    "B,C,0,1,stands in for"
  })
  void nobodyStandsInWhoIsAwayAndThereAreNoCircles(
      String who, String standIn, int from, int to, String why) throws Exception {
    isAway();
    Map<String, Someone> people = Map.of("A", clerk, "B", other, "C", clinician);
    Answer refused =
        away(people.get(who), people.get(standIn), today().plusDays(from), today().plusDays(to));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.text()).contains(why);
    assertThat(network.one("select count(*) from absence")).isEqualTo("1");
  }

  @Test
  void nobodyIsChosenBeforehand() throws Exception {
    assertThat(administrator.get("/settings/absence").text().split("Choose a person", -1))
        .hasSize(3);
    Answer refused =
        administrator.post(
            "/settings/absence",
            "person=&stand-in=&from=%1$s&to=%1$s&reason=Try".formatted(today()));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("<a href=\"#person\"><bdi>Nobody is chosen. Choose a person of the list.");
  }

  @Test
  void anAbsenceIsOfPeopleOfTheOrganisationAndOfDaysThatAreNotOver() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    assertThat(away(clerk, stranger, today(), today()).text()).contains("<a href=\"#stand-in\">");
    assertThat(away(stranger, clerk, today(), today()).text()).contains("<a href=\"#person\">");
    assertThat(away(clerk, other, today(), today().minusDays(1)).text())
        .contains("<a href=\"#to\">");
    assertThat(away(clerk, other, today().plusYears(2), today().plusYears(3)).text())
        .contains("<a href=\"#from\">");
  }
}
