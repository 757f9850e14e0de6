package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message says is shown, and never obeyed by the terminal that it is shown on. */
class StrangersWordsTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"\u009b2J", "\u0085", "\u202e", "\u2067", "\u200f", "\u061c", "\u2028"})
  void areShownWithoutWhatATerminalObeys(String unsafe) throws IOException {
    Path message = folder.resolve("summary.xml");
    Commands.run(
        "build",
        "--use-case=consultation-summary",
        "--input=" + EXAMPLES.resolve("consultation-summary.json"),
        "--attach=" + EXAMPLES.resolve("consultation-summary-throat.txt"),
        "--output=" + message);
    Files.writeString(
        message,
        Files.readString(message)
            .replace(
                "<title value=\"Consultation report\"/>",
                "<title value=\"Another" + unsafe + "title\"/>"));

    Commands validated = Commands.run("validate", message.toString());
    assertThat(validated.out()).contains("INVALID", "Another").doesNotContain(unsafe);
    Commands inspected = Commands.run("inspect", message.toString());
    assertThat(inspected.out()).contains("Another").doesNotContain(unsafe);
  }
}
