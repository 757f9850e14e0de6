package gpcm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.ledger.StepResult;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a consultation that is deleted, held or changed again, before and after its
 * report has left (GPCM-SD-CS-077).
 */
class TakenBackConsultationsTest extends PharmacyFixture {
  /** GPCM-SD-CS-077, story GPC-SD12: the four facts, and a follow-up until a person closes it. */
  @Test
  void who_deletes_what_was_sent_is_warned_and_somebody_follows_it_up() throws Exception {
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.COMPLETED);
    Answer deleted = http.delete(address() + "?reason=entered%20for%20another%20patient");
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    JsonNode warning = deleted.json().path("warning");
    JsonNode document = shown(recorded);
    assertThat(warning.path("patientName")).isEqualTo(document.at("/patient/name"));
    assertThat(warning.path("nhsNumber")).isEqualTo(document.at("/patient/nhsNumber"));
    assertThat(Instant.parse(warning.path("consultationDate").asText()))
        .isEqualTo(Instant.parse(document.path("occurredAt").asText()));
    assertThat(warning.path("registeredPractice")).isEqualTo(document.path("registeredPractice"));
    assertThat(isAlerted("deleted/", recorded)).isTrue();
    assertThat(openFollowUps()).contains(warning.path("followUp").asText());
    assertThat(http.delete(address()).json().at("/warning/followUp"))
        .isEqualTo(warning.path("followUp"));

