package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do with a document before it has left, or when it has not arrived: over HTTP. */
class SentActsTest extends ConsultationFixture {

  @Test
  void what_waits_goes_now_when_a_person_says_so() throws Exception {
    JsonNode document = recorded();
    done(tried(document, "send-now", ""));
    awaitState(document, DocumentState.COMPLETED);
    assertThat(network.kinds(id(document))).contains("hastened");
  }

  @Test
  void what_is_held_waits_for_a_person_and_is_told_of_again() throws Exception {
    JsonNode document = recorded();
    assertThat(done(tried(document, "hold", "to be talked over")).path("state").asText())
        .isEqualTo("held");
    assertThat(shown(document).path("failure").asText()).isEqualTo("to be talked over");
    network.advance(Duration.ofHours(25));
    network.node().look();
    await().atMost(PATIENCE).until(() -> isAlerted("held/", document));
    assertThat(state(document)).isEqualTo("held");
    done(tried(document, "release", "talked over"));
    awaitState(document, DocumentState.COMPLETED);
    assertThat(isAlerted("held/", document)).isFalse();
  }

  @Test
  void what_is_held_goes_without_another_check_when_a_person_says_so() throws Exception {
    JsonNode document = recorded();
    done(tried(document, "hold", "to be talked over"));
    done(tried(document, "release-unchecked", "the practice wants it"));
    awaitState(document, DocumentState.COMPLETED);
    assertThat(
            network.one("select unchecked from document where id = '%s'".formatted(id(document))))
        .isEqualTo("t");
  }

  @Test
  void what_is_withdrawn_never_leaves() throws Exception {
    JsonNode document = recorded();
    done(tried(document, "withdraw", "entered for another patient"));
    network.advance(Duration.ofHours(5));
    network.node().look();
    assertThat(state(document)).isEqualTo("withdrawn");
    refused(tried(document, "send-now", ""));
    refused(tried(document, "hold", "too late"));
    refused(tried(document, "confirm", ""));
  }

  @Test
  void what_got_there_in_another_way_says_how() throws Exception {
    JsonNode document = recorded();
    done(tried(document, "other-route", "by post, on 3 March, Bo"));
    assertThat(state(document)).isEqualTo("other-route");
    assertThat(shown(document).path("failure").asText()).isEqualTo("by post, on 3 March, Bo");
    refused(tried(document, "give-up", "not wanted"));
  }

  @Test
  void what_failed_is_given_up_with_its_alert() throws Exception {
    JsonNode document = failed();
    assertThat(isAlerted("failed/", document)).isTrue();
    done(tried(document, "give-up", "the patient has moved abroad"));
    assertThat(state(document)).isEqualTo("given-up");
    assertThat(isAlerted("failed/", document)).isFalse();
  }

  @Test
  void what_failed_gets_there_in_another_way() throws Exception {
    JsonNode document = failed();
    done(tried(document, "other-route", "by secure mail"));
    assertThat(isAlerted("failed/", document)).isFalse();
  }

  /** GPCM-SD-CS-007: what the practice has taken in is there, however a person ended it here. */
  @ParameterizedTest
  @ValueSource(strings = {"other-route", "give-up"})
  void what_was_taken_in_and_ended_by_a_person_is_replaced_by_the_next_version(String act)
      throws Exception {
    JsonNode first = recorded();
    done(tried(first, "send-now", ""));
    awaitState(first, DocumentState.COMPLETED);
    network.execute(
        "update document set state = 'overdue', business_code = null where id = '%s'"
            .formatted(id(first)));
    done(tried(first, act, "by telephone"));
    ObjectNode update = consultation();
    ((ObjectNode) update.at("/sections/0")).put("title", "A second thought");
    JsonNode second = recorded(update);
    assertThat(second.path("version").asInt()).isEqualTo(2);
    assertThat(
            network.one(
                "select replaces_document_id from document where id = '%s'".formatted(id(second))))
        .isEqualTo(
            network.one("select document_id from document where id = '%s'".formatted(id(first))));
  }

  @Test
  void what_has_arrived_cannot_be_taken_back() throws Exception {
    JsonNode document = recorded();
    done(tried(document, "send-now", ""));
    awaitState(document, DocumentState.COMPLETED);
    for (String act :
        new String[] {
          "withdraw", "hold", "release", "release-unchecked", "other-route", "give-up"
        }) {
      refused(tried(document, act, "too late"));
    }
  }

  @Test
  void an_act_that_stops_a_document_says_why() throws Exception {
    JsonNode document = recorded();
    for (String act : new String[] {"hold", "withdraw", "other-route"}) {
      Answer answer = tried(document, act, "");
      assertThat(answer.status()).as(act).isEqualTo(422);
      assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
    }
    assertThat(state(document)).isEqualTo("waiting");
  }

  @Test
  void nobody_acts_on_another_organisations_document() throws Exception {
    JsonNode document = recorded();
    try (HttpCaller pharmacy =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PHARMACY)) {
      assertThat(
              pharmacy
                  .post(
                      "/api/v1/documents/" + id(document) + "/withdraw",
                      "application/json",
                      "{\"reason\":\"x\"}".getBytes(UTF_8))
                  .status())
          .isEqualTo(404);
    }
    assertThat(state(document)).isEqualTo("waiting");
  }

  private JsonNode recorded() throws Exception {
    return recorded(consultation());
  }

  private JsonNode recorded(ObjectNode consultation) throws Exception {
    Answer answer =
        http.put("/api/v1/consultations/" + encounter, MAPPER.writeValueAsBytes(consultation));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  /** MESH finds no patient born on that day. */
  private JsonNode failed() throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.path("patient")).put("birthDate", "1958-01-09");
    JsonNode document = recorded(consultation);
    done(tried(document, "send-now", ""));
    awaitState(document, DocumentState.FAILED);
    return document;
  }

  private static Answer tried(JsonNode document, String act, String reason) throws Exception {
    ObjectNode body = MAPPER.createObjectNode().put("by", "B. Fictional");
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    return http.post(
        "/api/v1/documents/" + id(document) + "/" + act,
        "application/json",
        MAPPER.writeValueAsBytes(body));
  }

  private static JsonNode done(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static void refused(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
    assertThat(answer.json().path("type").asText()).endsWith("not-in-this-state");
  }
}
