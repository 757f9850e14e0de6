package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.history;
import static gpcm.node.web.AssignmentRulesTest.received;
import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Templates of reviews, as administrators set them and as they begin. */
class ReviewTemplatePagesTest extends SettingsFixture {
  @Test
  void theSecondLevelBeginsWhenTheFirstHasItsResult() throws Exception {
    String team = team("Doctors", clinician.person().id());
    template(
        "name=Results&starts=true&use-case=consultation-summary&whom-1=team-%s&instruction-1=Read+it&whom-2=person-%s&instruction-2=Decide&due-2=4&due-unit-2=hours"
            .formatted(team, clinician.person().id()));
    String entry = received(network);
    JsonNode work = work(entry);
    assertThat(work.path("state").asText()).isEqualTo("in-review");
    assertThat(history(work))
        .contains(
            "The node asked for a review by the team Doctors, as the template “Results” says: Read"
                + " it.");
    JsonNode first = work.path("reviews").get(0);
    JsonNode second = work.path("reviews").get(1);
    Answer early =
        clinician.post(
            "/api/v1/worklist/" + entry + "/review-result",
            "{\"review\": \"%s\", \"result\": \"x\"}".formatted(second.path("id").asText()));
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.text()).contains("it waits for the result of the level before it");
    assertThat(
            done(
                    clinician,
                    entry,
                    "review-result",
                    "{\"review\": \"%s\", \"result\": \"Seen\"}"
                        .formatted(first.path("id").asText()))
                .path("state")
                .asText())
        .isEqualTo("in-review");
    assertThat(history(work(entry)).getLast())
        .isEqualTo("C. Clinician reviewed it: Seen; level 2 goes to C. Clinician: Decide.");
    assertThat(
            network.one(
                "select due_at - asked_at from work_review where entry = '%s' and level = 2"
                    .formatted(entry)))
        .isEqualTo("04:00:00");
    assertThat(
            done(
                    clinician,
                    entry,
                    "review-result",
                    "{\"review\": \"%s\", \"result\": \"No change\"}"
                        .formatted(second.path("id").asText()))
                .path("state")
                .asText())
        .isEqualTo("new");
  }

  @Test
  void aDocumentIsNotCompletedWhileALevelWaits() throws Exception {
    template(
        "name=Two&starts=true&whom-1=person-%1$s&instruction-1=Read&whom-2=person-%1$s&instruction-2=Decide"
            .formatted(clinician.person().id()));
    String entry = received(network);
    Answer blocked =
        clerk.post(
            "/api/v1/worklist/" + entry + "/complete",
            "{%s, \"outcome\": \"no-action-needed\"}".formatted(version(entry)));
    assertThat(blocked.status()).isEqualTo(409);
    assertThat(blocked.text()).contains("2 reviews");
  }

  @Test
  void aLevelThatWaitsIsShownAsNotBegunAndHasNoForm() throws Exception {
    template(
        "name=Two&starts=true&whom-1=person-%1$s&instruction-1=Read&whom-2=person-%1$s&instruction-2=Decide"
            .formatted(clinician.person().id()));
    String entry = received(network);
    JsonNode reviews = work(entry).path("reviews");
    assertThat(page(clinician, entry))
        .contains("Waits for the level before it.")
        .contains(form(reviews.get(0).path("id").asText()))
        .doesNotContain(form(reviews.get(1).path("id").asText()));
    done(
        clinician,
        entry,
        "review-result",
        "{\"review\": \"%s\", \"result\": \"Seen\"}".formatted(reviews.get(0).path("id").asText()));
    assertThat(page(clinician, entry))
        .contains(form(reviews.get(1).path("id").asText()))
        .doesNotContain("Waits for the level before it.");
  }

  @Test
  void aReviewOfSomebodyWhoHasLeftIsOfAnyClinicianAndTheHistorySaysSo() throws Exception {
    Someone leaver = Someone.at(network, TestNetwork.PRACTICE, "N. Leaver", Role.CLINICIAN);
    template(
        "name=Left&starts=true&whom-1=person-%1$s&instruction-1=Read&whom-2=person-%1$s&instruction-2=Decide"
            .formatted(leaver.person().id()));
    AssignmentRulesTest.hasLeft(network, leaver);
    String entry = received(network);
    assertThat(history(work(entry)))
        .containsExactly(
            "The node asked for a review by any clinician, since N. Leaver is not here any more, as"
                + " the template “Left” says: Read.");
    assertThat(givers(entry)).as("the second waits").isEqualTo("nobody, N. Leaver");
    done(
        clinician,
        entry,
        "review-result",
        "{\"review\": \"%s\", \"result\": \"Seen\"}"
            .formatted(work(entry).path("reviews").get(0).path("id").asText()));
    assertThat(history(work(entry)).getLast())
        .isEqualTo(
            "C. Clinician reviewed it: Seen; level 2 goes to any clinician, since N. Leaver is not"
                + " here any more: Decide.");
    assertThat(givers(entry)).isEqualTo("nobody, nobody");
  }

  @Test
  void aTemplateIsBegunByHand() throws Exception {
    String template =
        template(
            "name=ByHand&whom-1=person-%s&instruction-1=Read".formatted(clinician.person().id()));
    String entry = received(network);
    assertThat(work(entry).path("state").asText()).isEqualTo("new");
    assertThat(
            clerk
                .get("/api/v1/review-templates")
                .json()
                .path("templates")
                .get(0)
                .path("name")
                .asText())
        .isEqualTo("ByHand");
    assertThat(
            done(
                    clerk,
                    entry,
                    "review-template",
                    "{%s, \"template\": \"%s\"}".formatted(version(entry), template))
                .path("state")
                .asText())
        .isEqualTo("in-review");
    assertThat(history(work(entry)))
        .containsExactly(
            "A. Clerk began the reviews of the template “ByHand”; level 1 goes to C. Clinician:"
                + " Read.");
    Answer unknown =
        clerk.post(
            "/api/v1/worklist/" + entry + "/review-template",
            "{%s, \"template\": \"%s\"}".formatted(version(entry), UUID.randomUUID()));
    assertThat(unknown.status()).isEqualTo(422);
  }

  @Test
  void whatHasBegunGoesOnAsItBegan() throws Exception {
    String form =
        "name=Old&starts=true&whom-1=person-%s&instruction-1=".formatted(clinician.person().id());
    String template = template(form + "Old+words");
    String entry = received(network);
    set(administrator, "reviews/" + template, form + "New+words");
    assertThat(work(entry).path("reviews").get(0).path("instruction").asText())
        .isEqualTo("Old words");
    set(administrator, "reviews/" + template + "/end", "");
    assertThat(work(entry).path("state").asText()).isEqualTo("in-review");
    assertThat(work(received(network)).path("state").asText()).isEqualTo("new");
    assertThat(administrator.get("/settings/reviews").text())
        .contains(
            "There is no template yet.",
            "“Old words”",
            "“New words”",
            "After: <bdi>no template</bdi>");
  }

  @Test
  void aTemplateHasALevelWithItsInstruction() throws Exception {
    Answer none = administrator.post("/settings/reviews", "name=None&reason=Try");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.text()).contains("<a href=\"#whom-1\">");
    Answer half =
        administrator.post(
            "/settings/reviews",
            "name=Half&whom-1=person-%s&reason=Try".formatted(clinician.person().id()));
    assertThat(half.text()).contains("<a href=\"#instruction-1\">", "value=\"Half\"");
  }

  @Test
  void aNewVersionTakesTheOpenLevelsOverAndTheTemplateDoesNotBeginBesideThem() throws Exception {
    template(
        "name=Two&starts=true&whom-1=person-%1$s&instruction-1=Read&whom-2=person-%1$s&instruction-2=Decide"
            .formatted(clinician.person().id()));
    String encounter = UUID.randomUUID().toString();
    UUID first =
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter)));
    network.entryOf(first);
    JsonNode work = work(AssignmentRulesTest.newVersion(network, encounter, first));
    assertThat(work.path("state").asText()).isEqualTo("in-review");
    assertThat(work.path("reviews")).hasSize(2);
    assertThat(work.path("reviews").get(0).path("waits").asBoolean()).isFalse();
    assertThat(work.path("reviews").get(1).path("waits").asBoolean()).isTrue();
    assertThat(work.path("reviews").get(1).path("level").asInt()).isEqualTo(2);
  }
}
