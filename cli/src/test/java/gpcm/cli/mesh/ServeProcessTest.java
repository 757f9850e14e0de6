package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.cli.StartedCommand;
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
import java.util.ArrayList;
import java.util.List;
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
    try (StartedCommand mesh = serve()) {
      String url = mesh.awaited(URL);
      try (MeshClient client =
          MeshClient.builder()
              .url(URI.create(url))
              .mailbox("X26ABC1")
              .password(Secret.of("password"))
              .sharedKey(Secret.of("TestKey"))
              .build()) {
        client.handshake();
      }
      assertThat(mesh.stop()).as("a polite kill is how it ends").isZero();
      assertThat(Files.readAllLines(mesh.output()))
          .satisfiesExactly(
              where -> assertThat(where).contains("(compatible)").contains(url),
              who -> assertThat(who).contains("X26ABC1").contains("X26ABC3"),
              page -> assertThat(page).contains(url + "/"),
              folderAndEnd -> assertThat(folderAndEnd).contains("Ctrl-C"));
    }
  }

  private StartedCommand serve(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("mesh", "serve", "--port=0"));
    words.add("--data=" + folder.resolve("data"));
    words.addAll(List.of(options));
    return StartedCommand.of(folder.resolve("output"), words);
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
    try (StartedCommand mesh =
            serve(
                "--mode=strict",
                "--shared-key=OtherKey",
                "--mailboxes=" + mailboxes,
                "--workflows=" + workflows,
                "--max-request-bytes=1000",
                "--max-message-bytes=1500",
                "--max-requests-per-second=3");
        MeshClient hub =
            MeshClient.builder()
                .url(URI.create(mesh.awaited(URL)))
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
    }
  }

  private static OutgoingMessage document(int size) {
    return OutgoingMessage.to(new MailboxAddress("GP"), "DOCUMENT", MeshBody.of(new byte[size]))
        .build();
  }
}
