package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.journal.Alert;
import gpcm.node.ledger.StepResult;
import gpcm.node.web.HttpCaller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The practice's copy of what goes to a pharmacy, on its way when the document that it is a copy of
 * is stopped or its consultation deleted: nothing of it leaves any more, and people are told what
 * has left before.
 */
class CopiesSentAgainTest extends PharmacyFixture {
  private static final String MAY_HAVE_IT =
      "A message of it left before, and Testford Surgery (A99902) may have that";

  private UUID held = UUID.randomUUID();

  @AfterEach
  void nobodyElseHasIt() {
    Elsewhere.letsGo(network, held);
  }

  /** Another node has it in its hands. */
  private void holds(UUID document) {
    held = document;
    Elsewhere.holds(network, document);
  }

  private void letsGo() {
    Elsewhere.letsGo(network, held);
  }

  /** Its copy left a day ago, unanswered, and goes again in a moment. */
  private UUID sentAgain(JsonNode original) throws Exception {
    UUID copy = copyOf(original);
    await().atMost(PATIENCE).until(() -> network.state(copy) == DocumentState.SENT);
    pass(Duration.ofDays(1));
    await().atMost(PATIENCE).until(() -> network.state(copy) == DocumentState.OVERDUE);
    return copy;
  }

  private static void resend(UUID copy) throws Exception {
    assertThat(
            http.post(
                    "/api/v1/documents/" + copy + "/resend?although-collected=true",
                    "application/json",
                    new byte[0])
                .status())
        .isEqualTo(204);
  }

  /** Of a pair whose copy alone has left. */
  private JsonNode neverLeft() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    holds(id(original));
    nobodyCollects();
    pass(Duration.ofMinutes(30));
    return original;
  }

  private static void nobodyCollects() {
    network.mesh().clearFaults();
    network
        .mesh()
        .add(InjectedFault.answer("GET", TestNetwork.PRACTICE_MAILBOX + "/inbox", 503, 100_000));
  }

  private JsonNode left() throws Exception {
    nobodyCollects();
    JsonNode original = created(record(forThePharmacy("The first thought")));
    awaitState(original, DocumentState.COMPLETED);
    return original;
  }

  private static String told(UUID copy) {
    List<Alert> failed = network.alerts("failed/" + copy);
    assertThat(failed).hasSize(1);
    return failed.getFirst().whatHappened();
  }

  private static void staysWithPeopleTold(UUID copy, String reason) throws Exception {
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(PATIENCE)
        .until(() -> network.state(copy) == DocumentState.FAILED);
    assertThat(network.one("select posts from document where id = '%s'".formatted(copy)))
        .isEqualTo("1");
    assertThat(told(copy)).contains("It was not sent again", reason, MAY_HAVE_IT);
    assertThat(http.get("/api/v1/documents/" + copy).json().path("failure").asText())
        .contains(MAY_HAVE_IT);
    try (HttpCaller page = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(page.get("/outbox/" + copy).text()).contains(MAY_HAVE_IT);
    }
  }

  @Test
  void it_stays_here_when_its_original_is_withdrawn() throws Exception {
    JsonNode original = neverLeft();
    UUID copy = sentAgain(original);
    holdsBoth(original, copy);
    act(original, "withdraw", "entered for another patient");
    letsGo();
    staysWithPeopleTold(copy, "the document that it is a copy of is withdrawn");
  }

  // The original must not leave, nor the copy before the original is stopped.
  private void holdsBoth(JsonNode original, UUID copy) throws Exception {
    Elsewhere.holds(network, id(original));
    holds(copy);
    resend(copy);
  }

  @Test
  void it_stays_here_when_something_later_comes_in_the_place_of_its_original() throws Exception {
    JsonNode original = neverLeft();
    UUID copy = sentAgain(original);
    holdsBoth(original, copy);
    set("online-consultation", 180, false, "");
    created(record(forThePharmacy("The second thought")));
    letsGo();
    staysWithPeopleTold(copy, "the document that it is a copy of is superseded");
  }

  /** GPCM-SD-CS-077: nothing is sent because of a deletion, and nothing in spite of it. */
  @Test
  void it_stays_here_when_the_consultation_of_what_has_left_is_deleted() throws Exception {
    UUID copy = sentAgain(left());
    holds(copy);
    resend(copy);
    assertThat(http.delete(address()).json().has("warning")).isTrue();
    letsGo();
    staysWithPeopleTold(copy, "the consultation was deleted");
  }

  @Test
  void a_copy_that_has_not_left_does_not_when_the_consultation_is_deleted() throws Exception {
    JsonNode original = builtForThePharmacy("The first thought");
    UUID copy = copyOf(original);
    holds(copy);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(30));
    awaitState(original, DocumentState.COMPLETED);
    assertThat(http.delete(address()).json().has("warning")).isTrue();
    letsGo();
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(PATIENCE)
        .until(() -> network.state(copy) == DocumentState.WITHDRAWN);
  }

  @Test
  void a_copy_that_is_about_to_go_again_at_that_moment_stays_when_it_has_not_left()
      throws Exception {
    UUID copy = sentAgain(left());
    holds(copy);
    resend(copy);
    network.execute(
        "update document set posting = 'begun', posts = 2, renew = false where id = '%s'"
            .formatted(copy));
    http.delete(address());
    assertThat(network.state(copy)).isEqualTo(DocumentState.BUILT);
    network
        .node()
        .ledger()
        .apply(List.of(new StepResult().document(copy, new DocumentFact.Unreachable())));
    letsGo();
    staysWithPeopleTold(copy, "the consultation was deleted");
  }

  /** Its message has not left, whatever has become of the one before. */
  @Test
  void what_is_sent_again_and_came_to_nothing_stays_when_it_is_deleted() throws Exception {
    UUID copy = sentAgain(left());
    network
        .mesh()
        .add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 403, 100_000));
    resend(copy);
    await().atMost(PATIENCE).until(() -> network.kinds(copy).contains("renewed"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from mailbox where organisation = '%s' and refusals > 0"
                            .formatted(TestNetwork.HUB))
                    == 1);
    http.delete(address());
    nobodyCollects();
    pass(Duration.ofMinutes(30));
    staysWithPeopleTold(copy, "the consultation was deleted");
  }
}
