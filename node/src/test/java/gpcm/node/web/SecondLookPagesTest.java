package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.history;
import static gpcm.node.web.AssignmentRulesTest.received;
import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import org.junit.jupiter.api.Test;

/** A share of what is completed is opened again for a second look. */
class SecondLookPagesTest extends SettingsFixture {
  private static String completed(Someone who) throws Exception {
    String entry = received(network);
    done(
        who,
        entry,
        "complete",
        "{%s, \"outcome\": \"no-action-needed\"}".formatted(version(entry)));
    return entry;
  }

  @Test
  void whatIsDrawnIsOpenedAgainForTheTeamAndItsResultIsKept() throws Exception {
    String team = team("Leads", clinician.person().id(), clerk.person().id());
    set(administrator, "sampling", "percent=100&whom=team-" + team);
    Someone sampled = Someone.at(network, TestNetwork.PRACTICE, "G. Clerk", Role.CLERK);
    String entry = completed(sampled);
    JsonNode work = work(entry);
    assertThat(work.path("state").asText()).isEqualTo("in-review");
    assertThat(history(work))
        .endsWith(
            "G. Clerk completed it: no action needed.",
            "The node opened it again for a second look by the team Leads.");
    done(
        clinician,
        entry,
        "review-result",
        "{\"review\": \"%s\", \"result\": \"Should be coded\"}"
            .formatted(work.path("reviews").get(0).path("id").asText()));
    done(sampled, entry, "complete", "{%s, \"outcome\": \"coded-only\"}".formatted(version(entry)));
    assertThat(work(entry).path("state").asText()).as("not drawn twice").isEqualTo("done");
    assertThat(administrator.get("/settings/sampling").text())
        .containsPattern(
            "(?s)G\\. Clerk</bdi>.*?Completed </span><div>2<.*?Drawn </span><div>1<.*?Looked at"
                + " </span><div>1<.*?Came out otherwise </span><div>1<");
  }

  @Test
  void theSecondLookIsNotOfWhoCompletedIt() throws Exception {
    Someone both = Someone.at(network, TestNetwork.PRACTICE, "H. Both", Role.CLERK);
    set(administrator, "sampling", "percent=100&whom=person-" + clinician.person().id());
    String entry = completed(both);
    String review = work(entry).path("reviews").get(0).path("id").asText();
    Someone later = Someone.at(network, TestNetwork.PRACTICE, "H. Both", Role.CLINICIAN);
    Answer own =
        later.post(
            "/api/v1/worklist/" + entry + "/review-result",
            "{\"review\": \"%s\", \"result\": \"Fine\"}".formatted(review));
    assertThat(own.status()).isEqualTo(409);
    assertThat(own.text()).contains("the second look is somebody else's");
  }

  @Test
  void whoCompletedItIsToldThatSomebodyElseGivesTheSecondLookAndHasNoForm() throws Exception {
    Someone both = Someone.at(network, TestNetwork.PRACTICE, "I. Both", Role.CLERK);
    set(administrator, "sampling", "percent=100&whom=person-" + clinician.person().id());
    String entry = completed(both);
    String form = form(work(entry).path("reviews").get(0).path("id").asText());
    Someone later = Someone.at(network, TestNetwork.PRACTICE, "I. Both", Role.CLINICIAN);
    String words = "You completed this document, so somebody else gives its second look.";
    assertThat(page(later, entry)).contains(words).doesNotContain(form);
    assertThat(page(clinician, entry)).contains(form).doesNotContain(words);
  }

  @Test
  void whatAClinicianCompletesIsNotDrawn() throws Exception {
    set(administrator, "sampling", "percent=100&whom=team-" + team("Leads"));
    assertThat(work(completed(clinician)).path("state").asText()).isEqualTo("done");
  }

  @Test
  void whoHasTheSecondLooksByNameIsNotDrawnForThemselves() throws Exception {
    set(administrator, "sampling", "percent=100&whom=person-" + clerk.person().id());
    assertThat(work(completed(clerk)).path("state").asText()).isEqualTo("done");
    assertThat(work(completed(other)).path("state").asText()).isEqualTo("in-review");
  }

  @Test
  void zeroPercentDrawsNothing() throws Exception {
    set(administrator, "sampling", "percent=0&whom=team-" + team("Leads"));
    assertThat(work(completed(clerk)).path("state").asText()).isEqualTo("done");
    Answer wrong = administrator.post("/settings/sampling", "percent=101&whom=team-x&reason=Try");
    assertThat(wrong.status()).isEqualTo(422);
  }
}
