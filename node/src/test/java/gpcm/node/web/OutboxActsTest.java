package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do with what they send, on its page and with several at once. */
class OutboxActsTest {
  private static final String UNSENT =
      "posts = 0, posting = 'none', infrastructure_code = null, business_code = null, due_at ="
          + " timestamptz '2999-01-01T12:00Z', waits_until = timestamptz '2999-01-01T12:00Z'";

  @Running static TestNetwork network;
  private static Someone sender;
  private static Someone operator;

  @BeforeAll
  static void peopleAreThere() {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    operator = Someone.at(network, TestNetwork.HUB, "O. Operator", Role.OPERATOR);
  }

  /** A document that has not left, in that state. */
  private static UUID unsent(String state) throws Exception {
    UUID id = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED);
    String held =
        state.equals("held")
            ? ", hold_kind = 'practice', held_since = now(), failure = 'No practice'"
            : "";
    network.execute(
        "update document set state = '"
            + state
            + "', "
            + UNSENT
            + held
            + " where id = '"
            + id
            + "'");
    return id;
  }

  private static String state(UUID id) {
    return network.node().outbox().find(id).orElseThrow().state().text();
  }

  private static String page(UUID id) throws Exception {
    Answer answer = sender.get("/outbox/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  @ParameterizedTest
  @CsvSource({
    "waiting, hold, held, held",
    "waiting, withdraw, withdrawn, withdrawn",
    "held, withdraw, withdrawn, withdrawn",
    "held, other-route, other-route, withdrawn",
    "held, give-up, given-up, withdrawn"
  })
  void anActIsOfferedDoneWithItsReasonAndRecorded(
      String before, String act, String after, String action) throws Exception {
    UUID id = unsent(before);
    assertThat(page(id)).contains("action=\"/outbox/" + id + "/" + act + "\"");
    assertThat(sender.post("/outbox/" + id + "/" + act, "reason=").status()).isEqualTo(422);
    assertThat(state(id)).isEqualTo(before);

    Answer done = sender.post("/outbox/" + id + "/" + act, "reason=Spoke+to+the+practice");
    assertThat(done.status()).as(done.text()).isEqualTo(303);
    assertThat(state(id)).isEqualTo(after);
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = '"
                    + Action.valueOf(action.toUpperCase(java.util.Locale.ROOT)).code()
                    + "' and case_id = '"
                    + id
                    + "'"))
        .isNotEqualTo("0");
    assertThat(page(id)).contains("Spoke to the practice");
  }

  @Test
  void whatHasLeftIsNotWithdrawnAnyMore() throws Exception {
    UUID id = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED);
    assertThat(page(id)).doesNotContain("What you can do");
    assertThat(sender.post("/outbox/" + id + "/withdraw", "reason=x").status()).isEqualTo(409);
    assertThat(state(id)).isEqualTo("completed");
  }

  @Test
  void theFinalConfirmationShowsPatientPracticeAndWhatThePracticeWillNotSee() throws Exception {
    UUID id = unsent("unconfirmed");
    assertThat(page(id)).contains("/outbox/" + id + "/confirm", "Check and confirm");
    String check = sender.get("/outbox/" + id + "/confirm").text();
    assertThat(check)
        .contains("Check before sending", "TESTPATIENT, Alpha", "999 000 0018", "Testford Surgery")
        .contains("What the practice won’t see", "Nothing is left out.");
    network.execute("update document set confidential = true where id = '" + id + "'");
    assertThat(sender.get("/outbox/" + id + "/confirm").text())
        .contains("sees neither what was said and done");
    network.execute("update document set confidential = false where id = '" + id + "'");

    assertThat(sender.post("/outbox/" + id + "/confirm", "").status()).isEqualTo(303);
    assertThat(state(id)).isEqualTo("waiting");
    assertThat(sender.get("/outbox/" + id + "/confirm").text())
        .contains("It does not wait to be confirmed any more.")
        .doesNotContain("Confirm: it is to be sent");
  }

  @Test
  void whatIsHeldHasAnOwnerWhoGivesItBack() throws Exception {
    UUID id = unsent("held");
    assertThat(sender.post("/outbox/" + id + "/take", "").status()).isEqualTo(303);
    assertThat(page(id)).contains("With <bdi>S. Sender</bdi>", "Give it back");
    assertThat(sender.get("/outbox?view=held").text()).contains("S. Sender", "Held since");
    assertThat(sender.post("/outbox/" + id + "/give-back", "").status()).isEqualTo(303);
    assertThat(page(id)).contains("Take it").doesNotContain("With <bdi>S. Sender</bdi>");
  }

  @Test
  void whoMayNotIsOfferedNothingAndRefused() throws Exception {
    UUID id = unsent("held");
    assertThat(operator.get("/outbox/" + id).text()).doesNotContain("What you can do");
    assertThat(operator.post("/outbox/" + id + "/withdraw", "reason=x").status()).isEqualTo(403);
    Someone stranger = Someone.at(network, TestNetwork.PRACTICE, "S. Stranger", Role.SENDER);
    for (String act : List.of("withdraw", "hold", "confirm", "take")) {
      assertThat(stranger.post("/outbox/" + id + "/" + act, "reason=x").status()).isEqualTo(404);
    }
    assertThat(state(id)).isEqualTo("held");
  }

  @Test
  void severalAreShownBeforeAnythingIsDoneAndEachSaysWhatBecameOfIt() throws Exception {
    UUID one = unsent("held");
    UUID other = unsent("waiting");
    String chosen = "act=give-up&reason=Seen+in+person&document=" + one + "&document=" + other;
    Answer shown = sender.post("/outbox/selected", chosen);
    assertThat(shown.status()).as(shown.text()).isEqualTo(200);
    assertThat(shown.text())
        .contains("Give it up: 1 document?", "Nothing is done yet.", "TESTPATIENT, Alpha")
        .contains("This cannot be done with it as it stands.", "Seen in person");
    assertThat(state(one)).isEqualTo("held");

    Answer done = sender.post("/outbox/selected/done", chosen);
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.text()).contains("Done with 1 document", "Not done");
    assertThat(state(one)).isEqualTo("given-up");
    assertThat(state(other)).isEqualTo("waiting");
    assertThat(sender.post("/outbox/selected", "act=confirm&reason=x&document=" + one).status())
        .isEqualTo(422);
    assertThat(sender.post("/outbox/selected", "act=hold&reason=x").status()).isEqualTo(422);
    assertThat(operator.post("/outbox/selected/done", chosen).status()).isEqualTo(403);
  }

  @Test
  void whatWasDeletedAfterSendingStaysUntilAPersonSaysWhatCameOfIt() throws Exception {
    UUID id = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    UUID followUp = UUID.randomUUID();
    network.execute(
        "insert into sending_follow_up (id, organisation, document, encounter_id, opened_at,"
            + " opened_by, reason) select '"
            + followUp
            + "', organisation, id, encounter_id, now(), 'hub system', 'Wrong patient' from"
            + " document where id = '"
            + id
            + "'");
    assertThat(sender.get("/outbox/follow-ups").text())
        .contains("TESTPATIENT, Alpha", "999 000 0018", "Testford Surgery", "Wrong patient")
        .contains("Consultation", "hub system");
    assertThat(operator.get("/outbox/follow-ups").text())
        .doesNotContain("TESTPATIENT", "999 000 0018", "Wrong patient");
    String place = "/outbox/follow-ups/" + followUp;
    assertThat(sender.post(place, "outcome=not-needed&text=").status()).isEqualTo(422);
    assertThat(sender.post(place, "outcome=practice-told&text=By+telephone").status())
        .isEqualTo(303);
    assertThat(sender.get("/outbox/follow-ups").text())
        .contains("The practice was told", "By telephone", "Nothing is open.");
    assertThat(sender.post(place, "outcome=practice-told&text=x").status()).isEqualTo(404);
  }
}
