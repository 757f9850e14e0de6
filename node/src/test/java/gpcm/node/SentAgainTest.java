package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.BuiltColumns;
import gpcm.node.ledger.Lease;
import gpcm.node.ledger.StepResult;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is sent again is the same document in another message: shown once, answered by either, and
 * not sent where MESH says that it was collected unless a person says so once more.
 */
class SentAgainTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

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
          .contains(
              "it files no second one",
              "It is asked before anything is sent.",
              "If MESH does not answer within two seconds, the document goes again");
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

  private static UUID refused() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", HUB_MAILBOX + "/outbox", 417, 1));
    UUID id = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    awaitState(id, DocumentState.FAILED);
    return id;
  }

  private static void act(UUID id, String act) throws Exception {
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      Answer answer =
          http.post(
              "/api/v1/documents/" + id + "/" + act,
              "application/json",
              "{\"by\":\"Bo\",\"reason\":\"asked\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }

  /** Refused outright, sent again, held and released: from then on it is as any other. */
  @Test
  void what_is_held_while_it_is_to_go_again_goes_in_one_message_however_unclear_a_post_ends()
      throws Exception {
    UUID id = refused();
    Elsewhere.holds(network, id);
    assertThat(resend(id, "").status()).isEqualTo(204);
    assertThat(column("renew", id)).isEqualTo("t");
    act(id, "hold");
    network
        .mesh()
        .add(
            new InjectedFault(
                "POST",
                HUB_MAILBOX + "/outbox",
                InjectedFault.Kind.DROP_AFTER,
                0,
                Duration.ZERO,
                1));
    act(id, "release");
    Elsewhere.letsGo(network, id);
    await().atMost(PATIENCE).until(() -> column("failures", id).equals("1"));
    String message = column("message_id", id);
    pass(Duration.ofMinutes(5));
    awaitState(id, DocumentState.SENT);
    assertThat(column("message_id", id)).isEqualTo(message);
    assertThat(network.kinds(id)).doesNotContain("renewed");
  }

  @Test
  void an_answer_that_comes_while_another_message_is_made_leaves_the_one_that_left()
      throws Exception {
    UUID id = overdue();
    String message = column("message_id", id);
    SendDocument first = network.sentMessage();
    Elsewhere.holds(network, id);
    assertThat(resend(id, "").status()).isEqualTo(204);
    long fence = Long.parseLong(column("fence", id));
    try (OtherMailbox practice = network.other(PRACTICE_MAILBOX)) {
      practice.answers(first, ResponseCode.SUCCESS, HUB_MAILBOX);
    }
    awaitState(id, DocumentState.INFRASTRUCTURE_ACKNOWLEDGED);
    network
        .node()
        .ledger()
        .apply(
            List.of(
                new StepResult()
                    .renewed(
                        new Lease(id, fence),
                        new DocumentFact.Renewed("too late"),
                        new BuiltColumns(
                            UUID.randomUUID().toString(),
                            column("document_id", id),
                            "too late",
                            "too late",
                            new StoredContent(new ContentHash("0".repeat(64)), 1)))));
    assertThat(column("message_id", id)).isEqualTo(message);
    assertThat(column("earlier_message_ids is null", id)).isEqualTo("t");
    Elsewhere.letsGo(network, id);
  }

  /** It is another message, and not the same one for a second time. */
  @Test
  void of_what_is_sent_again_nobody_says_that_an_earlier_attempt_ended_unclear() throws Exception {
    UUID id = overdue();
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
    assertThat(network.kinds(id)).contains("renewed").doesNotContain("posting-again");
  }

  @Test
  void what_MESH_says_of_an_earlier_copy_counts_after_the_next_one_failed() throws Exception {
    UUID id = overdue();
    network.mesh().add(InjectedFault.answer("POST", HUB_MAILBOX + "/outbox", 417, 1));
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.FAILED);
    collected();
    Answer refused = resend(id, "");
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.json().path("type").asText()).isEqualTo("urn:gpcm:problem:collected");
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(http.get("/outbox/" + id).text()).contains("Send again although it was collected");
    }
    assertThat(resend(id, "?although-collected=true").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
  }

  @Test
  void the_bytes_of_the_first_message_are_kept_with_the_document() throws Exception {
    UUID id = overdue();
    String first = column("message_sha256", id);
    assertThat(resend(id, "").status()).isEqualTo(204);
    awaitState(id, DocumentState.SENT);
    assertThat(column("message_sha256", id)).isNotEqualTo(first);
    assertThat(column("earlier_message_sha256[1]", id)).isEqualTo(first);
    assertThat(Lost.with(network.node().ledger(), first))
        .extracting(Lost::what)
        .containsExactly("an earlier message of document " + id);
  }

  private static int asked(UUID id) {
    return network.count(
        "select count(*) from document where id = '%s' and mesh_standing = 'not-collected'"
            .formatted(id));
  }
}
