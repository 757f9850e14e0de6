package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.history;
import static gpcm.node.web.AssignmentRulesTest.received;
import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Teams, templates of reviews, absences and second looks, as administrators set them. */
class SettingsPagesTest {
  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone other;
  private static Someone clinician;
  private static Someone administrator;

  @BeforeAll
  static void peopleAreKnown() {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    other = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
    administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
  }

  @AfterEach
  void nothingIsSet() {
    network.execute("delete from absence");
    network.execute("delete from sampling");
    network.execute("delete from assignment_rule");
    network.execute("update review_template set ended_at = now() where ended_at is null");
    network.execute("update team set ended_at = now() where ended_at is null");
  }

  private static String team(String name, UUID... members) throws Exception {
    return AssignmentRulesTest.team(administrator, network, name, members);
  }

  private static JsonNode work(String entry) throws Exception {
    return clinician.get("/api/v1/worklist/" + entry).json().path("work");
  }

  private static JsonNode done(Someone who, String entry, String act, String body)
      throws Exception {
    Answer answer = who.post("/api/v1/worklist/" + entry + "/" + act, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String version(String entry) throws Exception {
    return "\"version\": " + work(entry).path("version").asText();
  }

  // Teams

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

  // Templates of reviews

  private static String template(String form) throws Exception {
    set(administrator, "reviews", form);
    return network.one("select id from review_template where ended_at is null");
  }

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

  private static String form(String review) {
    return "name=\"review\" value=\"" + review;
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

  private static String givers(String entry) {
    return network.one(
        "select string_agg(coalesce(p.name, 'nobody'), ', ' order by v.level) from work_review v"
            + " left join person p on p.id = v.of_person where v.entry = '%s'".formatted(entry));
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

  // Absence

  private static LocalDate today() {
    return LocalDate.ofInstant(network.served().clock().instant(), ZoneId.of("Europe/London"));
  }

  private static Answer away(Someone who, Someone standIn, LocalDate from, LocalDate to)
      throws Exception {
    return administrator.post(
        "/settings/absence",
        "person=%s&stand-in=%s&from=%s&to=%s&reason=Holiday"
            .formatted(who.person().id(), standIn.person().id(), from, to));
  }

  private static void isAway() throws Exception {
    assertThat(away(clerk, other, today(), today().plusDays(5)).status()).isEqualTo(303);
  }

  private static String until() {
    return DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).format(today().plusDays(5));
  }

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

  private static String page(Someone who, String entry) throws Exception {
    return who.get("/worklist/" + entry).text();
  }

  private static String mine(Someone who) throws Exception {
    return who.get("/worklist?view=mine").text();
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
  void anAbsenceIsOfPeopleOfTheOrganisationAndOfDaysThatAreNotOver() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    assertThat(away(clerk, stranger, today(), today()).text()).contains("<a href=\"#stand-in\">");
    assertThat(away(stranger, clerk, today(), today()).text()).contains("<a href=\"#person\">");
    assertThat(away(clerk, other, today(), today().minusDays(1)).text())
        .contains("<a href=\"#to\">");
    assertThat(away(clerk, other, today().plusYears(2), today().plusYears(3)).text())
        .contains("<a href=\"#from\">");
  }

  // Second looks

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
