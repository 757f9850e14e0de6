package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentState;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is sent again is the same document in another message: shown once, answered by either, and
 * not sent where MESH says that it was collected unless a person says so once more.
 */
class SentAgainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Running static TestNetwork network;

  @BeforeEach
  void nobodyCollects() {
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, 100_000));
  }

  @AfterEach
  void asUsual() {
    network.mesh().clearFaults();
  }

  private static void pass(Duration time) {
    network.advance(time);
    network.node().look();
  }

  private static void awaitState(UUID id, DocumentState state) {
    await().atMost(PATIENCE).until(() -> network.state(id) == state);
  }

  private static UUID overdue() throws Exception {
    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    awaitState(id, DocumentState.SENT);
    pass(Duration.ofDays(1));
    awaitState(id, DocumentState.OVERDUE);
    return id;
  }

  private static Answer resend(UUID id, String query) throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      return http.post(
          "/api/v1/documents/" + id + "/resend" + query, "application/json", new byte[0]);
    }
  }

  private static String column(String name, UUID id) {
    return network.one("select %s from document where id = '%s'".formatted(name, id));
  }

  private static int entries(UUID id) {
    return network.count(
        "select count(*) from worklist_entry where document_id = '%s'"
            .formatted(column("document_id", id)));
  }

  /** The recipient takes everything out of its mailbox, and answers nothing. */
  private static void collected() {
    network.mesh().clearFaults();
    network.mesh().add(InjectedFault.answer("GET", PRACTICE_MAILBOX + "/inbox/", 503, 100_000));
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      for (String id : practice.mesh().inbox(InboxQuery.all()).messageIds()) {
        practice.mesh().acknowledge(id);
      }
    }
  }

  @Test
  void the_same_document_goes_in_another_message_and_is_shown_once() throws Exception {
    UUID id = overdue();
    String message = column("message_id", id);
    String document = column("document_id", id);
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
    assertThat(column("message_id", id)).isNotEqualTo(message);
    assertThat(column("document_id", id)).isEqualTo(document);
    assertThat(column("earlier_message_ids[1]", id)).isEqualTo(message);
    SendDocument again = network.sentMessage();
    assertThat(again.messageId()).contains(column("message_id", id));
    assertThat(again.documentId()).contains(document);
    assertThat(network.kinds(id)).contains("resent", "renewed");

    network.mesh().clearFaults();
    awaitState(id, DocumentState.COMPLETED);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from received_message where document_id = '%s'"
                            .formatted(document))
                    == 2);
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(PATIENCE)
        .until(() -> entries(id) == 1 && network.state(id) == DocumentState.COMPLETED);
  }

  @Test
  void an_answer_to_the_first_message_counts() throws Exception {
    UUID id = overdue();
    SendDocument first = network.sentMessage();
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(first, ResponseCode.SUCCESS, HUB_MAILBOX);
    }
    awaitState(id, DocumentState.INFRASTRUCTURE_ACKNOWLEDGED);
  }

  @Test
  void an_answer_to_the_second_message_counts() throws Exception {
    UUID id = overdue();
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(network.sentMessage(), ResponseCode.SUCCESS, HUB_MAILBOX);
    }
    awaitState(id, DocumentState.INFRASTRUCTURE_ACKNOWLEDGED);
  }

  @Test
  void what_MESH_says_was_collected_goes_only_when_a_person_says_so_once_more() throws Exception {
    UUID id = overdue();
    collected();
    Answer refused = resend(id, "");
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.json().path("type").asText()).isEqualTo("urn:gpcm:problem:collected");
    assertThat(network.state(id)).isEqualTo(DocumentState.OVERDUE);
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      JsonNode shown = http.get("/api/v1/documents/" + id).json();
      assertThat(shown.at("/mesh/standing").asText()).isEqualTo("collected");
    }
    assertThat(resend(id, "?although-collected=true").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
  }

  @Test
  void its_page_says_what_a_receiver_does_and_what_MESH_said_and_asks_once_more() throws Exception {
    UUID id = overdue();
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      String page = "/outbox/" + id;
      assertThat(http.get(page).text())
          .contains("it files no second one", "It is asked before anything is sent.");
      collected();
      http.post(page + "/resend", "application/x-www-form-urlencoded", new byte[0]);
      assertThat(network.state(id)).isEqualTo(DocumentState.OVERDUE);
      assertThat(http.get(page).text())
          .contains(
              "MESH says that the recipient’s system has collected it",
              "Send again although it was collected");
      http.post(
          page + "/resend",
          "application/x-www-form-urlencoded",
          "although-collected=true".getBytes(StandardCharsets.UTF_8));
    }
    awaitState(id, DocumentState.SENT);
  }

  @Test
  void while_MESH_does_not_say_anything_a_person_can_send_it_again() throws Exception {
    UUID id = overdue();
    network.mesh().add(InjectedFault.answer("GET", "/outbox/tracking", 503, 100_000));
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
  }

  @Test
  void what_MESH_does_not_know_any_more_is_said_so_and_closes_nothing() throws Exception {
    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    awaitState(id, DocumentState.SENT);
    network.mesh().add(InjectedFault.answer("GET", "/outbox/tracking", 404, 100_000));
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> "not-found".equals(column("mesh_standing", id)));
    assertThat(network.state(id)).isEqualTo(DocumentState.SENT);
  }

  /** MESH says that it was collected, and nothing comes: it is overdue all the same. */
  @Test
  void what_was_collected_and_is_not_answered_is_overdue() throws Exception {
    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    awaitState(id, DocumentState.SENT);
    collected();
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> "collected".equals(column("mesh_standing", id)));
    assertThat(column("ask_mesh_at is null", id)).as("it is not asked again").isEqualTo("t");
    pass(Duration.ofHours(22));
    awaitState(id, DocumentState.OVERDUE);
    assertThat(network.alerts("overdue/" + id)).hasSize(1);
    assertThat(network.alerts("not-collected/" + id)).isEmpty();
  }

  @Test
  void MESH_is_asked_of_one_message_at_a_time_with_a_pause() throws Exception {
    UUID one = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    UUID other = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    awaitState(one, DocumentState.SENT);
    awaitState(other, DocumentState.SENT);
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> asked(one) + asked(other) == 1);
    network.node().look();
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(PATIENCE)
        .until(() -> asked(one) + asked(other) == 1);
    pass(Duration.ofSeconds(6));
    await().atMost(PATIENCE).until(() -> asked(one) + asked(other) == 2);
  }

  private static int asked(UUID id) {
    return network.count(
        "select count(*) from document where id = '%s' and mesh_standing = 'not-collected'"
            .formatted(id));
  }
}
