package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Consultation;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.message.ItkResponse;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A document that replaces another never overtakes it (GPCM-SD-023), whatever goes slower on the
 * way.
 */
class OrderTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running TestNetwork network;

  @Test
  void a_replacement_that_is_downloaded_before_its_original_waits_for_it() throws IOException {
    SuppliersMessage first = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    String documentId = first.document().documentId().orElseThrow();
    SuppliersMessage second =
        SuppliersMessage.about(TestNetwork.newVersion(first.encounterId(), documentId));
    network.restartNode(
        () -> {
          String mesh = network.supplierSends(first.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
          network.supplierSends(second.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
          network.mesh().add(InjectedFault.answer("GET", "/inbox/" + mesh, 503, 100_000));
        });
    await().atMost(PATIENCE).until(() -> alerts("mesh-polling") == 1);
    assertThat(network.supplierReceives()).isEmpty();

    network.mesh().clearFaults();

    List<ItkResponse> responses = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              responses.addAll(network.supplierReceives());
              return responses.size() == 4;
            });
    assertThat(responses)
        .extracting(response -> response.codeText().orElseThrow())
        .containsExactlyInAnyOrder("20013", "30001", "20013", "30001");
    assertThat(network.entries(documentId).getFirst().state())
        .isEqualTo(WorklistEntry.State.REPLACED);
  }

  @Test
  void a_replacement_is_posted_after_its_original_however_long_mesh_was_away() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    Consultation consultation = TestNetwork.consultation(KNOWN);
    UUID first = network.submit(consultation);
    await().atMost(PATIENCE).until(() -> alerts("mesh-posting") == 1);
    String documentId = document(first).identifiers().documentId().orElseThrow();

    // Its own first attempt comes at once, while the original still waits out its pause.
    network.mesh().clearFaults();
    UUID second = network.submit(TestNetwork.newVersion(consultation.encounterId(), documentId));

    await().atMost(PATIENCE).until(() -> document(second).state().isFinal());
    assertThat(document(second).acknowledgements().infrastructure()).contains("20013");
    assertThat(document(first).state()).isEqualTo(DocumentState.COMPLETED);
    assertThat(network.entries(documentId).getFirst().state())
        .isEqualTo(WorklistEntry.State.REPLACED);
  }

  private OutboxDocument document(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }

  private long alerts(String problem) {
    return network.node().alerts().open(1000).stream()
        .filter(alert -> alert.problem().equals(problem))
        .count();
  }
}
