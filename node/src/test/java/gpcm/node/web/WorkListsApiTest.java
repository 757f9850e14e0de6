package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of received documents, through the API. */
class WorkListsApiTest {
  private static final String LIST = "/api/v1/worklist";

  @Running static TestNetwork network;
  private static Someone clerk;
  private static String entry;
  private static String messageId;

  @BeforeAll
  static void documentsAreReceived() throws Exception {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    for (int i = 0; i < 3; i++) {
      UUID document =
          network.submit(TestNetwork.document("consultation-summary.json", TestNetwork.HUB));
      entry = network.entryOf(document);
      messageId = network.one("select message_id from worklist_entry where id = '" + entry + "'");
    }
    assertThat(clerk.post(LIST + "/" + entry + "/take", "{\"version\": 1}").status())
        .isEqualTo(200);
  }

  private static JsonNode got(Someone who, String query) throws Exception {
    Answer answer = who.get(LIST + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> ids(JsonNode list) {
    return StreamSupport.stream(list.path("entries").spliterator(), false)
        .map(row -> row.path("id").asText())
        .toList();
  }

  @Test
  void aViewHasItsRowsAndTheCountsOfAll() throws Exception {
    JsonNode mine = got(clerk, "?view=mine");
    assertThat(ids(mine)).containsExactly(entry);
    assertThat(mine.path("entries").get(0).path("work").path("state").asText())
        .isEqualTo("in-progress");
    assertThat(mine.path("total").asInt()).isEqualTo(1);
    assertThat(mine.path("counts").path("mine").asInt()).isEqualTo(1);
    assertThat(mine.path("counts").path("unassigned").asInt()).isEqualTo(2);
    assertThat(mine.path("counts").path("all").asInt()).isEqualTo(3);
    assertThat(ids(got(clerk, "?view=unassigned"))).hasSize(2).doesNotContain(entry);
  }

  @Test
  void aListIsReadInPartsByItsNextAddress() throws Exception {
    JsonNode first = got(clerk, "?view=all&sort=patient&limit=2");
    assertThat(first.path("next").asText()).contains("view=all", "sort=patient");
    JsonNode second = clerk.get(first.path("next").asText()).json();
    assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void withoutAViewItIsAnsweredAsBefore() throws Exception {
    JsonNode list = got(clerk, "");
    assertThat(list.path("entries").get(0).has("subject")).isTrue();
    assertThat(list.has("counts")).isFalse();
  }

  @Test
  void anotherOrganisationHasNothingOfIt() throws Exception {
    Someone stranger = Someone.at(network, TestNetwork.HUB, "S. Stranger", Role.CLERK);
    JsonNode list = got(stranger, "?view=all");
    assertThat(ids(list)).isEmpty();
    assertThat(list.path("counts").path("all").asInt()).isZero();
    assertThat(ids(search(stranger, "{\"nhs-number\": \"9990000018\"}"))).isEmpty();
    assertThat(ids(got(clerk, "?view=all&organisation=A99901"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "view=theirs, view",
    "sort=age, sort",
    "state=lost, state",
    "action=FX, action",
    "sender=x', sender",
    "type=x', type",
    "person=me, person",
    "received-from=yesterday, received-from",
    "urgent=very, urgent",
    "view=all&name=Alpha, name",
    "view=all&nhs-number=9990000018, nhs-number"
  })
  void aWrongParameterIsNamed(String query, String name) throws Exception {
    Answer answer = clerk.get(LIST + "?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("errors").get(0).path("parameter").asText()).isEqualTo(name);
  }

  private static JsonNode search(Someone who, String body) throws Exception {
    Answer answer = who.post(LIST + "-search", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void aPatientIsSearchedForInABodyAndTheLogSaysWhoDidThat() throws Exception {
    for (String body :
        List.of(
            "{\"name\": \"alp testpat\"}",
            "{\"nhs-number\": \"999 000 0018\"}",
            "{\"born\": \"1957-01-09\"}")) {
      assertThat(ids(search(clerk, body))).as(body).hasSize(3);
    }
    assertThat(ids(search(clerk, "{\"name\": \"Nobody\"}"))).isEmpty();
    assertThat(ids(search(clerk, "{\"id\": \"%s\"}".formatted(messageId)))).containsExactly(entry);
    assertThat(ids(search(clerk, "{\"name\": \"alpha\", \"view\": \"mine\"}")))
        .containsExactly(entry);
    assertThat(network.one("select count(*) from audit_entry where action = 'patient-searched'"))
        .isNotEqualTo("0");
  }

  @Test
  void aSearchGoesOnAfterItsLastRow() throws Exception {
    JsonNode first = search(clerk, "{\"name\": \"alpha\", \"limit\": 2}");
    JsonNode second =
        search(
            clerk,
            "{\"name\": \"alpha\", \"limit\": 2, \"after\": \"%s\"}"
                .formatted(first.path("after").asText()));
    assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
    assertThat(second.has("after")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"a\"}",
        "{\"name\": \"' | !\"}",
        "{\"nhs-number\": \"999\"}",
        "{\"born\": \"9 January\"}",
        "{\"after\": \"x\"}",
        "{\"limit\": 0}",
        "{\"who\": \"x\"}"
      })
  void aWrongSearchIsRefused(String body) throws Exception {
    assertThat(clerk.post(LIST + "-search", body).status()).isEqualTo(422);
  }

  @Test
  void onlyWhoMayOpenWhatIsConfidentialAsksForThat() throws Exception {
    assertThat(clerk.get(LIST + "?confidential=true").status()).isEqualTo(403);
    Someone clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
    assertThat(ids(got(clinician, "?confidential=true"))).isEmpty();
  }
}
