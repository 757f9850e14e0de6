package gpcm.node.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that a test writes and reads. */
abstract class ConfigurationFixture {
  static final String LEAST =
      """
      mesh:
        url: https://mesh.example:8443
        shared-key: between-us
      organisations:
        - ods: A20047
          name: Example Practice
          mailbox: A20047OT001
          mailbox-password: open-sesame
      """;

  static final String FOLDERS =
      """
      mesh:
        transport: folders
      organisations:
        - ods: A20047
          name: Example Practice
          mailbox: A20047OT001
          folder: interface
      """;

  @TempDir Path folder;

  NodeConfiguration read(String text) {
    return read(text, Map.of());
  }

  NodeConfiguration read(String text, Map<String, String> environment) {
    Path file = folder.resolve("gpcm.yaml");
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return NodeConfiguration.read(file, environment);
  }

  List<String> problems(String text, Map<String, String> environment) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(text, environment));
    return refused.problems().stream().map(ConfigurationProblem::toString).toList();
  }
}
