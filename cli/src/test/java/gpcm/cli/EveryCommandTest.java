package gpcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What holds for all commands, whatever they do. */
class EveryCommandTest {
  /** What a command is given so that it has something to read. */
  private static final Map<String, String> READS =
      Map.of(
          "gpcm validate", "validate @",
          "gpcm inspect", "inspect @",
          "gpcm build", "build @",
          "gpcm respond", "respond @ --code 20013",
          "gpcm report", "report @");

  @TempDir private Path folder;

  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    list(Main.commandLine(), names);
    return names.stream();
  }

  private static void list(CommandLine command, List<String> names) {
    names.add(command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().forEach(sub -> list(sub, names));
  }

  /** Others would only have to be loaded. */
  @ParameterizedTest
  @MethodSource("commands")
  void aCallMakesNoOtherCommandThanItsOwn(String command) {
    String[] words = command.split(" ", -1);
    if (words.length > 1 && !words[1].equals("help")) {
      assertThat(Main.commandLine(words[1], "--help").getSubcommands()).containsOnlyKeys(words[1]);
    }
  }

  @Test
  void theVersionNeedsNoneAndHelpKnowsAll() {
    assertThat(Main.commandLine("-V").getSubcommands()).isEmpty();
    assertThat(Main.commandLine("--version").getSubcommands()).isEmpty();
    assertThat(Main.commandLine("help", "validate").getSubcommands()).hasSize(22);
    assertThat(Main.commandLine("validat").getSubcommands()).hasSize(22);
    assertThat(run("gpcm help validate").out()).contains("Usage: gpcm validate");
  }

  private static Commands run(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.removeFirst();
    words.addAll(List.of(more));
    return Commands.run(words.toArray(String[]::new));
  }

  private static void assertOneLine(Commands done, String command) {
    assertThat(done.err().lines()).as(done.err()).hasSize(1);
    assertThat(done.err()).startsWith(command).doesNotContain("Exception", "java.", "\tat ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsHelpIsPlainTextForAPipe(String command) {
    Commands done = run(command, "--help");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("Usage: " + command).doesNotContain("\u001b", "@|");
    assertThat(done.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionThatIsNoneIsOneLine(String command) {
    if (command.equals("gpcm help")) {
      return; // which takes anything for the name of a command
    }
    Commands done = run(command, "--no-such-option");
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out()).isEmpty();
    assertOneLine(done, command);
    assertThat(done.err()).containsAnyOf("there is no option --no-such-option", "Missing required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpcm validate",
        "gpcm inspect",
        "gpcm build",
        "gpcm respond",
        "gpcm report",
        "gpcm node",
        "gpcm mesh",
        "gpcm mesh send",
        "gpcm mesh get",
        "gpcm mesh ack",
        "gpcm mesh track",
        "gpcm mesh lookup",
        "gpcm mesh certs",
        "gpcm oidc",
        "gpcm pds",
        "gpcm testbench",
        "gpcm testbench send"
      })
  void nothingToWorkOnIsAUsageErrorOfOneLine(String command) {
    Commands done = run(command);
    assertThat(done.exitCode()).as(done.out()).isEqualTo(2);
    assertThat(done.out()).isEmpty();
    assertOneLine(done, command);
  }

  @Test
  void aFileThatIsNotThereIsOneLineThatNamesIt() {
    Path nowhere = folder.resolve("nowhere.xml");
    READS.forEach(
        (command, call) -> {
          Commands done = Commands.run(call.replace("@", nowhere.toString()).split(" "));
          assertThat(done.exitCode()).as(done.err()).isEqualTo(2);
          assertOneLine(done, command);
          assertThat(done.err()).contains(nowhere + " is not there");
        });
    Commands node = Commands.run("node", "--config", nowhere.toString());
    assertThat(node.exitCode()).isEqualTo(2);
    assertThat(node.err()).contains("not there").doesNotContain("Exception", "java.");
  }

  @Test
  void aFolderInPlaceOfAFileIsOneLineThatNamesIt() {
    READS.forEach(
        (command, call) -> {
          if (!command.equals("gpcm validate")) { // which checks what is in it
            Commands done = Commands.run(call.replace("@", folder.toString()).split(" "));
            assertThat(done.exitCode()).as(done.err()).isEqualTo(2);
            assertOneLine(done, command);
            assertThat(done.err()).contains(folder + " is a folder");
          }
        });
    Commands node = Commands.run("node", "--config", folder.toString());
    assertThat(node.exitCode()).isEqualTo(2);
    assertThat(node.err()).contains("a folder").doesNotContain("Exception", "java.");
  }

  /** Told before anything is read: the input is not there either. */
  @Test
  void anOutputThatCannotBeUsedIsOneLineThatNamesIt() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "mine");
    Path inAFile = taken.resolve("out.xml");
    Path nowhere = folder.resolve("nowhere/out.xml");
    READS.forEach(
        (command, call) -> {
          for (Path output : List.of(taken, folder, inAFile, nowhere)) {
            List<String> words =
                new ArrayList<>(List.of(call.replace("@", folder + "/input").split(" ")));
            words.addAll(List.of("-o", output.toString()));
            Commands done = Commands.run(words.toArray(String[]::new));
            assertThat(done.exitCode()).as(command + " -o " + output + done.err()).isEqualTo(2);
            assertOneLine(done, command);
            assertThat(done.err()).contains(output.toString());
          }
        });
    assertThat(taken).hasContent("mine");
  }

  /** Said in words, without the name of a Java class. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "report @ --now yesterday | 'yesterday' is no moment such as 2026-11-20T19:00:00Z",
        "demo --port x | 'x' is no whole number",
        "mesh serve --port x | 'x' is no whole number",
        "mesh serve --max-message-bytes 1e9 | '1e9' is no whole number",
        "testbench send --birth-date 9.1.57 | '9.1.57' is no date such as 1957-01-09",
        "mesh send @ --birth-date 9.1.57 | '9.1.57' is no date such as 1957-01-09"
      })
  void aValueOfAnotherFormIsOneLineInWords(String call, String says) {
    Commands done = Commands.run(call.replace("@", folder + "/input").split(" "));
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out()).isEmpty();
    assertOneLine(done, "gpcm ");
    assertThat(done.err()).contains(says);
  }
}
