package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document of the generic use case, of any kind, travels byte for byte and is never rendered. */
class GenericDocumentsTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root"), "examples", "generic.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BINARY =
      Pattern.compile(
          "(?s)<Binary\\b.*?<contentType value=\"([^\"]*)\".*?<content value=\"([^\"]*)\"");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "application/rtf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/plain"
      })
  void itTravelsAsItIs(String contentType) throws IOException {
    byte[] file = SampleFiles.of(contentType);
    Files.write(folder.resolve("document.bin"), file);
    ObjectNode json = (ObjectNode) JSON.readTree(EXAMPLE.toFile());
    json.withArray("attachments")
        .removeAll()
        .addObject()
        .put("file", "document.bin")
        .put("title", "Outpatient letter")
        .put("contentType", contentType);
    Path input = Files.write(folder.resolve("generic.json"), JSON.writeValueAsBytes(json));
    Path output = folder.resolve("message.xml");

    int code =
        Commands.run("build", "--input", input.toString(), "--output", output.toString())
            .exitCode();

    assertThat(code).isZero();
    Matcher binary = BINARY.matcher(Files.readString(output));
    assertThat(binary.find()).isTrue();
    assertThat(binary.group(1)).isEqualTo(contentType);
    assertThat(Base64.getMimeDecoder().decode(binary.group(2))).isEqualTo(file);
    assertThat(binary.find()).as("nothing is added to it").isFalse();
  }
}
