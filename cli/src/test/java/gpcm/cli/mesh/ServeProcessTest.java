package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.cli.Main;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm mesh serve} as the process that a person starts. */
class ServeProcessTest {
  private static final Pattern URL = Pattern.compile("http://[0-9.:]+");

  @TempDir Path folder;

  /** The libraries' debug output would show tokens, and patients in subject lines. */
  @Test
  void itSaysWhereItIsAndNothingElse() throws Exception {
    Path output = folder.resolve("output");
    Process process = serve(output);
    try {
      String url = url(output);
      try (MeshClient client =
          MeshClient.builder()
              .url(URI.create(url))
              .mailbox("X26ABC1")
              .password(Secret.of("password"))
              .sharedKey(Secret.of("TestKey"))
              .build()) {
        client.handshake();
      }
      process.destroy();
      assertThat(process.waitFor()).as("a polite kill is how it ends").isZero();
      assertThat(Files.readAllLines(output))
          .satisfiesExactly(
              where -> assertThat(where).contains("(compatible)").contains(url),
              who -> assertThat(who).contains("X26ABC1").contains("X26ABC3"),
              page -> assertThat(page).contains(url + "/"),
              folderAndEnd -> assertThat(folderAndEnd).contains("Ctrl-C"));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process serve(Path output, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(Main.class.getName(), "mesh", "serve", "--port=0"));
    command.add("--data=" + folder.resolve("data"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String url(Path output) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> URL.matcher(Files.readString(output)), Matcher::find)
        .group();
  }

  @Test
  void networkAndLimitsAreWhatTheOptionsSay() throws Exception {
    Path mailboxes =
        Files.writeString(
            folder.resolve("mailboxes.jsonl"),
            """
            {"mailbox_id": "HUB", "ods_code": "Z9H01", "org_name": "Test Hub", "password": "hub-pass"}
            {"mailbox_id": "GP", "ods_code": "Z9P01", "org_name": "Test Practice", "password": "gp-pass"}
            """);
    Path workflows =
        Files.writeString(
            folder.resolve("workflows.jsonl"),
            "{\"workflow_id\": \"DOCUMENT\", \"senders\": [\"HUB\"], \"receivers\": [\"GP\"]}\n");
    Path output = folder.resolve("output");
    Process process =
        serve(
            output,
            "--mode=strict",
            "--shared-key=OtherKey",
            "--mailboxes=" + mailboxes,
            "--workflows=" + workflows,
            "--max-request-bytes=1000",
            "--max-message-bytes=1500",
            "--max-requests-per-second=3");
    try (MeshClient hub =
        MeshClient.builder()
            .url(URI.create(url(output)))
            .mailbox("HUB")
            .password(Secret.of("hub-pass"))
            .sharedKey(Secret.of("OtherKey"))
            .chunkBytes(1000)
            .retries(RetryPolicy.none())
            .build()) {
      hub.send(document(1000));
      assertThatThrownBy(() -> hub.send(document(2000)))
          .isInstanceOf(MeshRefused.class)
          .hasMessageContaining("2000 bytes; at most 1500 are allowed");
      assertThat(hub.lookup("Z9P01", "DOCUMENT")).hasSize(1);
      assertThatThrownBy(
              () -> {
                for (int call = 0; call < 1000; call++) {
                  hub.handshake();
                }
              })
          .isInstanceOf(MeshUnavailable.class)
          .hasMessageContaining("HTTP 429");
    } finally {
      process.destroyForcibly();
    }
  }

  private static OutgoingMessage document(int size) {
    return OutgoingMessage.to(new MailboxAddress("GP"), "DOCUMENT", MeshBody.of(new byte[size]))
        .build();
  }
}