    String close = "/api/v1/follow-ups/" + warning.path("followUp").asText() + "/close";
    assertThat(http.post(close, "application/json", "{}".getBytes(UTF_8)).status()).isEqualTo(422);
    Answer closed;
    try (RefusedWrites alone = RefusedWrites.of(network, "alert", "new.problem like 'deleted/%'")) {
      closed =
          http.post(close, "application/json", "{\"outcome\":\"practice-told\"}".getBytes(UTF_8));
      assertThat(closed.status()).as("all of it or nothing").isEqualTo(500);
      assertThat(alone.tried()).isTrue();
    }
    closed =
        http.post(close, "application/json", "{\"outcome\":\"practice-told\"}".getBytes(UTF_8));
    assertThat(closed.status()).as(closed.text()).isEqualTo(204);
    assertThat(openFollowUps()).doesNotContain(warning.path("followUp").asText());
    assertThat(isAlerted("deleted/", recorded)).isFalse();
    assertThat(
            http.post(close, "application/json", "{\"outcome\":\"practice-told\"}".getBytes(UTF_8))
                .status())
        .isEqualTo(404);
  }

  /** Story GPC-SD12, S2i: a deletion is told by people. */
  @Test
  void who_deletes_what_was_sent_has_no_further_message_sent() throws Exception {
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.COMPLETED);
    String posted =
        "select (select sum(posts) from document) || ' ' || (select count(*) from answer)"
            + " || ' ' || (select count(*) from received_message)";
    String before = network.one(posted);
    assertThat(http.delete(address()).json().has("warning")).isTrue();
    pass(Duration.ofHours(4));
    stays(recorded, "completed");
    pass(Duration.ofDays(1));
    stays(recorded, "completed");
    assertThat(network.one(posted)).isEqualTo(before);
    assertThat(entriesHere()).isEqualTo(1);
  }

  /** No message is sent because of a deletion, and what has not left never does. */
  @Test
  void what_is_deleted_before_it_leaves_never_does() throws Exception {
    JsonNode recorded = created(record(consultation()));
    Answer deleted = http.delete(address());
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().has("warning")).isFalse();
    assertThat(deleted.json().path("withdrawn").path(0)).isEqualTo(recorded.path("id"));
    pass(Duration.ofHours(4));
    stays(recorded, "withdrawn");
    assertThat(entriesHere()).isZero();
    assertThat(http.delete("/api/v1/consultations/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  private JsonNode refusedByMesh() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 417, 1));
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.FAILED);
    assertThat(network.one("select posts from document where id = '" + id(recorded) + "'"))
        .isEqualTo("0");
    return recorded;
  }

  @Test
  void what_failed_before_it_left_is_withdrawn_when_it_is_deleted() throws Exception {
    JsonNode recorded = refusedByMesh();
    assertThat(http.delete(address()).json().path("withdrawn").path(0))
        .isEqualTo(recorded.path("id"));
    assertThat(state(recorded)).isEqualTo("withdrawn");
    assertThat(isAlerted("failed/", recorded)).isFalse();
    assertThat(resend(recorded).status()).isEqualTo(409);
  }

  private static Answer resend(JsonNode document) throws Exception {
    return http.post(
        "/api/v1/documents/" + id(document) + "/resend?although-collected=true",
        "application/json",
        new byte[0]);
  }

  private JsonNode overdueAndDeleted() throws Exception {
    network
        .mesh()
        .add(InjectedFault.answer("GET", TestNetwork.PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.SENT);
    pass(Duration.ofDays(1));
    awaitState(recorded, DocumentState.OVERDUE);
    assertThat(http.delete(address()).json().has("warning")).isTrue();
    return recorded;
  }

  @Test
  void what_was_deleted_after_it_left_is_not_sent_again() throws Exception {
    JsonNode recorded = overdueAndDeleted();
    Answer refused = resend(recorded);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText()).contains("was not deleted");
    assertThat(state(recorded)).isEqualTo("overdue");
  }

  @Test
  void what_was_deleted_after_it_left_is_not_offered_to_be_sent_again() throws Exception {
    JsonNode recorded = overdueAndDeleted();
    assertThat(http.get("/outbox/" + id(recorded)).text()).doesNotContain(">Send again<");
  }

  @Test
  void what_was_deleted_is_not_sent_again_after_its_follow_up_is_closed() throws Exception {
    JsonNode recorded = overdueAndDeleted();
    network.execute(
        "update sending_follow_up set closed_at = opened_at where document = '"
            + id(recorded)
            + "'");
    assertThat(resend(recorded).status()).isEqualTo(409);
  }

  @Test
  void what_is_sent_again_and_deleted_before_it_has_left_stays_here_and_somebody_is_told()
      throws Exception {
    network
        .mesh()
        .add(InjectedFault.answer("GET", TestNetwork.PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.SENT);
    pass(Duration.ofDays(1));
    awaitState(recorded, DocumentState.OVERDUE);
    Elsewhere.holds(network, id(recorded));
    assertThat(resend(recorded).status()).isEqualTo(204);
    assertThat(http.delete(address()).json().has("warning")).isTrue();
    Elsewhere.letsGo(network, id(recorded));
    stays(recorded, "failed");
    assertThat(isAlerted("deleted/", recorded)).isTrue();
  }

  /** What a person took back is not sent because its system tells of it again. */
  @Test
  void what_a_person_withdrew_stays_so_when_it_is_told_again() throws Exception {
    JsonNode recorded = created(record(consultation()));
    act(recorded, "withdraw", "entered for another patient");
    Answer again = record(consultation());
    assertThat(again.status()).isEqualTo(200);
    pass(Duration.ofHours(4));
    nothingArrives();
    assertThat(reports()).containsExactly("withdrawn");
  }

  @Test
  void what_was_deleted_is_sent_when_it_is_recorded_again() throws Exception {
    created(record(consultation()));
    http.delete(address());
    assertThat(created(record(consultation())).path("state").asText()).isEqualTo("waiting");
  }

  /** A hold is a person's, and is not lifted by what a system says. */
  @Test
  void an_update_of_what_a_person_holds_waits_for_a_person() throws Exception {
    JsonNode recorded = created(record(consultation()));
    act(recorded, "hold", "I am asking the practice");
    JsonNode updated = created(record(changed("A second thought")));
    assertThat(updated.path("state").asText()).isEqualTo("unconfirmed");
    pass(Duration.ofHours(4));
    nothingArrives();
    http.post(address() + "/confirm", "application/json", by("Bo"));
    awaitState(updated, DocumentState.COMPLETED);
  }

  /** A document and its copy leave together, or neither does. */
  @Test
  void the_copy_for_the_practice_is_withdrawn_with_its_document() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID copy = copyOf(original);
    for (String act : List.of("hold", "release", "release-unchecked")) {
      assertThat(actOn(copy.toString(), act, "no").status()).as(act).isEqualTo(409);
    }
    act(original, "withdraw", "entered for another patient");
    awaitNotLeft(copy);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    stays(original, "withdrawn");
    assertThat(network.state(copy)).isEqualTo(DocumentState.WITHDRAWN);
  }

  @Test
  void an_update_of_what_has_a_copy_goes_once_to_each() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID copy = copyOf(original);
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    awaitNotLeft(copy);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    awaitState(updated, DocumentState.COMPLETED);
    assertThat(state(original)).isEqualTo("superseded");
    assertThat(network.state(copy)).isEqualTo(DocumentState.WITHDRAWN);
    await().atMost(PATIENCE).until(() -> entriesHere() == 2);
    assertThat(
            network.count(
                "select count(distinct organisation) from worklist_entry where encounter_id = '%s'"
                    .formatted(encounter)))
        .isEqualTo(2);
  }

  // An attempt that was under way when its original was stopped has come to nothing by then.
  private static void awaitNotLeft(UUID copy) {
    await().atMost(PATIENCE).until(() -> network.state(copy) == DocumentState.WITHDRAWN);
  }

  /** One of a pair may be on the very point of leaving when the other is stopped. */
  @Test
  void a_copy_that_was_about_to_leave_when_its_original_was_stopped_stops_when_it_has_not()
      throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID copy = copyOf(original);
    network.execute("update document set posting = 'begun', posts = 1 where id = '" + copy + "'");
    created(record(forThePharmacy("The second thought")));
    assertThat(state(original)).isEqualTo("superseded");
    assertThat(network.state(copy)).isEqualTo(DocumentState.BUILT);
    network
        .node()
        .ledger()
        .apply(List.of(new StepResult().document(copy, new DocumentFact.Unreachable())));
    assertThat(network.state(copy)).isEqualTo(DocumentState.WITHDRAWN);
  }

  /** An update that waits is taken back, and of the report before it somebody is warned. */
  @Test
  void a_deletion_takes_an_update_back_and_warns_of_what_went_before() throws Exception {
    JsonNode first = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(first, DocumentState.COMPLETED);
    JsonNode second = created(record(changed("A second thought")));
    JsonNode deleted = http.delete(address()).json();
    assertThat(deleted.path("withdrawn").path(0)).isEqualTo(second.path("id"));
    assertThat(deleted.at("/warning/document")).isEqualTo(first.path("id"));
  }

  /** While MESH is away what is made already gives way to an update all the same. */
  @Test
  void what_is_made_and_has_not_left_gives_way_to_an_update() throws Exception {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    set("consultation-summary", 0, false, "");
    JsonNode first = created(record(consultation()));
    await().atMost(PATIENCE).until(() -> List.of("built", "sent").contains(state(first)));
    JsonNode second = created(record(changed("A second thought")));
    network.mesh().clearFaults();
    awaitState(second, DocumentState.COMPLETED);
    assertThat(state(first)).isIn("superseded", "completed", "sent", "infrastructure-acknowledged");
    boolean leftBefore = !state(first).equals("superseded");
    assertThat(second.path("version").asInt()).isEqualTo(leftBefore ? 2 : 1);
    assertThat(entriesHere()).isEqualTo(leftBefore ? 2 : 1);
  }
}
