package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.AlertText;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
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
    network.execute("delete from alert");
  }

  private static String raise(String problem) {
    network.raise(document, new AlertText(problem, "Not accepted", "It is so", "Ring them"));
    return network.one("select max(id) from alert");
  }

  private static Answer close(Someone who, String alert, String form) throws Exception {
    return who.post("/alerts/" + alert + "/resolution", form);
  }

  @Test
  void anAlertSaysHowSoonOfWhomSinceWhenAndWhatToDo() throws Exception {
    raise("rejected/1");
    assertThat(sender.get("/alerts").text())
        .contains("Act now", "Not accepted", "Ring them", "999 000 0018", "just now")
        .contains("href=\"/outbox/" + document + "\"");
  }

  @Test
  void alertsOfOneCauseStandTogether() throws Exception {
    raise("rejected/1");
    raise("rejected/2");
    raise("overdue/1");
    assertThat(sender.get("/alerts").text())
        .contains("A document was not accepted by its receiver</bdi>, 2 times")
        .doesNotContain("Show all");
    raise("rejected/3");
    raise("rejected/4");
    assertThat(sender.get("/alerts").text()).contains("4 times", "Show all 4");
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
      raise("stuck/" + n);
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
    assertThat(refused.text()).contains("say what came of it", "Nothing was done.", "open alert");
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
    raise("rejected/1");
    assertThat(sender.get("/alerts").text())
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
