package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.AuditEntry;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.audit.AuditQuery;
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
  void once_somebody_has_confirmed_it_it_does_not_wait_for_the_organisations_time()
      throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode document = corrected(consultation());
    http.post(address() + "/confirm", "application/json", by("Bo"));
    awaitState(document, DocumentState.COMPLETED);
  }

  private Answer toldAgain() throws Exception {
    Answer again = http.put(address() + "?now=true", MAPPER.writeValueAsBytes(consultation()));
    assertThat(again.status()).as(again.text()).isEqualTo(200);
    return again;
  }

  @Test
  void what_waits_unchanged_goes_at_once_and_the_audit_log_says_who_had_it_go() throws Exception {
    JsonNode document = created(record(consultation()));
    toldAgain();
    awaitState(document, DocumentState.COMPLETED);
    assertThat(hastenings(document)).isEqualTo(1);
  }

  @Test
  void what_is_to_be_confirmed_unchanged_goes_as_soon_as_it_is() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode document = created(record(consultation()));
    toldAgain();
    toldAgain();
    assertThat(network.kinds(id(document))).containsOnlyOnce("hastened");
    http.post(address() + "/confirm", "application/json", by("Bo"));
    awaitState(document, DocumentState.COMPLETED);
  }

  @Test
  void of_what_does_not_wait_the_audit_log_says_only_that_it_was_seen() throws Exception {
    JsonNode document = corrected(consultation());
    awaitState(document, DocumentState.COMPLETED);
    long before = hastenings(document);
    toldAgain();
    assertThat(hastenings(document)).isEqualTo(before);
  }

  private static long hastenings(JsonNode document) {
    return network
        .served()
        .audited()
        .search()
        .find(AuditQuery.newest(TestNetwork.HUB, 200))
        .stream()
        .map(AuditEntry::toString)
        .filter(entry -> entry.contains("send-now") && entry.contains(id(document).toString()))
        .count();
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
