package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.people.Permission;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was not accepted, or did not arrive, is handed in corrected and goes at once. */
class CorrectedTest extends ConsultationFixture {

  private JsonNode corrected(JsonNode consultation) throws Exception {
    Answer answer = http.put(address() + "?now=true", MAPPER.writeValueAsBytes(consultation));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  @Test
  void what_is_corrected_does_not_wait_for_the_organisations_time() throws Exception {
    JsonNode document = corrected(consultation());
    awaitState(document, DocumentState.COMPLETED);
    assertThat(network.kinds(id(document))).contains("hastened");
  }

  @Test
  void what_was_not_accepted_is_corrected_and_accepted() throws Exception {
    ObjectNode misdirected =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.LEFT_PRACTICE, encounter));
    misdirected.putArray("attachments");
    misdirected.remove("version");
    JsonNode first = corrected(misdirected);
    awaitState(first, DocumentState.REJECTED);
    JsonNode second = corrected(changed("Corrected"));
    assertThat(second.path("id").asText()).isNotEqualTo(first.path("id").asText());
    awaitState(second, DocumentState.COMPLETED);
  }

  @Test
  void what_nobody_answered_is_replaced_by_the_next_version() throws Exception {
    network
        .mesh()
        .add(InjectedFault.answer("GET", TestNetwork.PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    JsonNode first = corrected(consultation());
    awaitState(first, DocumentState.SENT);
    pass(Duration.ofDays(1));
    awaitState(first, DocumentState.OVERDUE);
    JsonNode second = corrected(changed("Corrected"));
    assertThat(second.path("version").asInt()).isEqualTo(2);
    assertThat(second.path("replaces").asText())
        .isEqualTo(shown(first).path("documentId").asText());
    network.mesh().clearFaults();
    awaitState(second, DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> entriesHere() == 2);
  }

  @Test
  void what_is_to_be_confirmed_still_waits_for_somebody() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode document = corrected(consultation());
    assertThat(document.path("state").asText()).isEqualTo("unconfirmed");
  }

  @Test
  void who_may_only_hand_in_does_not_cut_the_time_short() throws Exception {
    String key =
        network
            .node()
            .directory()
            .keys()
            .make(
                "submitting",
                TestNetwork.HUB,
                Set.of(Permission.SUBMIT),
                Optional.empty(),
                "a test")
            .secret();
    try (HttpCaller submitting = HttpCaller.withKey(network.node().url(), key)) {
      Answer refused =
          submitting.put(address() + "?now=true", MAPPER.writeValueAsBytes(consultation()));
      assertThat(refused.status()).isEqualTo(403);
    }
    assertThat(entriesHere()).isZero();
  }
}
