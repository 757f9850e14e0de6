package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.AlertText;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.journal.Alert;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of alerts: open ones by their cause, how they are closed, and those that were. */
class AlertPagesTest {
  @Running static TestNetwork network;
  private static Someone sender;
  private static Someone operator;
  private static UUID document;

  @BeforeAll
  static void aDocumentIsSent() throws Exception {
    sender = Someone.at(network, TestNetwork.HUB, "S. Sender", Role.SENDER);
    operator = Someone.at(network, TestNetwork.HUB, "O. Operator", Role.OPERATOR);
    document = network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    network.entryOf(document);
  }

  @BeforeEach
  void nothingIsRaised() {
    network.execute("delete from alert_event");
    network.execute("delete from alert");
  }

  private static String raise(String problem) {
    return raise(problem, "It is so");
  }

  private static String raise(String problem, String happened) {
    network.raise(document, new AlertText(problem, "Not accepted", happened, "Ring them"));
    return network.one("select max(id) from alert");
  }

  private static Answer close(Someone who, String alert, String form) throws Exception {
    return who.post("/alerts/" + alert + "/resolution", form);
  }

  @Test
  void anAlertSaysHowSoonOfWhomSinceWhenAndWhatToDo() throws Exception {
    String alert = raise("rejected/1");
    for (String page : List.of("/alerts", "/alerts/" + alert)) {
      assertThat(sender.get(page).text())
          .contains("Act now", "Not accepted", "999 000 0018", "just now")
          .contains("href=\"/outbox/" + document + "\"");
    }
    assertThat(sender.get("/alerts/" + alert).text())
        .contains("It is so", "Ring them")
        .contains("Who does not have the information", "take it that nobody there has");
  }

  @Test
  void alertsOfOneCauseAreOneRowThatOpensToThem() throws Exception {
    String first = raise("rejected/1");
    raise("rejected/2");
    raise("rejected/3", "It is otherwise");
    String list = sender.get("/alerts").text();
    assertThat(list)
        .contains("A document was not accepted by its receiver</bdi></a>", "2 alerts, one cause")
        .contains("2<span class=\"nhsuk-u-visually-hidden\"> alerts</span>");
    String page = sender.get("/alerts/" + first).text();
    assertThat(page).contains("Alerts of this cause", "Close all 2");
    assertThat(page.split("Close this one only", -1)).hasSize(3);
  }

  @Test
  void allOfOneCauseAreClosedWithOneOutcomeAndEachIsInTheAuditLog() throws Exception {
    String first = raise("rejected/1");
    raise("rejected/2");
    raise("rejected/3", "It is otherwise");
    int told = closedInTheLog();
    assertThat(close(sender, first, "outcome=other-route&text=By+telephone&all=true").status())
        .isEqualTo(303);
    assertThat(network.one("select string_agg(problem, ',') from alert where resolved_at is null"))
        .isEqualTo("rejected/3");
    assertThat(closedInTheLog()).isEqualTo(told + 2);
    assertThat(sender.get("/alerts/" + first).text())
        .contains("closed 2 of them: Given by another route", "By telephone");
  }

  private static int closedInTheLog() {
    return Integer.parseInt(
        network.one("select count(*) from audit_entry where action = 'alert-closed'"));
  }

  @Test
  void whoTakesItIsNamedAndMayGiveItBack() throws Exception {
    String alert = raise("rejected/1");
    assertThat(sender.get("/alerts").text()).contains("Nobody", "New");
    assertThat(sender.get("/alerts/" + alert).text()).contains("I deal with it");
    assertThat(sender.get("/alerts").text()).contains("Seen");
    assertThat(sender.post("/alerts/" + alert + "/take", "").status()).isEqualTo(303);
    assertThat(sender.get("/alerts").text())
        .contains("Being handled", "S. Sender", "Not while it is taken");
    assertThat(sender.post("/alerts/" + alert + "/give-back", "").status()).isEqualTo(303);
    assertThat(sender.get("/alerts/" + alert).text())
        .contains("opened it", "took it", "gave it back");
    assertThat(sender.get("/alerts").text()).contains("Nobody");
  }

  @Test
  void aCommentIsKeptAndClosesNothing() throws Exception {
    String alert = raise("rejected/1");
    assertThat(sender.post("/alerts/" + alert + "/comment", "text=Nobody+answers").status())
        .isEqualTo(303);
    assertThat(sender.get("/alerts/" + alert).text()).contains("Nobody answers", "S. Sender");
    assertThat(sender.post("/alerts/" + alert + "/comment", "text=").status()).isEqualTo(422);
    assertThat(network.one("select count(*) from alert where resolved_at is null")).isEqualTo("1");
  }

