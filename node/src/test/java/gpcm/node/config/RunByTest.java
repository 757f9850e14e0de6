package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.OdsCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose people run all of a system is said by name, and nobody's do where it is not said. */
class RunByTest {
  private static final String FILE =
      """
      mesh:
        url: https://mesh.example:8443
        shared-key: the-key-of-everybody
      organisations:
        - ods: A99901
          name: Sampleton Evening Hub
          mailbox: A99901OT001
          mailbox-password: of-the-mailbox
      """;

  @TempDir Path folder;

  private NodeConfiguration read(String text) throws IOException {
    return NodeConfiguration.read(Files.writeString(folder.resolve("node.yaml"), text), Map.of());
  }

  @Test
  void nobodyDoesUnlessItIsSaid() throws IOException {
    assertThat(read(FILE).runBy()).isEmpty();
  }

  @Test
  void theOrganisationIsNamed() throws IOException {
    assertThat(read(FILE + "run-by: [A99901]\n").runBy()).containsExactly(new OdsCode("A99901"));
  }

  @Test
  void anOrganisationThatTheNodeDoesNotWorkForIsRefused() {
    assertThatThrownBy(() -> read(FILE + "run-by: [A99999]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("run-by")
        .hasMessageContaining("must be one of organisations");
  }
}
