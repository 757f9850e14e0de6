package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An administrator sets whom the alerts of the organisation reach. */
class AlertSettingsPagesTest extends SettingsFixture {
  private static final String DESK =
      "name=Front+desk&kind=mail&address=desk%40practice.example&step=first&severity=today&sides=receiving"
          + "&sides=technical&hours=open-but-now&summary=true";

  @BeforeEach
  void nobodyIsTold() {
    network.empty("notice_about", "notice", "alert_summary", "alert_channel", "alert_deadlines");
  }

  private static String page() throws Exception {
    return administrator.get("/settings/alerts").text();
  }

  @Test
  void wherePeopleAreToldStandsOnThePageWithWhoSetIt() throws Exception {
    assertThat(page()).contains("Nobody is told");
    set(administrator, "alerts", DESK);
    assertThat(page())
        .contains("Front desk", "desk@practice.example", "“Act now” and “Today”")
        .contains("what we receive, what is technical")
        .contains("while you are open; “act now” at any time", "Never named: a link says the rest")
        .contains("No deputy is set", administrator.person().name())
        .doesNotContain("Nobody is told");
    assertThat(administrator.get("/settings").text()).contains("1 channel");
  }

  @Test
  void aChannelIsRemoved() throws Exception {
    set(administrator, "alerts", DESK);
    set(administrator, "alerts/" + network.one("select id from alert_channel") + "/end", "");
    assertThat(page()).contains("Nobody is told");
  }

  @Test
  void aTestIsOnItsWayAndThePageSaysWhatStopsIt() throws Exception {
    set(administrator, "alerts", DESK);
    set(administrator, "alerts/" + network.one("select id from alert_channel") + "/test", "");
    await()
        .untilAsserted(
            () ->
                assertThat(page())
                    .contains(
                        "a test", "no mail server is set (alerts.mail in the configuration)"));
  }

  @ParameterizedTest
  @CsvSource({
    "address=desk%40practice.example, address=nobody, must be an e-mail address",
    "address=desk%40practice.example, address=a%40b.example%0ABcc:c%40d.example, must be an"
        + " e-mail address",
    "kind=mail, kind=webhook, stands in the node",
    "kind=mail&address=desk%40practice.example, kind=webhook, has no webhook for this organisation",
    "sides=receiving&sides=technical, sides=, must be one at least",
    "sides=receiving, sides=everything, Choose some of these: ",
    "step=first, step=last, Choose one of these: as soon as there is something",
    "severity=today, severity=never, Choose one of these: “Act now” only; “Act now” and “Today”;"
        + " Everything.",
    "hours=open-but-now, hours=never, Choose one of these: ",
    "name=Front+desk, name=, missing"
  })
  void whatIsWrongIsSaidAtItsFieldAndNothingIsSet(String right, String wrong, String said)
      throws Exception {
    assertThat(DESK).contains(right);
    Answer refused =
        administrator.post("/settings/alerts", DESK.replace(right, wrong) + "&reason=Try");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text().toLowerCase(Locale.ROOT)).contains(said.toLowerCase(Locale.ROOT));
    assertThat(network.one("select count(*) from alert_channel")).isEqualTo("0");
  }

  @Test
  void twoChannelsHaveTwoNames() throws Exception {
    set(administrator, "alerts", DESK);
    Answer again =
        administrator.post("/settings/alerts", DESK.replace("Front", "front") + "&reason=Try");
    assertThat(again.text()).contains("There is one of this name");
  }

  @Test
  void withinWhichTimeDeputiesAreToldIsSet() throws Exception {
    set(administrator, "alert-deadlines", "act-now=1&today=5&information=30&summary-at=07:30");
    assertThat(page()).contains("within 1 hours for “act now”", "sent at 07:30");
    Answer refused =
        administrator.post(
            "/settings/alert-deadlines",
            "act-now=0&today=5&information=30&summary-at=25:00&reason=Try");
    assertThat(refused.status()).isEqualTo(422);
  }

  @Test
  void programsSetTheSame() throws Exception {
    Answer made =
        administrator.post(
            "/api/v1/alert-channels",
            "{\"name\": \"Desk\", \"kind\": \"mail\", \"address\": \"desk@practice.example\","
                + " \"step\": \"deputy\", \"severity\": \"information\", \"sides\": [\"sending\"],"
                + " \"hours\": \"any\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String id = made.json().path("id").asText();
    assertThat(
            administrator
                .post(
                    "/api/v1/alert-deadlines",
                    "{\"act-now\": 2, \"today\": 8, \"information\": 40, \"summary-at\":"
                        + " \"06:00\"}")
                .status())
        .isEqualTo(200);
    JsonNode all = administrator.get("/api/v1/settings").json().path("alerts");
    assertThat(all.at("/channels/0").toString())
        .isEqualTo(
            "{\"id\":\"%s\",\"name\":\"Desk\",\"kind\":\"mail\",\"address\":\"desk@practice.example\",\"step\":\"deputy\",\"severity\":\"information\",\"sides\":[\"sending\"],\"hours\":\"any\",\"naming\":false,\"summary\":false}"
                .formatted(id));
    assertThat(all.at("/deadlines").toString())
        .isEqualTo("{\"act-now\":2,\"today\":8,\"information\":40,\"summary-at\":\"06:00\"}");
    assertThat(administrator.post("/api/v1/alert-channels/" + id + "/test", "{}").status())
        .isEqualTo(204);
    assertThat(administrator.post("/api/v1/alert-channels/" + id + "/end", "{}").status())
        .isEqualTo(204);
    assertThat(administrator.get("/api/v1/settings").json().at("/alerts/channels")).isEmpty();
  }

  @Test
  void anotherOrganisationsChannelsAreNobodyElses() throws Exception {
    set(administrator, "alerts", DESK);
    String id = network.one("select id from alert_channel");
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.ADMINISTRATOR);
    assertThat(stranger.get("/settings/alerts").text()).doesNotContain("desk@practice.example");
    for (String act : new String[] {"end", "test"}) {
      assertThat(stranger.post("/settings/alerts/" + id + "/" + act, "reason=Try").status())
          .isEqualTo(404);
    }
    assertThat(clerk.get("/settings/alerts").status()).isEqualTo(403);
  }

  @Test
  void theAuditLogHoldsNoAddress() throws Exception {
    set(administrator, "alerts", DESK);
    assertThat(
            network.one(
                "select string_agg(convert_from(entry, 'UTF8'), ' ') from audit_entry where action"
                    + " = 'configuration-changed'"))
        .contains("e-mail")
        .doesNotContain("desk@practice.example");
  }
}
