package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.receiving.PatientStanding;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm alerts}, with a real hub whose document a practice refuses. */
class AlertsCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final RegisteredPatient STRANGER =
      new RegisteredPatient(
          "9990000026",
          LocalDate.of(1984, 5, 6),
          "Testpatient",
          LocalNetwork.PRACTICE.ods().value());

  private static LocalNetwork network;
  private static TestNode hub;
  @TempDir static Path keys;

  @BeforeAll
  static void start() throws Exception {
    network = LocalNetwork.hubAndPractice().patient(STRANGER, PatientStanding.UNKNOWN).start();
    hub = network.node(LocalNetwork.HUB);
    Files.writeString(keys.resolve("key"), hub.key(LocalNetwork.HUB));
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  private static Commands run(String... words) {
    List<String> all = new ArrayList<>(List.of("alerts"));
    all.addAll(List.of(words));
    all.add("--url=" + hub.url());
    all.add("--key-file=" + keys.resolve("key"));
    return Commands.run(all.toArray(String[]::new));
  }

  @Test
  void whatIsOpenIsListedTakenCommentedAndClosed() throws Exception {
    UUID refused =
        hub.handIn(network.consultation(LocalNetwork.HUB, LocalNetwork.PRACTICE, STRANGER));
    hub.await(refused, DocumentState.REJECTED);
    await().atMost(PATIENCE).until(() -> !hub.alerts().isEmpty());
    String number = Long.toString(hub.alerts().getFirst().id());

    assertThat(run("list").out()).contains(number, "act-now", "1 open.");
    assertThat(new ObjectMapper().readTree(run("list", "--json").out()).path("open").asInt())
        .isEqualTo(1);
    assertThat(run("take", number, "--by=B. Fictional").out()).contains("is taken");
    assertThat(run("comment", number, "--by=B. Fictional", "--text=Rang them").exitCode()).isZero();
    assertThat(run("show", number).out())
        .contains("being-handled", "took it", "Rang them", "What to do: ");
    assertThat(run("give-back", number, "--by=B. Fictional").exitCode()).isZero();
    Commands early = run("close", number, "--by=B. Fictional", "--outcome=other-route");
    assertThat(early.exitCode()).isEqualTo(70);
    assertThat(early.err()).contains("422");
    assertThat(
            run(
                    "close",
                    number,
                    "--by=B. Fictional",
                    "--outcome=other-route",
                    "--text=Telephone",
                    "--all")
                .out())
        .contains("is closed");
    assertThat(run("list").out()).contains("No open alerts.");
    assertThat(run("show", number).out()).contains("Closed.");
  }
}