  @Test
  void aCommentOnWhatSomebodyMayNotSeeIsNotShownToThem() throws Exception {
    String alert = raise("rejected/1");
    sender.post("/alerts/" + alert + "/comment", "text=Alpha+Testpatient+knows");
    network.execute("update document set confidential = true");
    try {
      Someone other = Someone.at(network, TestNetwork.HUB, "U. Sender", Role.SENDER);
      assertThat(other.get("/alerts/" + alert).text())
          .contains("S. Sender")
          .doesNotContain("Testpatient");
      assertThat(other.get("/api/v1/alerts/" + alert).text()).doesNotContain("Testpatient");
    } finally {
      network.execute("update document set confidential = false");
    }
  }

  /** Of one cause, the first about a document that everybody opens, the second about another. */
  private static String confidentialBesideOthers() throws Exception {
    raise("rejected/1");
    UUID hidden =
        network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
    network.entryOf(hidden);
    network.raise(hidden, new AlertText("rejected/2", "Not accepted", "It is so", "Ring them"));
    network.execute("update document set confidential = true where id = '" + hidden + "'");
    return network.one("select max(id) from alert");
  }

  @Test
  void aCommentBelongsToTheAlertOnWhosePageItWasWritten() throws Exception {
    String hidden = confidentialBesideOthers();
    assertThat(sender.post("/alerts/" + hidden + "/comment", "text=Alpha+knows").status())
        .isEqualTo(303);
    assertThat(network.one("select alert from alert_event where words = 'wrote'"))
        .isEqualTo(hidden);
  }

  @Test
  void whatIsSaidOfAllBelongsToAConfidentialOne() throws Exception {
    String hidden = confidentialBesideOthers();
    close(sender, hidden, "outcome=other-route&text=Told+Alpha&all=true");
    assertThat(network.one("select alert from alert_event where words like 'closed 2%'"))
        .isEqualTo(hidden);
  }

  @Test
  void aSettingThatIsMissingIsToldByItsTitleAndACopyThatDidNotGoByWhatItIs() throws Exception {
    network.raise(
        new AlertText("settings/x", "Nobody decides about requests", "It is so", "Set it"));
    raise("copy-not-sent/1");
    assertThat(network.node().alerts().open(10).stream().map(Alert::cause).toList())
        .containsExactlyInAnyOrder(
            "Nobody decides about requests", "The registered practice gets no copy of a document");
  }

  @Test
  void theAuditLogNamesNoPatientsWhomTheListDoesNotName() throws Exception {
    String patients =
        "select count(*) from audit_patient join audit_entry using (entry_id) where action ="
            + " 'alert-seen'";
    raise("rejected/1");
    String before = network.one(patients);
    sender.get("/alerts");
    String alone = network.one(patients);
    assertThat(alone).isNotEqualTo(before);
    raise("rejected/2");
    sender.get("/alerts");
    assertThat(network.one(patients)).isEqualTo(alone);
  }

  @Test
  void whoSeesAnAlertAndMayNotCloseItDoesNothingWithIt() throws Exception {
    network.raise(new AlertText("mesh-polling", "MESH is away", "It is", "Wait"));
    String alert = network.one("select max(id) from alert");
    assertThat(sender.get("/alerts/" + alert).text())
        .contains("MESH is away")
        .doesNotContain("I deal with it");
    for (String act : List.of("take", "give-back", "comment", "resolution")) {
      assertThat(
              sender.post("/alerts/" + alert + "/" + act, "text=So&outcome=fault-mended").status())
          .as(act)
          .isEqualTo(404);
    }
    assertThat(operator.post("/alerts/" + alert + "/take", "").status()).isEqualTo(303);
  }

  @Test
  void programsDoTheSame() throws Exception {
    String alert = raise("rejected/1");
    String at = "/api/v1/alerts/" + alert;
    assertThat(sender.post(at + "/take", "{}").status()).isEqualTo(204);
    assertThat(sender.post(at + "/comment", "{\"text\": \"Rang them\"}").status()).isEqualTo(204);
    JsonNode json = sender.get(at).json();
    assertThat(json.at("/problem/state").asText()).isEqualTo("being-handled");
    assertThat(json.at("/problem/takenBy/0").asText()).isEqualTo("S. Sender");
    assertThat(json.at("/done/1/said").asText()).isEqualTo("Rang them");
    assertThat(sender.post(at + "/give-back", "{}").status()).isEqualTo(204);
    assertThat(
            sender
                .post(at + "/resolution", "{\"outcome\": \"fault-mended\", \"all\": true}")
                .status())
        .isEqualTo(204);
    assertThat(sender.get(at).json().has("problem")).isFalse();
  }

