package gpcm.node;

import static org.awaitility.Awaitility.await;

import gpcm.mesh.server.InjectedFault;
import gpcm.node.people.Extent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How calls to MESH end is counted. */
class MeshCallFiguresTest {
  @Running static TestNetwork network;

  @AfterEach
  void meshIsWell() {
    network.mesh().clearFaults();
  }

  @ParameterizedTest
  @CsvSource({"503, busy", "400, refused"})
  void aCallIsCountedByHowItEnded(int status, String outcome) {
    network.mesh().add(InjectedFault.answer("GET", "/inbox", status, 100));

    awaitCounted(outcome);
  }

  @Test
  void aCallWithoutAnAnswerIsCountedToo() {
    network.mesh().add(InjectedFault.drop("GET", "/inbox", false));

    awaitCounted("unanswered");
  }

  private static void awaitCounted(String outcome) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network
                    .served()
                    .metrics()
                    .apply(Extent.ALL)
                    .lines()
                    .anyMatch(
                        line ->
                            line.startsWith(
                                    "gpcm_mesh_calls_seconds_count{outcome=\"" + outcome + "\"}")
                                && !line.endsWith(" 0")));
  }
}
