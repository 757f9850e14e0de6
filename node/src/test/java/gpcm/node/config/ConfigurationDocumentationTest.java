package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md names every key the code reads, with its form and default, and no other.
 */
class ConfigurationDocumentationTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("project.root"), "docs", "configuration.md");

  @Test
  void everyKeyIsDocumentedWithItsFormAndDefault() throws IOException {
    List<String> documented =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 3) + 1))
            .toList();
    List<String> known =
        ConfigurationReader.keys().stream()
            .map(key -> "| `%s` | %s | %s |".formatted(key.key(), key.rule(), key.standard()))
            .toList();
    assertThat(documented).containsExactlyElementsOf(known);
  }

  @Test
  void theExampleInTheDocumentIsAConfiguration() throws IOException {
    String text = Files.readString(DOCUMENT);
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    String example = text.substring(start, text.indexOf("```", start));
    Path file = Files.createTempFile("example", ".yaml");
    Files.writeString(file, example);
    assertThat(NodeConfiguration.read(file, Map.of()).organisations()).isNotEmpty();
  }
}
