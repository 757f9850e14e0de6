package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the commands on messages say about input that is none: what, which file, exit code 2. */
class BadInputTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root", ".."), "examples/generic.json");

  @TempDir private Path folder;
  private Path message;

  @BeforeEach
  void build() throws IOException {
    message = folder.resolve("message.xml");
    Commands done = Commands.run("build", "--input", EXAMPLE.toString(), "-o", message.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    Files.createDirectory(folder.resolve("empty-folder"));
    Files.writeString(folder.resolve("nothing.xml"), "");
  }

  @ParameterizedTest(name = "gpcm {0} {1}")
  @CsvSource({
    "inspect, nowhere.xml, is not there",
    "inspect, empty-folder, is a folder",
    "inspect, nothing.xml, there is nothing to read",
    "respond --code 20009, nowhere.xml, is not there",
    "respond --code 20009, empty-folder, is a folder",
    "respond --code 10006, message.xml, 'is no response code; there are 10001, 10002'",
    "validate, empty-folder, nothing was checked",
    "validate --json --sarif, message.xml, mutually exclusive",
    "build --input, nowhere.json, is not there",
    "build --input, empty-folder, is a folder",
    "build --input, nothing.xml, must be a JSON object",
    "build --input, message.xml, must be well-formed JSON",
  })
  void badInputIsNamedAndIsTheUsersToMend(String command, String file, String says) {
    Commands done =
        Commands.run(
            Stream.of((command + " " + folder.resolve(file)).split(" ")).toArray(String[]::new));
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(2);
    assertThat(done.err()).contains(says).doesNotContain("Exception", "\tat ");
  }

  @Test
  void aReportThatIsNoPdfIsRefused() {
    Path summary = EXAMPLE.resolveSibling("consultation-summary.json");
    Commands done =
        Commands.run("build", "--input", summary.toString(), "--report", message.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("--report " + message + ": is no PDF");
  }

  @Test
  void anOutputThatIsThereIsLeftAlone() throws IOException {
    byte[] before = Files.readAllBytes(message);
    Commands done = Commands.run("build", "--input", EXAMPLE.toString(), "-o", message.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("message.xml is there already");
    assertThat(message).hasBinaryContent(before);
  }

  enum Disguise {
    UTF_16("the encoding is UTF-16"),
    LATIN_1("no UTF-8"),
    DECLARED_LATIN_1("the encoding is ISO-8859-1"),
    TORN("ends"),
    BLANK("there is no element"),
    BINARY("not readable as XML"),
    JSON_ARRAY("not readable as XML"),
    TORN_JSON("not readable as JSON");

    private final String says;

    Disguise(String says) {
      this.says = says;
    }

    byte[] bytes(String xml) {
      String accented = xml.replace("Testpatient", "Testpätient");
      return switch (this) {
        case UTF_16 -> xml.getBytes(StandardCharsets.UTF_16);
        case LATIN_1 -> accented.getBytes(StandardCharsets.ISO_8859_1);
        case DECLARED_LATIN_1 ->
            accented.replace("UTF-8", "ISO-8859-1").getBytes(Charset.forName("ISO-8859-1"));
        case TORN -> xml.substring(0, xml.length() / 2).getBytes(StandardCharsets.UTF_8);
        case BLANK -> "  \n".getBytes(StandardCharsets.UTF_8);
        case BINARY -> {
          byte[] noise = new byte[5_000];
          new Random(1).nextBytes(noise);
          yield noise;
        }
        case JSON_ARRAY -> "[]".getBytes(StandardCharsets.UTF_8);
        case TORN_JSON -> "{".getBytes(StandardCharsets.UTF_8);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsNoMessageIsUnreadableAndSaysWhy(Disguise disguise) throws IOException {
    Path file = folder.resolve("disguised.xml");
    Files.write(file, disguise.bytes(Files.readString(message)));
    Commands checked = Commands.run("validate", "--json", file.toString());
    assertThat(checked.exitCode()).isEqualTo(2);
    assertThat(checked.out()).contains("\"code\":\"10009\"").contains(disguise.says);
    Commands inspected = Commands.run("inspect", file.toString());
    assertThat(inspected.exitCode()).isEqualTo(2);
    assertThat(inspected.err()).contains("disguised.xml", disguise.says);
  }

  /** A byte order mark is allowed in UTF-8. */
  @Test
  void aByteOrderMarkIsNoFault() throws IOException {
    Path file = folder.resolve("bom.xml");
    Files.writeString(file, "\uFEFF" + Files.readString(message));
    assertThat(Commands.run("validate", "--json", file.toString()).exitCode()).isZero();
    Path json = folder.resolve("bom.json");
    Commands.run("build", "--json", "--input", EXAMPLE.toString(), "-o", json.toString());
    Files.writeString(json, "\uFEFF" + Files.readString(json));
    Commands checked = Commands.run("validate", "--json", json.toString());
    assertThat(checked.out())
        .as("the network carries no JSON, and that is all")
        .containsOnlyOnce("\"requirement\"")
        .contains("10009", "a message in FHIR JSON");
  }

  /** More than the limit, without any of it being kept. */
  @Test
  void aHugeFileIsTooLargeAndNotUnreadable() throws IOException {
    Path file = folder.resolve("huge.xml");
    try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(
          "<Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"a\"/>"
              .getBytes(StandardCharsets.UTF_8));
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 165; i++) {
        out.write(spaces);
      }
    }
    Commands done = Commands.run("validate", "--json", file.toString());
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.out()).contains("\"code\":\"20015\"");
  }
}
