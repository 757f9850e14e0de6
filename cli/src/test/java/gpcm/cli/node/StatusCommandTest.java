package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import gpcm.exchange.DocumentState;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm status}, with a real hub. */
class StatusCommandTest {
  private static LocalNetwork network;
  private static TestNode hub;
  private static String document;
  @TempDir static Path keys;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    network = LocalNetwork.hubAndPractice().start();
    hub = network.node(LocalNetwork.HUB);
    Files.writeString(keys.resolve("key"), hub.key(LocalNetwork.HUB));
    var id = hub.handIn(network.consultation());
    hub.await(id, DocumentState.COMPLETED);
    document = id.toString();
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  private static Commands run(String... words) {
    List<String> all = new ArrayList<>(List.of("status"));
    all.addAll(List.of(words));
    all.add("--url=" + hub.url());
    all.add("--key-file=" + keys.resolve("key"));
    return Commands.run(all.toArray(String[]::new));
  }

  @Test
  void theOutboxIsToldByItsViews() {
    Commands done = run();
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .containsPattern("accepted +1\n")
        .containsPattern("needs attention +0\n")
        .containsPattern("all +1\n");
  }

  @Test
  void aDocumentSaysWhoHasItAndWhatHasHappenedToIt() {
    Commands done = run(document);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("consultation-summary, version 1, to ", "Accepted: Accepted for this patient.")
        .contains("  sent  ", "  completed  ");
  }

  @Test
  void asJsonItIsWhatTheNodeAnswers() {
    assertThat(run(document, "--json").out()).startsWith("{\"id\":\"" + document + "\"");
    assertThat(run("--json").out()).startsWith("{\"needs-attention\":0");
  }

  @Test
  void whatTheNodeDoesNotKnowIsSaid() {
    Commands done = run("no-such-document");
    assertThat(done.exitCode()).isEqualTo(70);
    assertThat(done.err()).contains("the node knows no document that is called no-such-document");
  }
}
