package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.history;
import static gpcm.node.web.AssignmentRulesTest.received;
import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People say themselves when they are away and who stands in, and nobody says it for them here. */
class OwnAbsencePageTest extends SettingsFixture {
  private static Answer leaves(Someone who, Someone standIn, LocalDate from, LocalDate to)
      throws Exception {
    return who.post(
        "/absence", "stand-in=%s&from=%s&to=%s".formatted(standIn.person().id(), from, to));
  }

  private static void clerkLeaves() throws Exception {
    Answer set = leaves(clerk, other, today(), today().plusDays(5));
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(set.header("Location")).isEqualTo("/absence");
  }

  private static String absence() {
    return network.one("select id from absence");
  }

  @Test
  void whatIsGivenToThemGoesToTheStandInWhomTheyHaveChosen() throws Exception {
    set(administrator, "rules", "name=All&whom=person-" + clerk.person().id());
    clerkLeaves();
    JsonNode work = work(received(network));
    assertThat(work.path("person").path("name").asText()).isEqualTo("B. Clerk");
    assertThat(history(work).getFirst())
        .contains("to B. Clerk by the rule “All”, for A. Clerk, away until " + until());
  }

  @Test
  void eachSeesTheirOwnAndWhomTheyStandInForAndNobodyElses() throws Exception {
    assertThat(clerk.get("/absence").text()).contains("You are not set as away.");
    clerkLeaves();
    assertThat(clerk.get("/absence").text())
        .contains("Stand-in: <bdi>B. Clerk</bdi>", "I am back")
        .doesNotContain("You stand in", "You are not set as away.");
    assertThat(other.get("/absence").text())
        .contains("For <bdi>A. Clerk</bdi>, from ", "You are not set as away.")
        .doesNotContain("I am back");
    assertThat(clinician.get("/absence").text()).doesNotContain("You stand in", "I am back");
  }

  @Test
  void administratorsSeeItAndWhoSetItAndNobodyAskedWhy() throws Exception {
    clerkLeaves();
    assertThat(administrator.get("/settings/absence").text())
        .contains("Stand-in: <bdi>B. Clerk</bdi>")
        .contains("<strong><bdi>A. Clerk</bdi></strong>: <bdi>They set it themselves</bdi>");
    assertThat(clerk.get("/absence").text()).doesNotContain("name=\"reason\"");
  }

  @Test
  void whoSetItIsInTheAuditTrailWithoutNames() throws Exception {
    clerkLeaves();
    String entry =
        network.one(
            "select convert_from(entry, 'UTF8') from audit_entry where action ="
                + " 'configuration-changed'"
                + " and actor = '%s' order by entry_id desc limit 1"
                    .formatted(clerk.person().id()));
    assertThat(entry)
        .contains(clerk.person().id().toString(), other.person().id().toString(), "stands in")
        .doesNotContain("B. Clerk");
  }

  @Test
  void whoIsBackIsGivenThingsAgain() throws Exception {
    clerkLeaves();
    assertThat(clerk.post("/absence/" + absence() + "/end", "").status()).isEqualTo(303);
    assertThat(network.one("select count(*) from absence")).isEqualTo("0");
    assertThat(clerk.get("/absence").text()).contains("You are not set as away.");
  }

  @Test
  void anotherPersonsAbsenceIsNotTheirsToSetOrToEnd() throws Exception {
    clerkLeaves();
    assertThat(other.post("/absence/" + absence() + "/end", "").status()).isEqualTo(404);
    Answer forAnother =
        administrator.post(
            "/absence",
            "person=%s&stand-in=%s&from=%s&to=%s"
                .formatted(
                    clinician.person().id(),
                    other.person().id(),
                    today().plusDays(20),
                    today().plusDays(21)));
    assertThat(forAnother.status()).isEqualTo(303);
    assertThat(
            network.one(
                "select string_agg(p.name, ', ' order by p.name) from absence a join person p on"
                    + " p.id = a.person"))
        .isEqualTo("A. Clerk, D. Administrator");
  }

  @Test
  void theSameRulesHoldAsForAdministrators() throws Exception {
    assertThat(leaves(clerk, clerk, today(), today()).text())
        .contains("<a href=\"#stand-in\">", "somebody else");
    clerkLeaves();
    Answer circle = leaves(other, clinician, today().plusDays(1), today().plusDays(2));
    assertThat(circle.status()).isEqualTo(422);
    assertThat(circle.text())
        .contains("stands in for A. Clerk then", "<a href=\"#person\">", "id=\"person\"");
    assertThat(leaves(clinician, clerk, today(), today()).text()).contains("is away then too");
    assertThat(leaves(clinician, other, today(), today().minusDays(1)).text())
        .contains("<a href=\"#to\">");
  }

  @Test
  void whoStandsInIsToldWhomToAskForAnotherStandIn() throws Exception {
    clerkLeaves();
    assertThat(leaves(other, clinician, today(), today()).text())
        .contains("Ask A. Clerk or an administrator to set another stand-in there first.");
    assertThat(away(other, clinician, today(), today()).text())
        .contains("Set another stand-in there first.")
        .doesNotContain("or an administrator");
  }

  @Test
  void whoStandsInFindsThereWhoCanChangeIt() throws Exception {
    clerkLeaves();
    assertThat(other.get("/absence").text())
        .contains("If you cannot, ask them or an administrator to set another stand-in.");
    assertThat(clerk.get("/absence").text()).doesNotContain("If you cannot");
  }

  @Test
  void itAsksForASignInOfTheLastQuarterOfAnHour() throws Exception {
    Instant earlier = Someone.now(network).minus(Duration.ofMinutes(16));
    Someone stale =
        Someone.at(
            network, TestNetwork.PRACTICE, "S. Stale", Optional.empty(), earlier, Role.CLERK);
    assertThat(stale.get("/absence").status()).isEqualTo(200);
    Answer refused = leaves(stale, other, today(), today());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("Sign in again");
    assertThat(network.one("select count(*) from absence")).isEqualTo("0");
  }

  @Test
  void nobodyIsTheStandInBecauseTheyAreTheFirstOfTheList() throws Exception {
    assertThat(clerk.get("/absence").text())
        .containsPattern("name=\"stand-in\"[^>]*>\\s*<option value=\"\"[^>]*>Choose a person<");
    Answer refused = clerk.post("/absence", "stand-in=&from=%1$s&to=%1$s".formatted(today()));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("<a href=\"#stand-in\"><bdi>Nobody is chosen. Choose a person of the list.");
  }

  @Test
  void itIsFoundFromTheirOwnAccount() throws Exception {
    assertThat(clerk.get("/sessions").text()).contains("<a href=\"/absence\">Your absence</a>");
  }

  @Test
  void nobodyStandsInForThemselvesSoTheyAreNotOffered() throws Exception {
    assertThat(clerk.get("/absence").text())
        .contains("value=\"" + other.person().id())
        .doesNotContain("value=\"" + clerk.person().id());
  }
}
