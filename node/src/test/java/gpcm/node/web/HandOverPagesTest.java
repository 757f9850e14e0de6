package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.audit.entry.Action;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.config.HandOverSettings;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of a document says of the record system, and how it is offered again there. */
class HandOverPagesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;
  private static Someone clerk;
  private String entry;
  private String item;

  @BeforeAll
  static void documentsAreHandedOver() throws Exception {
    network.restartNode(
        before ->
            before.with(List.of(HandOverSettings.fetchedFor(new OdsCode(TestNetwork.PRACTICE)))));
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
  }

  @BeforeEach
  void aDocumentIsOffered() throws Exception {
    entry = received();
    await().atMost(PATIENCE).until(() -> items().equals("1"));
    item = network.one("select id from hand_over_item where entry = '%s'".formatted(entry));
  }

  private static String received() throws Exception {
    String encounter = UUID.randomUUID().toString();
    return network.entryOf(
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter))));
  }

  private String items() {
    return network.one("select count(*) from hand_over_item where entry = '%s'".formatted(entry));
  }

  private void now(String set) {
    network.execute("update hand_over_item set %s where id = '%s'".formatted(set, item));
  }

  private void refused() {
    now(
        "state = 'refused', answered_at = now(), answered_by = 'x', reason = 'The record is"
            + " locked'");
  }

  private void accepted() {
    now("state = 'accepted', answered_at = now(), answered_by = 'x', reference = 'R-17'");
  }

  private void overdue() {
    now("due_at = '2000-01-01'");
  }

  private String page() throws Exception {
    Answer answer = clerk.get("/worklist/" + entry);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private Answer again(String reason) throws Exception {
    return again(clerk, entry, item, reason);
  }

  private static Answer again(Someone who, String entry, String item, String reason)
      throws Exception {
    return who.post(
        "/worklist/" + entry + "/hand-over",
        "item=" + item + "&reason=" + Display.parameter(reason));
  }

  private Answer byApi(String body) throws Exception {
    return clerk.post("/api/v1/handover/" + item + "/again", body);
  }

  private String times() {
    return network.one("select times from hand_over_item where id = '%s'".formatted(item));
  }

  @Test
  void whatWasNotOfferedYetSaysSo() throws Exception {
    network.execute("delete from hand_over_item where id = '%s'".formatted(item));
    assertThat(page()).contains("Not offered to it yet. It will be within moments.");
  }

  @Test
  void whatIsOfferedSaysSoAndIsNotOfferedAgain() throws Exception {
    assertThat(page()).contains(">Offered<", "not answered yet.").doesNotContain("Offer it again");
    Answer refused = again("Try");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text())
        .contains("<a href=\"#hand-over\"><bdi>Nothing was offered again", "id=\"hand-over\"");
    assertThat(byApi("{\"reason\": \"Try\"}").status()).isEqualTo(409);
    assertThat(times()).isEqualTo("1");
  }

  @Test
  void whatIsAcceptedSaysSoAndIsNotOfferedAgain() throws Exception {
    accepted();
    assertThat(page()).contains(">Accepted<", ": R-17.").doesNotContain("Offer it again");
    assertThat(again("Try").status()).isEqualTo(409);
    assertThat(byApi("{\"reason\": \"Try\"}").status()).isEqualTo(409);
  }

  @Test
  void whatIsRefusedSaysWhyAndIsOfferedAgainUnderTheSameId() throws Exception {
    refused();
    assertThat(page()).contains(">Refused<", "The record is locked", "Offer it again");
    Answer answer = again("It is <unlocked>");
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    String page = clerk.get(answer.header("Location")).text();
    assertThat(page)
        .contains("It is offered to the record system again.")
        .contains(">Offered again<", "Offered again (2 times in all)")
        .contains("it was refused before", "The record is locked")
        .contains("It was offered to the record system again.")
        .contains("document, time 2: It is &lt;unlocked&gt;");
    assertThat(items()).isEqualTo("1");
    assertThat(times()).isEqualTo("2");
  }

  @Test
  void whatIsOverdueSaysSoAndIsOfferedAgainWithANewDeadline() throws Exception {
    overdue();
    assertThat(page()).contains(">Overdue<", "and was due by", "Offer it again");
    assertThat(again("It was lost there").status()).isEqualTo(303);
    assertThat(page()).contains(">Offered again<").doesNotContain(">Overdue<");
    assertThat(times()).isEqualTo("2");
  }

  private void documentIs(String state) {
    network.execute(
        "update worklist_entry set state = '%s' where id = '%s'".formatted(state, entry));
  }

  private void isNotOfferedAgain(String page, String api) throws Exception {
    assertThat(page()).doesNotContain("Offer it again");
    Answer form = again("Try");
    assertThat(form.status()).isEqualTo(409);
    assertThat(form.text())
        .contains("Nothing was offered again: " + page)
        .doesNotContain("only what was refused or is overdue can be");
    Answer call = byApi("{\"reason\": \"Try\"}");
    assertThat(call.status()).isEqualTo(409);
    assertThat(call.json().path("detail").asText()).contains(api);
    assertThat(times()).isEqualTo("1");
  }

  @Test
  void aRefusedDocumentThatIsVoidIsNotOfferedAgain() throws Exception {
    refused();
    documentIs("void");
    isNotOfferedAgain("this document is void.", "does not count any more: it is void");
  }

  @Test
  void anOverdueDocumentThatIsReplacedIsNotOfferedAgain() throws Exception {
    overdue();
    documentIs("replaced");
    isNotOfferedAgain(
        "a newer version has replaced this document.", "does not count any more: it is replaced");
  }

  @Test
  void aDocumentWhosePatientIsNotKnownHereIsNotOfferedAgain() throws Exception {
    refused();
    documentIs("not-known-here");
    isNotOfferedAgain(
        "its patient is not known to be registered here.",
        "does not count any more: it is not-known-here");
  }

  @Test
  void thatADocumentIsVoidIsOfferedAgain() throws Exception {
    documentIs("void");
    String find = "from hand_over_item where entry = '%s' and kind = 'void'".formatted(entry);
    await().atMost(PATIENCE).until(() -> network.one("select count(*) " + find).equals("1"));
    item = network.one("select id " + find);
    refused();
    assertThat(page()).contains("That it is void", "Offer it again");
    assertThat(again("Unlocked").status()).isEqualTo(303);
    assertThat(times()).isEqualTo("2");
  }

  @Test
  void theBannerIsForWhoOfferedItAgainLast() throws Exception {
    String banner = "nhsuk-notification-banner__heading\"><bdi>It is offered to the record system";
    refused();
    String address = again("Unlocked").header("Location");
    assertThat(clerk.get(address).text()).contains(banner);

    refused();
    Someone other = Someone.at(network, TestNetwork.PRACTICE, "O. Clerk", Role.CLERK);
    assertThat(other.get(address).text()).doesNotContain(banner);
    assertThat(again(other, entry, item, "Really unlocked").status()).isEqualTo(303);
    assertThat(other.get(address).text()).contains(banner);
    assertThat(clerk.get(address).text()).doesNotContain(banner);
  }

  @Test
  void theApiOffersAgainWhatWasRefused() throws Exception {
    refused();
    Answer answer = byApi("{\"reason\": \"Unlocked\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("id").asText()).isEqualTo(item);
    assertThat(answer.json().path("times").asInt()).isEqualTo(2);
  }

  @Test
  void theApiOffersAgainWhatIsOverdue() throws Exception {
    overdue();
    assertThat(byApi("{\"reason\": \"Lost there\"}").status()).isEqualTo(200);
  }

  @Test
  void aReasonIsNeeded() throws Exception {
    refused();
    Answer without = again(" ");
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.text())
        .contains("<title>Error: ", "<a href=\"#hand-over-reason-" + item + "\">")
        .contains("Say why it is offered again, in 1 to 500 characters.")
        .containsPattern("<details [^>]* open>");
    Answer long501 = again("x".repeat(501));
    assertThat(long501.status()).isEqualTo(422);
    assertThat(long501.text()).as("what was typed").contains("x".repeat(501));
    assertThat(byApi("{}").status()).isEqualTo(422);
    assertThat(times()).isEqualTo("1");
  }

  @Test
  void aDoubleClickOffersItOnce() throws Exception {
    refused();
    assertThat(again("Unlocked").status()).isEqualTo(303);
    assertThat(again("Unlocked").status()).isEqualTo(409);
    assertThat(times()).isEqualTo("2");
    assertThat(
            network.one(
                "select count(*) from event v join worklist_entry e on e.received = v.received"
                    + " where e.id = '%s' and v.kind = 'offered-again'".formatted(entry)))
        .as("in the timeline")
        .isEqualTo("1");
  }

  @Test
  void theAuditLogSaysWhoAndWhy() throws Exception {
    refused();
    again("It is unlocked");
    assertThat(
            network
                .served()
                .audited()
                .search()
                .find(AuditQuery.newest(TestNetwork.PRACTICE, 1001))
                .stream()
                .filter(one -> one.reason().equals(Optional.of("It is unlocked")))
                .filter(one -> one.action() == Action.HANDED_OVER))
        .hasSize(1);
  }

  @Test
  void whoMayNotCompleteDoesNotOfferItAgain() throws Exception {
    refused();
    Someone auditor = Someone.at(network, TestNetwork.PRACTICE, "E. Auditor", Role.AUDITOR);
    assertThat(auditor.post("/worklist/" + entry, "reason=a+complaint").text())
        .contains("The record is locked")
        .doesNotContain("Offer it again");
    assertThat(again(auditor, entry, item, "Try").status()).isEqualTo(403);
  }

  @Test
  void anItemOfAnotherDocumentIsNotOfferedFromThisPage() throws Exception {
    refused();
    String other = received();
    assertThat(again(clerk, other, item, "Try").status()).isEqualTo(404);
    assertThat(again(clerk, entry, UUID.randomUUID().toString(), "Try").status()).isEqualTo(404);
    assertThat(times()).isEqualTo("1");
  }

  @Test
  void itsConfirmedCodedEntriesAreOfferedAgainAsLongAsTheyHold() throws Exception {
    Someone clinician =
        Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN, Role.CLERK);
    entry =
        network.entryOf(
            network.submit(TestNetwork.document("generic-coded.json", TestNetwork.HUB)));
    String coded = "/api/v1/worklist/" + entry + "/coded";
    String last = "";
    for (JsonNode each : clinician.get(coded).json().path("entries")) {
      if (each.path("state").asText().equals("to-review")) {
        last = each.path("n").asText();
        clinician.post(coded + "/" + last + "/confirm", "");
      }
    }
    String find = "select id from hand_over_item where entry = '%s' and kind = 'coded'";
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one("select count(*) from (%s) as x".formatted(find.formatted(entry)))
                    .equals("1"));
    item = network.one(find.formatted(entry));
    refused();
    assertThat(clinician.get("/worklist/" + entry).text())
        .contains("Its coded entries, as people decided on them", "Offer it again");
    assertThat(again(clinician, entry, item, "Unlocked").status()).isEqualTo(303);
    assertThat(times()).isEqualTo("2");

    refused();
    clinician.post(coded + "/" + last + "/take-back", "{\"reason\": \"By mistake\"}");
    assertThat(clinician.get("/worklist/" + entry).text()).doesNotContain("Offer it again");
    Answer anew = again(clinician, entry, item, "Try");
    assertThat(anew.status()).isEqualTo(409);
    assertThat(anew.text())
        .contains("Nothing was offered again: people have decided anew on its coded entries.");
    assertThat(byApi("{\"reason\": \"Try\"}").json().path("detail").asText())
        .contains("people have decided anew");
  }

  @Test
  void thePlaceInTheListIsKept() throws Exception {
    refused();
    Answer answer =
        clerk.post("/worklist/" + entry + "/hand-over?view=mine", "item=" + item + "&reason=Try");
    assertThat(answer.header("Location")).contains("view=mine", "done=offered-again");
  }
}
