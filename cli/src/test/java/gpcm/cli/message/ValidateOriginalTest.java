package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gpcm validate --original}: a response beside the message that it answers. */
class ValidateOriginalTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path message;
  private Path response;

  @BeforeEach
  void build() {
    message = folder.resolve("summary.xml");
    response = folder.resolve("response.xml");
    ran(
        "build",
        "--use-case=consultation-summary",
        "--input=" + EXAMPLES.resolve("consultation-summary.json"),
        "--output=" + message);
    ran("respond", message.toString(), "--code=20013", "--output=" + response);
  }

  private static void ran(String... arguments) {
    Commands run = Commands.run(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private JsonNode checked(String... options) throws IOException {
    return JSON.readTree(
        Commands.run(
                Stream.concat(
                        Stream.of("validate", "--json", response.toString()), Stream.of(options))
                    .toArray(String[]::new))
            .out());
  }

  private static List<String> requirements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(one -> one.path("requirement").asText())
        .toList();
  }

  private static List<String> notHeldAgainstIt(JsonNode checked) {
    return StreamSupport.stream(checked.path("notChecked").spliterator(), false)
        .filter(one -> one.path("reason").asText().contains("not held against the message"))
        .map(one -> one.path("requirement").asText())
        .toList();
  }

  private void change(String there, String instead) throws IOException {
    String xml = Files.readString(response);
    assertThat(xml.replaceFirst(there, instead)).isNotEqualTo(xml);
    Files.writeString(response, xml.replaceFirst(there, instead));
  }

  @Test
  void withoutTheOriginalWhatIsHeldAgainstItIsNotChecked() throws IOException {
    JsonNode checked = checked();
    assertThat(checked.path("valid").asBoolean()).isTrue();
    assertThat(notHeldAgainstIt(checked))
        .containsExactlyInAnyOrder("GPCM-SD-CS-056", "GPCM-SD-CS-059", "GPCM-C-02");
    assertThat(Commands.run("validate", response.toString()).out())
        .contains("Not checked (3)", "GPCM-SD-CS-056");
  }

  @Test
  void aRightAnswerToTheOriginalLeavesNothingUnchecked() throws IOException {
    JsonNode checked = checked("--original=" + message);
    assertThat(checked.path("valid").asBoolean()).isTrue();
    assertThat(checked.path("findings")).isEmpty();
    assertThat(notHeldAgainstIt(checked)).isEmpty();
  }

  @Test
  void anotherSenderReferenceThanTheOriginalsIsFound() throws IOException {
    change("(\"SenderReference\"/?>\\s*<valueString value=)\"[^\"]*\"", "$1\"another-encounter\"");
    assertThat(requirements(checked("--original=" + message).path("findings")))
        .containsExactly("GPCM-SD-CS-056");
    assertThat(checked().path("findings")).isEmpty();
  }

  @Test
  void theIdOfAnotherMessageIsFound() throws IOException {
    change(
        "(<response>\\s*<identifier value=)\"[^\"]*\"",
        "$1\"0a1b2c3d-93a1-4a43-8d2e-2b6f6e0a9c11\"");
    assertThat(requirements(checked("--original=" + message).path("findings")))
        .containsExactly("GPCM-C-02");
  }

  @Test
  void anAnswerFromBeforeTheOriginalIsFound() throws IOException {
    change("<timestamp value=\"[^\"]*\"", "<timestamp value=\"2020-03-02T10:15:00+00:00\"");
    assertThat(requirements(checked("--original=" + message).path("findings")))
        .contains("GPCM-SD-CS-059");
  }

  @ParameterizedTest
  @CsvSource({
    "none.xml, none.xml is not there",
    "., is a folder",
    "response.xml, it is a response itself",
    "text.xml, no Send Document message: it cannot be read",
  })
  void anOriginalThatIsNoneIsAUsageErrorThatSaysWhatIsWanted(String name, String why)
      throws IOException {
    Files.writeString(folder.resolve("text.xml"), "Dear practice");
    Commands run =
        Commands.run("validate", "--original=" + folder.resolve(name), response.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(why);
  }

  @Test
  void anOriginalBelongsToOneResponse() {
    Commands run = Commands.run("validate", "--original=" + message, message.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--original belongs to a response");
    run =
        Commands.run("validate", "--original=" + message, response.toString(), response.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--original belongs to one message");
  }
}
