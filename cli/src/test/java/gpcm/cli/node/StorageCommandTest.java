package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm node storage}, on the machine of a node that does not run. */
class StorageCommandTest {
  @TempDir Path folder;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException {
    configuration =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            data-folder: data
            mesh:
              transport: folders
            organisations:
              - {ods: A99901, name: Hub, mailbox: A99901OT001, folder: interface}
            """);
  }

  private Commands run(String... words) {
    List<String> all = new ArrayList<>(List.of("node", "storage"));
    all.addAll(List.of(words));
    all.add("--config=" + configuration);
    return Commands.run(all.toArray(String[]::new));
  }

  @Test
  void whatThereIsIsShownAndDestructionIsStoppedAndAllowed() throws Exception {
    Commands shown = run();
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .containsPattern("database +[0-9.]+ MiB")
        .contains("messages and files", "timeline", "audit log")
        .doesNotContain("Nothing is deleted");

    assertThat(run("--stop-destruction=A public inquiry").out())
        .contains("Nothing is deleted since", "A public inquiry");
    JsonNode json = new ObjectMapper().readTree(run("--json").out());
    assertThat(json.path("databaseBytes").asLong()).isPositive();
    assertThat(json.at("/stopped/reason").asText()).isEqualTo("A public inquiry");
    assertThat(json.path("due").isArray()).isTrue();

    assertThat(run("--allow-destruction=It is over").out()).doesNotContain("Nothing is deleted");
    Commands searched =
        Commands.run(
            "audit", "search", "--config=" + configuration, "--organisation=A99901", "--json");
    assertThat(searched.out())
        .contains("nothing is deleted", "what is due is deleted", "machine-user:");
  }

  @Test
  void whoStopsOrAllowsItSaysWhyAndDoesOneOfTheTwo() {
    assertThat(run("--stop-destruction=").exitCode()).isEqualTo(2);
    assertThat(run("--stop-destruction=x", "--allow-destruction=x").exitCode()).isEqualTo(2);
  }

  @Test
  void aDatabaseThatIsNotThereIsSeventy() throws IOException {
    Files.writeString(
        configuration,
        "\ndatabase:\n  url: jdbc:postgresql://127.0.0.1:1/gpcm\n  user: x\n  password: y\n",
        StandardOpenOption.APPEND);
    Commands done = run();
    assertThat(done.exitCode()).as(done.err()).isEqualTo(70);
  }
}