  @Test
  void whereNobodyIsToldThePageSaysSo() throws Exception {
    assertThat(sender.get("/alerts").text()).contains("No alert leaves this page");
    String alert = raise("rejected/1");
    assertThat(sender.get("/alerts/" + alert).text()).contains("Nobody was told by a message.");
  }

  @Test
  void whatIsToBeActedOnSoonestStandsFirst() throws Exception {
    raise("rejected/1");
    raise("stuck/1");
    String page = sender.get("/alerts").text();
    assertThat(page.indexOf("Act now")).isPositive().isLessThan(page.indexOf("Today"));
  }

  /** 51 that can wait until today were there before. */
  @Test
  void whatIsToBeActedOnSoonestStandsOnTheFirstOfSeveralPages() throws Exception {
    for (int n = 0; n < 51; n++) {
      raise("stuck/" + n, "For reason " + n);
    }
    raise("rejected/1");
    String first = sender.get("/alerts").text();
    assertThat(first).contains("52 open alerts, a part of them on each page");
    assertThat(first.indexOf("Act now")).isPositive().isLessThan(first.indexOf("Today"));
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    assertThat(sender.get(next.group(1)).text()).contains("Today").doesNotContain("Act now");
  }

  @Test
  void nobodyClosesOneWithoutSayingWhatCameOfIt() throws Exception {
    String alert = raise("rejected/1");
    Answer refused = close(sender, alert, "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains(
            "Say what came of it: Sent again and accepted; Given by another route; Not needed;"
                + " Technical fault mended.",
            "Nothing was done.",
            "open alert")
        .doesNotContain("sent-again, other-route");
    assertThat(network.one("select count(*) from alert where resolved_at is null")).isEqualTo("1");
  }

  @Test
  void anotherRouteAndWhatIsNotNeededAreExplained() throws Exception {
    String alert = raise("rejected/1");
    assertThat(close(sender, alert, "outcome=other-route").status()).isEqualTo(422);
    assertThat(close(sender, alert, "outcome=not-needed&text=+").status()).isEqualTo(422);
    assertThat(close(sender, alert, "outcome=other-route&text=By+telephone").status())
        .isEqualTo(303);
  }

  @Test
  void whoClosedItWhenAndHowIsSeenAfterwards() throws Exception {
    String alert = raise("rejected/1");
    close(sender, alert, "outcome=other-route&text=Read+to+the+practice+nurse");
    assertThat(sender.get("/alerts").text()).contains("No open alerts");
    assertThat(sender.get("/alerts?state=closed").text())
        .contains("Not accepted", "Given by another route", "S. Sender")
        .contains("Read to the practice nurse", "999 000 0018");
    assertThat(
            sender
                .get("/api/v1/alerts?state=closed")
                .json()
                .at("/alerts/0/closed/outcome")
                .asText())
        .isEqualTo("other-route");
  }

  @Test
  void whatComesBackSaysHowItWasClosedBefore() throws Exception {
    close(sender, raise("rejected/1"), "outcome=not-needed&text=They+have+it");
    String again = raise("rejected/1");
    assertThat(sender.get("/alerts").text()).contains("It has come up again.");
    assertThat(sender.get("/alerts/" + again).text())
        .contains("It has come up again.", "Not needed", "They have it", "S. Sender");
  }

  @Test
  void ofWhatMayNotBeSeenNothingIsSaidWhenItIsClosedEither() throws Exception {
    String alert = raise("rejected/1");
    close(sender, alert, "outcome=other-route&text=Told+Alpha+Testpatient");
    network.execute("update document set confidential = true");
    try {
      Someone other = Someone.at(network, TestNetwork.HUB, "T. Sender", Role.SENDER);
      assertThat(other.get("/alerts?state=closed").text())
          .contains("A document was not accepted by its receiver")
          .doesNotContain("Testpatient", "999 000 0018", "Told Alpha");
    } finally {
      network.execute("update document set confidential = false");
    }
  }

  @Test
  void anotherOrganisationSeesNothingOfIt() throws Exception {
    close(sender, raise("rejected/1"), "outcome=sent-again");
    Someone stranger = Someone.at(network, TestNetwork.PRACTICE, "P. Stranger", Role.CLINICIAN);
    assertThat(stranger.get("/alerts?state=closed").text()).contains("No alert was closed");
    assertThat(operator.get("/alerts?state=closed").text()).doesNotContain("Not accepted");
  }

  @Test
  void whatMendedByItselfSaysSo() throws Exception {
    String alert = raise("rejected/1");
    network.execute(
        "update alert set resolved_at = now(), resolved_by = 'mended by itself' where id = "
            + alert);
    assertThat(sender.get("/alerts?state=closed").text()).contains("It mended by itself.");
  }
}
