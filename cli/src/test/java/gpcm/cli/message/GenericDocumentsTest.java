package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource({
    "application/pdf, %PDF-1.4",
    "image/jpeg, \u00FF\u00D8\u00FF",
    "image/png, \u0089PNG",
    "image/tiff, II*",
    "text/html, <html><script>alert(1)</script>",
    "application/rtf, {\\rtf1",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document, PK",
    "text/plain, Dear Doctor"
  })
  void itTravelsAsItIs(String contentType, String beginning) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(beginning.getBytes(StandardCharsets.ISO_8859_1));
    byte[] rest = new byte[3_001];
    new Random(contentType.hashCode()).nextBytes(rest);
    file.writeBytes(rest);
    Files.write(folder.resolve("document.bin"), file.toByteArray());
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
    assertThat(Base64.getMimeDecoder().decode(binary.group(2))).isEqualTo(file.toByteArray());
    assertThat(binary.find()).as("nothing is added to it").isFalse();
  }
}
