package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm validate} on a folder of thousands. */
class ValidateManyTest {
  private static final int FILES = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/generic.json");

  @TempDir private static Path folder;
  private static Path messages;
  private static String valid;

  /** Every tenth is invalid and every hundredth cannot be read; all in folders by the hundred. */
  @BeforeAll
  static void write() throws IOException {
    Path one = folder.resolve("one.xml");
    assertThat(
            Commands.run("build", "--input", EXAMPLE.toString(), "-o", one.toString()).exitCode())
        .isZero();
    valid = Files.readString(one);
    String invalid = valid.replace("<birthDate value=\"1957-01-09\"/>", "");
    assertThat(invalid).isNotEqualTo(valid);
    messages = folder.resolve("messages");
    for (int i = 0; i < FILES; i++) {
      Path hundred = messages.resolve(String.format("%02d", i / 100));
      Files.createDirectories(hundred);
      Files.writeString(
          hundred.resolve(String.format("%04d.xml", i)),
          i % 100 == 99 ? valid.substring(0, valid.length() / 2) : i % 10 == 9 ? invalid : valid);
    }
    Files.writeString(messages.resolve("README.txt"), "no message, and not looked at");
  }

  @AfterEach
  void nobodyWatches() {
    System.clearProperty(FileProgress.TERMINAL);
  }

  @Test
  void eachFileGivesOneObjectInOrderAndTheWorstGivesTheExitCode() throws IOException {
    Commands done = Commands.run("validate", "--json", messages.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    List<String> lines = done.lines();
    assertThat(lines).hasSize(FILES);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      JsonNode file = JSON.readTree(lines.get(i));
      files.add(file.get("file").textValue());
      assertThat(file.get("code").textValue())
          .as(lines.get(i))
          .isEqualTo(i % 100 == 99 ? "10009" : i % 10 == 9 ? "20009" : "20013");
      assertThat(file.get("valid").booleanValue()).isEqualTo(i % 10 != 9);
    }
    assertThat(files).isSorted().doesNotHaveDuplicates();
    assertThat(done.err()).as("where nobody watches there is no bar").isEmpty();
  }

  @Test
  void theReportForPeopleShowsWhatIsWrongAndCountsTheRest() {
    Commands done = Commands.run("validate", messages.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out()).contains("2000 messages: 1800 valid, 180 invalid, 20 unreadable");
    assertThat(done.lines()).filteredOn(line -> line.startsWith("INVALID")).hasSize(180);
    assertThat(done.lines()).filteredOn(line -> line.startsWith("UNREADABLE")).hasSize(20);
  }

  @Test
  void aBarIsShownOnTheTerminalUntilTheEnd() {
    System.setProperty(FileProgress.TERMINAL, "true");
    Commands done = Commands.run("validate", "--json", messages.toString());
    assertThat(done.err())
        .contains("\r[" + "=".repeat(20) + " ".repeat(20) + "] 1000/2000")
        .contains("\r[" + "=".repeat(40) + "] 2000/2000")
        .as("and is taken away")
        .endsWith(" \r");
    assertThat(done.lines()).as("and is not in the output").allMatch(line -> line.startsWith("{"));
  }

  @Test
  void allValidIsZeroAndAnInvalidOneIsOne() throws IOException {
    Path some = Files.createDirectories(folder.resolve("some"));
    for (int i = 0; i < 60; i++) {
      Files.writeString(some.resolve(i + ".xml"), valid);
    }
    assertThat(Commands.run("validate", "--json", some.toString()).exitCode()).isZero();
    Files.writeString(
        some.resolve("broken.xml"), valid.replace("<birthDate value=\"1957-01-09\"/>", ""));
    assertThat(Commands.run("validate", "--json", some.toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void oneSarifLogHoldsThemAll() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("odd"));
    Files.writeString(odd.resolve("100% näher #1.xml"), "<Bundle");
    Commands done = Commands.run("validate", "--sarif", messages.toString(), odd.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    JsonNode log = JSON.readTree(done.out());
    Sarif.assertIsALog(log);
    JsonNode results = log.at("/runs/0/results");
    assertThat(results)
        .filteredOn(result -> result.get("level").textValue().equals("error"))
        .hasSize(201);
    assertThat(results)
        .filteredOn(result -> result.at(Sarif.URI).textValue().contains("odd"))
        .singleElement()
        .satisfies(
            result ->
                assertThat(Path.of(java.net.URI.create(result.at(Sarif.URI).textValue())))
                    .isEqualTo(odd.resolve("100% näher #1.xml").toAbsolutePath()));
  }
}
