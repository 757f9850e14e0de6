package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.MeshClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The client commands' variables part from a node's. */
class ConnectionTest {
  @Command
  private static final class Subject {
    @Mixin private final Connection connection;

    Subject(Map<String, String> environment) {
      this.connection = new Connection(environment);
    }
  }

  private static MeshClient client(Map<String, String> environment, String... options) {
    Subject subject = new Subject(environment);
    new CommandLine(subject).parseArgs(options);
    return subject.connection.client().build();
  }

  @Test
  void theClientsVariablesSayAsWhomToSpeak() {
    try (MeshClient client =
        client(
            Map.of("GPCM_CLIENT_URL", "http://127.0.0.1:1", "GPCM_CLIENT_MAILBOX", "HUBBOX01"))) {
      assertThat(client.mailbox()).isEqualTo("HUBBOX01");
    }
    try (MeshClient client =
        client(Map.of("GPCM_CLIENT_MAILBOX", "HUBBOX01"), "--mailbox=HUBBOX02")) {
      assertThat(client.mailbox()).isEqualTo("HUBBOX02");
    }
    try (MeshClient client = client(Map.of())) {
      assertThat(client.mailbox()).isEqualTo("X26ABC1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"URL", "MAILBOX", "PASSWORD", "SHARED_KEY"})
  void aFormerNameIsNotReadAndNotPassedOverInSilence(String name) {
    assertThatThrownBy(() -> client(Map.of("GPCM_MESH_" + name, "secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GPCM_MESH_" + name)
        .hasMessageContaining("GPCM_CLIENT_" + name)
        .hasMessageNotContaining("secret");
  }

  @Test
  void formerNamesDoNotDisturbAClientThatNeedsNoneOfThem() {
    try (MeshClient client =
        client(
            Map.of(
                "GPCM_MESH_URL", "http://127.0.0.1:1",
                "GPCM_MESH_SHARED_KEY", "of before",
                "GPCM_CLIENT_SHARED_KEY", "the client's"),
            "--url=http://127.0.0.1:2")) {
      assertThat(client.mailbox()).isEqualTo("X26ABC1");
    }
  }
}
