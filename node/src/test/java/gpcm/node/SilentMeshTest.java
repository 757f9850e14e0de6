package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PHARMACY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A MESH that takes requests of one mailbox and never answers holds up no other mailbox. */
class SilentMeshTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;
  private SilentProxy mesh;

  @BeforeEach
  void start() throws IOException {
    mesh = new SilentProxy(network.mesh().url());
    network.restartNode(c -> Configurations.through(c, mesh.url()));
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void pollsThatGetNoAnswerHoldUpNoOtherMailbox() throws IOException {
    mesh.silence("/" + HUB_MAILBOX + "/inbox");

    assertOthersGoOn();
  }

  @Test
  void postsThatGetNoAnswerHoldUpNoOtherMailbox() throws IOException {
    mesh.silence("/" + HUB_MAILBOX + "/outbox");
    for (int i = 0; i < 12; i++) {
      network.submit(TestNetwork.consultation(KNOWN));
    }
    await().atMost(PATIENCE).until(() -> mesh.silenced() >= 1);

    assertOthersGoOn();
  }

  /** Where an answer's document was delivered is asked by a lane that reads for all. */
  @Test
  void trackingThatGetsNoAnswerHoldsUpNoOthersReading() throws IOException {
    mesh.silence("/" + HUB_MAILBOX + "/outbox/tracking");
    UUID waiting = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> mesh.silenced() >= 1);

    assertOthersGoOn();
    assertThat(network.state(waiting)).isEqualTo(DocumentState.SENT);

    mesh.speak();

    await().atMost(PATIENCE).until(() -> network.state(waiting) == DocumentState.COMPLETED);
  }

  /** Which mailbox an organisation has is asked by a lane that builds for all. */
  @Test
  void aLookupThatGetsNoAnswerHoldsUpNoOthersBuilding() throws IOException {
    mesh.silence("/endpointlookup");
    UUID waiting = network.submit(TestNetwork.document("generic.json", HUB));
    await().atMost(PATIENCE).until(() -> mesh.silenced() >= 1);

    assertGoesOn("consultation-summary.json");
    assertThat(network.state(waiting)).isEqualTo(DocumentState.ACCEPTED);

    mesh.speak();

    await().atMost(PATIENCE).until(() -> network.state(waiting) == DocumentState.COMPLETED);
  }

  private void assertOthersGoOn() throws IOException {
    assertGoesOn("generic.json");
  }

  private void assertGoesOn(String example) throws IOException {
    UUID other = network.submit(TestNetwork.document(example, PHARMACY));
    await().atMost(PATIENCE).until(() -> network.state(other) == DocumentState.COMPLETED);
  }
}
