package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.cli.Commands;
import gpcm.exchange.DocumentState;
import gpcm.node.config.HandOverSettings;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm handover}, and the example of a record system, with a real practice. */
class HandOverCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static LocalNetwork network;
  private static TestNode practice;
  @TempDir static Path keys;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    network =
        LocalNetwork.hubAndPractice()
            .configured(
                told ->
                    told.organisations().stream()
                            .anyMatch(each -> each.ods().equals(LocalNetwork.PRACTICE.ods()))
                        ? told.with(
                            List.of(HandOverSettings.fetchedFor(LocalNetwork.PRACTICE.ods())))
                        : told)
            .start();
    practice = network.node(LocalNetwork.PRACTICE);
    Files.writeString(keys.resolve("key"), practice.key(LocalNetwork.PRACTICE));
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  private static Commands run(String... words) {
    List<String> all = new ArrayList<>(List.of("handover"));
    all.addAll(List.of(words));
    all.add("--url=" + practice.url());
    all.add("--key-file=" + keys.resolve("key"));
    return Commands.run(all.toArray(String[]::new));
  }

  /** Sends one more document; the id of what is offered of it. */
  private static String offered() throws Exception {
    List<String> before = waiting();
    TestNode hub = network.node(LocalNetwork.HUB);
    hub.await(hub.handIn(network.consultation()), DocumentState.COMPLETED);
    return await()
        .atMost(PATIENCE)
        .until(
            () -> waiting().stream().filter(id -> !before.contains(id)).toList(),
            found -> !found.isEmpty())
        .getFirst();
  }

  private static List<String> waiting() {
    Commands listed = run("list");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    return listed
        .out()
        .lines()
        .filter(line -> line.contains("  document"))
        .map(line -> line.substring(0, 36))
        .toList();
  }

  @Test
  void whatWaitsIsListedSavedAndAccepted() throws Exception {
    String id = offered();

    Commands saved = run("save", id, "--into=" + folder.resolve("item"));
    Commands accepted = run("accept", id, "--reference=R-17");

    assertThat(saved.exitCode()).as(saved.err()).isZero();
    assertThat(folder.resolve("item").resolve("1.pdf")).exists();
    assertThat(Files.readString(folder.resolve("item").resolve("item.json"))).contains(id);
    assertThat(accepted.out()).contains(id + " is accepted");
    assertThat(waiting()).doesNotContain(id);
  }

  @Test
  void aFolderThatIsThereIsNotWrittenInto() throws Exception {
    Commands done = run("save", offered(), "--into=" + folder);

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("name a new folder");
  }

  @Test
  void whatIsRefusedIsOfferedAgain() throws Exception {
    String id = offered();

    Commands early = run("again", id, "--reason", "Unlocked");
    Commands refused = run("refuse", id, "--reason=the record is locked");

    assertThat(early.exitCode()).isEqualTo(70);
    assertThat(early.err()).contains("409").contains("offered");
    assertThat(refused.out()).contains(id + " is refused");
    assertThat(waiting()).doesNotContain(id);
    assertThat(run("again", id, "--reason", "Unlocked").out()).contains("for the 2. time");
    assertThat(waiting()).contains(id);
  }

  @Test
  void theExampleOfARecordSystemKeepsEachItemOnce() throws Exception {
    String id = offered();

    assertThat(example()).contains("items taken");
    assertThat(example()).isEqualTo("0 items taken");

    assertThat(waiting()).doesNotContain(id);
    Path kept = folder.resolve("kept").resolve(id);
    assertThat(kept.resolve("item.json")).exists();
    assertThat(Files.readAllBytes(kept.resolve("file-1")))
        .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
    try (Stream<Path> all = Files.list(folder.resolve("kept"))) {
      assertThat(all.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("begun-"));
    }
  }

  private String example() throws Exception {
    ProcessBuilder started =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            ROOT.resolve("examples/record-system/RecordSystem.java").toString(),
            practice.url().toString(),
            folder.resolve("kept").toString());
    started.environment().put("GPCM_CLIENT_KEY", practice.key(LocalNetwork.PRACTICE));
    Process process = started.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }
}
