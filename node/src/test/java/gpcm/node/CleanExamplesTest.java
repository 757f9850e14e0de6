package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we send ourselves gives its receiver nothing to be warned of. */
class CleanExamplesTest {
  @Running static TestNetwork network;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consultation-summary.json",
        "consultation-summary-confidential.json",
        "online-consultation.json",
        "online-consultation-pharmacy.json",
        "online-consultation-escalated.json",
        "online-consultation-coded.json",
        "generic-walk-in.json",
      })
  void anExampleArrivesWithoutWarnings(String example) throws IOException {
    UUID id = network.submit(TestNetwork.document(example, TestNetwork.HUB));
    await().atMost(Duration.ofMinutes(4)).until(() -> found(id).state() == DocumentState.COMPLETED);
    List<WorklistEntry> entries =
        network.entries(found(id).identifiers().documentId().orElseThrow());
    assertThat(entries).isNotEmpty();
    assertThat(entries).allSatisfy(entry -> assertThat(entry.warnings()).isEmpty());
  }

  private static OutboxDocument found(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }
}
