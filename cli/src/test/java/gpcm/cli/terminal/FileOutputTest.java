package gpcm.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input and output of the commands that make a file: the same in each. */
class FileOutputTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/consultation-summary.json");

  @TempDir private Path folder;

  /** The command's words with something it can read in the place of the input. */
  private Commands run(String command, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(input(command).toString());
    words.addAll(List.of(more));
    return Commands.run(words.toArray(String[]::new));
  }

  private Path input(String command) throws IOException {
    if (!command.startsWith("respond")) {
      return EXAMPLE;
    }
    Path message = folder.resolve("message.xml");
    if (!Files.exists(message)) {
      Commands built = Commands.run("build", EXAMPLE.toString(), "-o", message.toString());
      assertThat(built.exitCode()).as(built.err()).isZero();
    }
    return message;
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "report", "respond --code 20013"})
  void aFileIsMadeAndTold(String command) throws IOException {
    Path output = folder.resolve("made");
    Commands done = run(command, "-o", output.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .startsWith("wrote " + output + ": ")
        .contains("%,d bytes".formatted(Files.size(output)));
    assertThat(done.lines()).hasSize(1);
    assertThat(done.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "report", "respond --code 20013"})
  void aProgramIsToldInJson(String command) throws IOException {
    Path output = folder.resolve("made");
    Commands done = run(command, "--json", "--output", output.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    JsonNode said = new ObjectMapper().readTree(done.out());
    assertThat(said.get("file").textValue()).isEqualTo(output.toString());
    assertThat(said.get("bytes").longValue()).isEqualTo(Files.size(output));
    assertThat(said.get("sha256").textValue()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"build --input", "report --input", "respond --code 20013 --input"})
  void theInputIsAnArgumentOrAnOption(String command) throws IOException {
    Path output = folder.resolve("made");
    assertThat(run(command, "-o", output.toString()).exitCode()).isZero();
    assertThat(output).exists();
    Commands twice = run(command, input(command).toString(), "-o", output.toString(), "--force");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("give the input once");
    String[] none =
        Stream.of(command.split(" "))
            .filter(word -> !word.equals("--input"))
            .toArray(String[]::new);
    Commands missing = Commands.run(none);
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("say what to read: a FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "report", "respond --code 20013"})
  void onlyForceOverwrites(String command) throws IOException {
    Path output = Files.writeString(folder.resolve("made"), "precious");
    Commands refused = run(command, "-o", output.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(output + " is there already", "--force");
    assertThat(output).hasContent("precious");
    assertThat(run(command, "-o", output.toString(), "--force").exitCode()).isZero();
    assertThat(Files.size(output)).isGreaterThan(1_000);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  /** The input is no message and no consultation, and yet it is the output that is spoken of. */
  @ParameterizedTest
  @ValueSource(strings = {"build", "report", "respond --code 20013"})
  void anOutputThatCannotBeUsedIsFoundBeforeAnythingIsRead(String command) {
    String nowhere = folder.resolve("nowhere").toString();
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of(nowhere, "-o", folder.resolve("missing/made").toString()));
    Commands done = Commands.run(words.toArray(String[]::new));
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("there is no folder " + folder.resolve("missing"))
        .doesNotContain(nowhere);
    assertThat(done.err().lines()).hasSize(1);
    words.set(words.size() - 1, folder.toString());
    done = Commands.run(words.toArray(String[]::new));
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains(folder + " is a folder; give the name of a file");
  }

  /** A link stays a link, and what it leads to is overwritten. */
  @Test
  void forceWritesThroughALink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThat(run("build", "-o", link.toString()).exitCode()).isEqualTo(2);
    assertThat(run("build", "-o", link.toString(), "--force").exitCode()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Files.size(target)).isGreaterThan(1_000);
  }

  /** As root, a file moved into this place would be the end of the device. */
  @Test
  void aDeviceIsWrittenIntoAndNeverReplaced() throws IOException {
    assertThat(run("build", "-o", "/dev/null").exitCode()).isZero();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "report", "respond --code 20013"})
  void aFullDiskIsAFailureThatNamesTheFile(String command) throws IOException {
    Commands done = run(command, "-o", "/dev/full");
    assertThat(done.exitCode()).isEqualTo(70);
    assertThat(done.err()).contains("/dev/full cannot be written: ").doesNotContain("\tat ");
    assertThat(done.err().lines()).hasSize(1);
  }

  @Test
  void theFormOfAMessageFollowsTheNameOrTheOption() throws IOException {
    assertThat(run("build", "-o", folder.resolve("a.json").toString()).exitCode()).isZero();
    assertThat(folder.resolve("a.json")).content().startsWith("{");
    assertThat(run("build", "-o", folder.resolve("a.xml").toString()).exitCode()).isZero();
    assertThat(folder.resolve("a.xml")).content().startsWith("<");
    assertThat(
            run("build", "--format", "json", "-o", folder.resolve("b.xml").toString()).exitCode())
        .isZero();
    assertThat(folder.resolve("b.xml")).content().startsWith("{");
    assertThat(run("build").out()).startsWith("<");
    assertThat(run("build", "--json").out()).startsWith("{");
    Commands odd = run("build", "--format", "yaml");
    assertThat(odd.exitCode()).isEqualTo(2);
    assertThat(odd.err()).contains("--format", "yaml", "it must be xml or json");
  }
}
