package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A practice that holds a copy of what went to a pharmacy holds one: the copy of the next version
 * replaces it, whatever has become of the document that it was a copy of (GPCM-SD-CS-007).
 */
class CopiesReplacedTest extends PharmacyFixture {
  private UUID held = UUID.randomUUID();

  @AfterEach
  void goesAsUsual() throws Exception {
    letsGo();
    set("online-consultation", 0, false, "");
  }

  private void letsGo() {
    Elsewhere.letsGo(network, held);
  }

  private static String column(String name, UUID id) {
    return network.one(
        "select coalesce(%s::text, '') from document where id = '%s'".formatted(name, id));
  }

  private static UUID copyOnceMade(JsonNode original) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from document where copy_of = '%s'"
                            .formatted(id(original)))
                    == 1);
    return copyOf(original);
  }

  private static void completes(UUID document) {
    await().atMost(PATIENCE).until(() -> network.state(document) == DocumentState.COMPLETED);
  }

  private int entries(String organisation, String condition) {
    return network.count(
        "select count(*) from worklist_entry where encounter_id = '%s' and organisation = '%s' and %s"
            .formatted(encounter, organisation, condition));
  }

  private void thePracticeHoldsOne() {
    await().atMost(PATIENCE).until(() -> entries(TestNetwork.PRACTICE, "state = 'replaced'") == 1);
    assertThat(entries(TestNetwork.PRACTICE, "state <> 'replaced'")).isEqualTo(1);
  }

  /** The copy is with the practice, and the document itself still here. */
  private JsonNode copyAloneLeft() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID copy = copyOf(original);
    held = id(original);
    Elsewhere.holds(network, held);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    completes(copy);
    return original;
  }

  private void replacesTheCopy(JsonNode original, JsonNode updated) {
    UUID before = copyOf(original);
    UUID copy = copyOnceMade(updated);
    completes(copy);
    assertThat(column("replaces_document_id", copy)).isEqualTo(column("document_id", before));
    thePracticeHoldsOne();
  }

  private void isNewAtThePharmacy(JsonNode updated) throws Exception {
    awaitState(updated, DocumentState.COMPLETED);
    assertThat(updated.path("version").asInt()).isEqualTo(2);
    assertThat(column("replaces_document_id", id(updated))).isEmpty();
    assertThat(entries(TestNetwork.PHARMACY, "true")).isEqualTo(1);
  }

  @Test
  void the_copy_of_the_next_version_replaces_the_one_before_as_its_document_does()
      throws Exception {
    JsonNode original = created(record(forThePharmacy("The first thought")));
    awaitState(original, DocumentState.COMPLETED);
    completes(copyOnceMade(original));
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    replacesTheCopy(original, updated);
    awaitState(updated, DocumentState.COMPLETED);
    assertThat(column("document_id", copyOf(updated)))
        .isEqualTo(column("document_id", id(updated)));
    assertThat(column("replaces_document_id", id(updated)))
        .isEqualTo(column("document_id", id(original)));
  }

  @Test
  void a_copy_that_left_alone_is_replaced_by_the_copy_of_the_update() throws Exception {
    JsonNode original = copyAloneLeft();
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    letsGo();
    replacesTheCopy(original, updated);
    isNewAtThePharmacy(updated);
    assertThat(state(original)).isEqualTo("superseded");
    assertThat(column("document_id", copyOf(updated)))
        .as("what says something else has an id of its own")
        .isNotEqualTo(column("document_id", id(updated)));
  }

  @Test
  void a_copy_of_what_MESH_refused_is_replaced_by_the_copy_of_what_is_mended() throws Exception {
    JsonNode original = copyAloneLeft();
    network.mesh().add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 417, 1));
    letsGo();
    awaitState(original, DocumentState.FAILED);
    assertThat(column("posts", id(original))).isEqualTo("0");
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    replacesTheCopy(original, updated);
    isNewAtThePharmacy(updated);
  }

  /** What the practice has never had it could not replace, and would send back (20014). */
  @Test
  void where_the_practice_has_no_copy_the_next_one_replaces_none() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID first = copyOf(original);
    held = first;
    Elsewhere.holds(network, held);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    awaitState(original, DocumentState.COMPLETED);
    network.mesh().add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 417, 1));
    letsGo();
    await().atMost(PATIENCE).until(() -> network.state(first) == DocumentState.FAILED);
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    awaitState(updated, DocumentState.COMPLETED);
    assertThat(column("replaces_document_id", id(updated)))
        .isEqualTo(column("document_id", id(original)));
    UUID copy = copyOnceMade(updated);
    completes(copy);
    assertThat(column("replaces_document_id", copy)).isEmpty();
    assertThat(entries(TestNetwork.PRACTICE, "true")).isEqualTo(1);
  }

  /** GPCM-SD-CS-076: of the two that have not left, only the newest goes. */
  @Test
  void a_copy_that_waits_does_not_go_when_what_was_refused_is_mended() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID copy = copyOf(original);
    held = copy;
    Elsewhere.holds(network, held);
    network.mesh().clearFaults();
    network.mesh().add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 417, 1));
    pass(Duration.ofMinutes(30));
    awaitState(original, DocumentState.FAILED);
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    letsGo();
    awaitState(updated, DocumentState.COMPLETED);
    completes(copyOnceMade(updated));
    assertThat(network.state(copy)).isEqualTo(DocumentState.WITHDRAWN);
    assertThat(entries(TestNetwork.PRACTICE, "true")).isEqualTo(1);
  }

  @Test
  void a_dry_run_says_which_version_it_would_be_and_in_whose_place() throws Exception {
    JsonNode original = copyAloneLeft();
    Answer run =
        http.post(
            address() + "/dry-run",
            "application/json",
            MAPPER.writeValueAsBytes(forThePharmacy("The second thought")));
    assertThat(run.status()).as(run.text()).isEqualTo(200);
    assertThat(run.json().path("version").asInt()).isEqualTo(2);
    assertThat(run.json().path("insteadOf")).isEqualTo(original.path("id"));
  }

  /** A hold is a person's, and is not lifted by what a system says. */
  @Test
  void an_update_of_what_a_person_holds_after_its_copy_has_left_waits_for_a_person()
      throws Exception {
    act(copyAloneLeft(), "hold", "I am asking the pharmacy");
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    assertThat(updated.path("state").asText()).isEqualTo("unconfirmed");
  }

  /** GPCM-SD-CS-077. */
  @Test
  void who_deletes_it_before_the_update_has_left_is_warned_of_the_copy() throws Exception {
    JsonNode original = copyAloneLeft();
    set("online-consultation", 180, false, "");
    JsonNode updated = created(record(forThePharmacy("The second thought")));
    JsonNode deleted = http.delete(address()).json();
    assertThat(deleted.path("withdrawn").path(0)).isEqualTo(updated.path("id"));
    assertThat(deleted.at("/warning/document")).isEqualTo(original.path("id"));
    assertThat(isAlerted("deleted/", original)).isTrue();
  }

  @Test
  void the_same_version_is_not_handed_in_again_when_its_copy_has_left() throws Exception {
    JsonNode original = copyAloneLeft();
    network.mesh().add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 417, 1));
    letsGo();
    awaitState(original, DocumentState.FAILED);
    Answer refused =
        http.post(
            "/api/v1/documents",
            "application/json",
            MAPPER.writeValueAsBytes(forThePharmacy("The second thought").put("version", 1)));
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.json().path("type").asText()).isEqualTo("urn:gpcm:problem:version-taken");
    assertThat(refused.text()).contains("the copy of document", "Send it as version 2");
    Answer next =
        http.post(
            "/api/v1/documents",
            "application/json",
            MAPPER.writeValueAsBytes(forThePharmacy("The second thought").put("version", 2)));
    assertThat(next.status()).as(next.text()).isEqualTo(201);
    replacesTheCopy(original, next.json());
  }
}
