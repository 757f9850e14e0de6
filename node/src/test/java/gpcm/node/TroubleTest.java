package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.journal.Alert;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Lost answers, a MESH that is away, late acknowledgements, a restart: nothing is lost and nothing
 * is doubled.
 */
class TroubleTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;

  @Test
  void a_post_whose_answer_is_lost_goes_again_and_the_practice_shows_the_document_once()
      throws IOException {
    network.mesh().add(InjectedFault.drop("POST", "/outbox", true));

    OutboxDocument document = awaitState(submit(), DocumentState.COMPLETED);

    assertThat(network.kinds(document.id())).contains("posting-again");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.node().outbox().timeline(document.id()).stream()
                    .anyMatch(event -> event.detail().startsWith("20007")));
    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
    assertThat(network.node().alerts().open(1000)).isEmpty();
  }

  @Test
  void a_post_that_never_arrived_goes_again() throws IOException {
    network.mesh().add(InjectedFault.drop("POST", "/outbox", false));

    OutboxDocument document = awaitState(submit(), DocumentState.COMPLETED);

    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
  }

  @Test
  void an_acknowledgement_on_mesh_that_is_lost_does_not_process_the_message_twice()
      throws IOException {
    network.mesh().add(InjectedFault.drop("PUT", "/acknowledged", false));

    OutboxDocument document = awaitState(submit(), DocumentState.COMPLETED);

    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
    assertThat(network.kinds(document.id()))
        .containsOnlyOnce("infrastructure-acknowledgement", "business-acknowledgement");
  }

  @Test
  void while_mesh_answers_503_documents_wait_a_person_is_told_once_and_then_they_go()
      throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 8));
    UUID first = submit();
    UUID second = submit();

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                alerts("mesh-posting").size() == 1 || (isCompleted(first) && isCompleted(second)));

    awaitState(first, DocumentState.COMPLETED);
    awaitState(second, DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> alerts("mesh-posting").isEmpty());
  }

  /**
   * GPCM-SD-035: an acknowledgement that does not come is told to a person; a late one still
   * counts.
   */
  @Test
  void a_late_acknowledgement_makes_a_document_overdue_until_it_comes() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", "/inbox", 503, 100_000));
    UUID id = submit();
    awaitState(id, DocumentState.SENT);

    network.advance(Duration.ofHours(25));

    OutboxDocument document = awaitState(id, DocumentState.OVERDUE);
    assertThat(alerts("overdue/" + id))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.title()).contains("infrastructure").contains(KNOWN);
              assertThat(alert.whatToDo()).contains("not sent again by itself");
            });
    assertThat(network.kinds(document.id()))
        .containsOnlyOnce("sent")
        .doesNotContain("posting-again");

    network.mesh().clearFaults();

    awaitState(id, DocumentState.COMPLETED);
    assertThat(alerts("overdue/" + id)).isEmpty();
  }

  @Test
  void a_node_that_is_restarted_goes_on_where_it_stopped() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", "/inbox", 503, 3));
    UUID id = submit();
    awaitState(id, DocumentState.SENT);

    network.restartNode();

    OutboxDocument document = awaitState(id, DocumentState.COMPLETED);
    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
  }

  private UUID submit() throws IOException {
    return network.submit(TestNetwork.consultation(KNOWN));
  }

  private boolean isCompleted(UUID id) {
    return network.node().outbox().find(id).orElseThrow().state() == DocumentState.COMPLETED;
  }

  private OutboxDocument awaitState(UUID id, DocumentState state) {
    return await()
        .atMost(PATIENCE)
        .until(() -> network.node().outbox().find(id).orElseThrow(), d -> d.state() == state);
  }

  private List<Alert> alerts(String problem) {
    return network.node().alerts().open(1000).stream()
        .filter(alert -> alert.problem().equals(problem))
        .toList();
  }
}
