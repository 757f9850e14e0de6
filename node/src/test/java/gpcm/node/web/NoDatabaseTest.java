package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.store.StoppedDatabase;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered over HTTP while the database is stopped. */
class NoDatabaseTest {
  @Test
  void whoAsksIsToldToAskAgainAndIsServedWhenItIsBack(@TempDir Path folder) throws Exception {
    try (StoppedDatabase stopped = new StoppedDatabase(folder.resolve("server"));
        TestNetwork network = new TestNetwork(folder.resolve("network"))) {
      network.restartNode(before -> before.with(stopped.settings()));
      Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
      assertThat(clerk.get("/worklist").status()).isEqualTo(200);
      stopped.stops();

      Answer page = clerk.get("/worklist");
      assertThat(page.status()).isEqualTo(503);
      assertThat(page.header("Retry-After")).isEqualTo("10");
      assertThat(page.text()).contains("The node cannot work now", "try again later");
      Answer act = clerk.post("/keys", "keys=off");
      assertThat(act.status()).isEqualTo(503);
      assertThat(act.text()).contains("It is not certain whether it was done");
      Answer api = clerk.get("/api/v1/worklist");
      assertThat(api.status()).isEqualTo(503);
      assertThat(api.header("Retry-After")).isEqualTo("10");
      JsonNode problem = api.json();
      assertThat(problem.path("type").asText()).isEqualTo("urn:gpcm:problem:unhealthy");

      stopped.comesBack();
      await()
          .atMost(Duration.ofMinutes(4))
          .untilAsserted(() -> assertThat(clerk.get("/worklist").status()).isEqualTo(200));
    }
  }
}
