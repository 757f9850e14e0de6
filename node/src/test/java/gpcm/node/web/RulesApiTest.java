package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.received;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs set by which rules documents go to whom. */
class RulesApiTest extends SettingsFixture {
  private static Answer post(Someone who, String path, String body) throws Exception {
    return who.post("/api/v1/" + path, body);
  }

  private static String rule(String name) throws Exception {
    Answer made =
        post(
            administrator,
            "rules",
            "{\"name\": \"%s\", \"whom\": \"person-%s\"}".formatted(name, clerk.person().id()));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asText();
  }

  private static JsonNode settings() throws Exception {
    return administrator.get("/api/v1/settings").json();
  }

  private static List<String> names() throws Exception {
    return StreamSupport.stream(settings().path("rules").spliterator(), false)
        .map(each -> each.path("name").asText())
        .toList();
  }

  @Test
  void aRuleThatWasMadeGivesDocumentsAway() throws Exception {
    rule("All");
    assertThat(work(received(network)).path("person").path("name").asText()).isEqualTo("A. Clerk");
  }

  @Test
  void whatIsReadCanBeSentAgain() throws Exception {
    String id = rule("All");
    String whole =
        "{\"name\":\"Some\",\"type-code\":\"1\",\"sender\":\"A99901\",\"use-case\":\"generic\",\"action\":\"FA\",\"confidential\":false,\"urgent\":true,\"whom\":\"person-%s\",\"due-hours\":6,\"mark\":true}"
            .formatted(other.person().id());
    Answer changed = post(administrator, "rules/" + id, whole);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    JsonNode rule = settings().at("/rules/0");
    assertThat(rule).isEqualTo(changed.json());
    assertThat(rule.toString())
        .isEqualTo(
            whole
                .replace("{\"name\"", "{\"id\":\"" + id + "\",\"name\"")
                .replace(",\"due-hours\"", ",\"of\":\"B. Clerk\",\"due-hours\""));
  }

  @Test
  void theOrderIsChangedByOnePlace() throws Exception {
    rule("One");
    String two = rule("Two");
    assertThat(post(administrator, "rules/" + two + "/earlier", "").status()).isEqualTo(204);
    assertThat(names()).containsExactly("Two", "One");
    assertThat(post(administrator, "rules/" + two + "/earlier", "").status()).isEqualTo(409);
    assertThat(post(administrator, "rules/" + two + "/later", "").status()).isEqualTo(204);
    assertThat(names()).containsExactly("One", "Two");
  }

  @Test
  void aRuleEnds() throws Exception {
    String id = rule("All");
    assertThat(post(administrator, "rules/" + id + "/end", "").status()).isEqualTo(204);
    assertThat(names()).isEmpty();
    assertThat(post(administrator, "rules/" + id + "/end", "").status()).isEqualTo(404);
  }

  @Test
  void theFallbackTeamIsOneOfTheOrganisation() throws Exception {
    String team = team("Reception");
    Answer set = post(administrator, "fallback-team", "{\"team\": \"" + team + "\"}");
    assertThat(set.json().path("name").asText()).isEqualTo("Reception");
    assertThat(settings().at("/fallback/id").asText()).isEqualTo(team);
    Answer refused =
        post(administrator, "fallback-team", "{\"team\": \"%s\"}".formatted(clerk.person().id()));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("/team");
    network.execute("delete from assignment_fallback");
  }

  @Test
  void whoHasSeenAnOlderStateChangesNothing() throws Exception {
    String id = rule("One");
    long seen = settings().path("rules-version").asLong();
    rule("Two");
    Answer late = post(administrator, "rules/" + id + "/end", "{\"version\": %d}".formatted(seen));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("type").asText()).isEqualTo("urn:gpcm:problem:changed-meanwhile");
    assertThat(names()).containsExactly("One", "Two");
    long now = settings().path("rules-version").asLong();
    assertThat(
            post(administrator, "rules/" + id + "/end", "{\"version\": %d}".formatted(now))
                .status())
        .isEqualTo(204);
  }

  @Test
  void thePageAndTheAuditTrailSayWhoAndWhy() throws Exception {
    String id = rule("Secret-name");
    assertThat(administrator.get("/settings/rules").text())
        .contains("<strong><bdi>D. Administrator</bdi></strong>: <bdi>They never went</bdi>");
    assertThat(
            network.one(
                "select convert_from(entry, 'UTF8') from audit_entry where action ="
                    + " 'configuration-changed' order by entry_id desc limit 1"))
        .contains(id, "no rule")
        .doesNotContain("Secret-name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'whom': 'WHOM'}|/name",
        "{'name': 'x'}|/whom",
        "{'name': 'x', 'whom': 'nobody'}|/whom",
        "{'name': 'x', 'whom': 'WHOM', 'due-hours': 0}|/due-hours",
        "{'name': 'x', 'whom': 'WHOM', 'due-hours': 8761}|/due-hours",
        "{'name': 'x', 'whom': 'WHOM', 'use-case': 'poem'}|/use-case",
        "{'name': 'x', 'whom': 'WHOM', 'sender': '!'}|/sender",
        "{'name': 'x', 'whom': 'WHOM', 'urgent': 'perhaps'}|/urgent",
        "{'name': 'x', 'whom': 'WHOM', 'colour': 'red'}|/colour"
      })
  void whatIsWrongIsSaidAtItsField(String body, String field) throws Exception {
    Answer refused =
        post(
            administrator,
            "rules",
            body.replace("'", "\"").replace("WHOM", "person-" + clerk.person().id()));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.text()).contains("\"" + field + "\"");
    assertThat(names()).isEmpty();
  }

  @Test
  void anotherOrganisationsRulesAreNotThere() throws Exception {
    String id = rule("All");
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.ADMINISTRATOR);
    for (String act : List.of("end", "earlier", "later")) {
      assertThat(post(stranger, "rules/" + id + "/" + act, "").status()).as(act).isEqualTo(404);
    }
    assertThat(
            post(
                    stranger,
                    "rules/" + id,
                    "{\"name\": \"Mine\", \"whom\": \"person-%s\"}"
                        .formatted(stranger.person().id()))
                .status())
        .isEqualTo(404);
    assertThat(names()).containsExactly("All");
  }

  @Test
  void onlyWhoMayChangeSettingsChangesRules() throws Exception {
    assertThat(post(clerk, "rules", "{}").status()).isEqualTo(403);
    assertThat(post(clerk, "fallback-team", "{}").status()).isEqualTo(403);
  }
}
