package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Programs read all that an organisation has set about its work. */
class SettingsApiTest extends SettingsFixture {
  private static JsonNode settings(Someone who) throws Exception {
    return who.get("/api/v1/settings").json();
  }

  @Test
  void allThatIsSetIsThere() throws Exception {
    String team = team("Letters", clerk.person().id());
    set(
        administrator,
        "rules",
        "name=Urgent&type-code=736253002&sender=A99901&use-case=generic&action=FI&confidential=false&urgent=true"
            + "&mark=true&due=6&due-unit=hours&whom=team-"
            + team);
    set(administrator, "fallback", "team=" + team);
    template(
        "name=Two&starts=true&use-case=generic&whom-1=person-%s&instruction-1=Read&due-1=2&due-unit-1=days"
            .formatted(clinician.person().id()));
    isAway();
    set(administrator, "sampling", "percent=5&whom=team-" + team);
    set(administrator, "matching", "by-two=true");
    set(administrator, "opening-hours", "opens-1=09:00&closes-1=17:30&bank-holidays=true");
    LocalDate closed = today().plusDays(40);
    set(administrator, "closed-days", "day=" + closed + "&name=Training");
    try {
      JsonNode all = settings(administrator);
      assertThat(all.at("/teams/0/name").asText()).isEqualTo("Letters");
      assertThat(all.at("/due-times").toString())
          .isEqualTo("{\"for-action\":3,\"for-information\":14}");
      assertThat(all.at("/rules/0").toString())
          .contains(
              "\"name\":\"Urgent\",\"type-code\":\"736253002\",\"sender\":\"A99901\",\"use-case\":\"generic\",\"action\":\"FI\",\"confidential\":false,\"urgent\":true,");
      assertThat(all.at("/rules/0/whom").asText()).isEqualTo("team-" + team);
      assertThat(all.at("/rules/0/due-hours").asInt()).isEqualTo(6);
      assertThat(all.at("/rules/0/mark").asBoolean()).isTrue();
      assertThat(all.at("/fallback/id").asText()).isEqualTo(team);
      assertThat(all.at("/review-templates/0/starts-with").toString())
          .isEqualTo("{\"use-case\":\"generic\"}");
      assertThat(all.at("/review-templates/0/levels/0/whom").asText())
          .isEqualTo("person-" + clinician.person().id());
      assertThat(all.at("/review-templates/0/levels/0/due-hours").asInt()).isEqualTo(48);
      assertThat(all.at("/absences/0/person/name").asText()).isEqualTo("A. Clerk");
      assertThat(all.at("/absences/0/stand-in/name").asText()).isEqualTo("B. Clerk");
      assertThat(all.at("/absences/0/to").asText()).isEqualTo(today().plusDays(5).toString());
      assertThat(all.at("/second-looks").toString())
          .isEqualTo(
              "{\"percent\":5,\"whom\":\"team-%s\",\"of\":\"the team Letters\"}".formatted(team));
      assertThat(all.at("/matched-by-two").asBoolean()).isTrue();
      assertThat(all.at("/opening").toString())
          .isEqualTo(
              "{\"hours\":[{\"weekday\":1,\"opens\":\"09:00\",\"closes\":\"17:30\"}],\"closed-days\":[{\"day\":\"%s\",\"name\":\"Training\"}],\"closed-on-bank-holidays\":true}"
                  .formatted(closed));
    } finally {
      set(administrator, "closed-days/end", "day=" + closed);
      set(administrator, "opening-hours", "");
      set(administrator, "matching", "");
      network.execute("delete from assignment_fallback");
    }
  }

  @Test
  void whereNothingIsSetThereIsNothing() throws Exception {
    assertThat(settings(administrator).toString())
        .startsWith("{\"teams\":[],\"due-times\":{")
        .contains("\"rules\":[]", "\"review-templates\":[],\"absences\":[]")
        .contains("\"second-looks\":{\"percent\":0}", "\"closed-on-bank-holidays\":false");
  }

  @Test
  void anotherOrganisationsAreNotThere() throws Exception {
    isAway();
    team("Letters");
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.ADMINISTRATOR);
    assertThat(settings(stranger).path("absences")).isEmpty();
    assertThat(settings(stranger).path("teams")).isEmpty();
  }

  @Test
  void whoMayNotSeeSettingsSeesNone() throws Exception {
    assertThat(clerk.get("/api/v1/settings").status()).isEqualTo(403);
  }
}
