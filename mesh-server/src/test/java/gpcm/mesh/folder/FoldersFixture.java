package gpcm.mesh.folder;

import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.testing.MeshServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An application speaks through folders, and an agent carries them to a server. */
abstract class FoldersFixture {
  @RegisterExtension static final MeshServerExtension mesh = MeshServerExtension.sandbox();
  static final Duration DELAY = Duration.ofSeconds(1);
  @TempDir Path root;
  Path folders;
  FolderMailbox application;
  MeshClient agentClient;
  MeshClient other;
  FolderAgent agent;

  @BeforeEach
  void start() {
    folders = root.resolve("X26ABC1");
    application = FolderMailbox.open("X26ABC1", folders);
    RetryPolicy quick = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));
    agentClient = mesh.client("X26ABC1").retries(quick).chunkBytes(1_000).build();
    other = mesh.client("X26ABC2").retries(quick).build();
    agent = newAgent();
  }

  FolderAgent newAgent() {
    return new FolderAgent(agentClient, folders, () -> Instant.now().plusSeconds(60), DELAY);
  }

  @AfterEach
  void stop() {
    agentClient.close();
    other.close();
  }

  static OutgoingMessage message(String localId, byte[] body) {
    return OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(body))
        .localId(localId)
        .subject("Subject " + localId)
        .build();
  }

  static OutgoingMessage shared(String content) {
    return OutgoingMessage.to(
            new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(bytes(content)))
        .localId("Z9H01")
        .sharedLocalId(true)
        .build();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  List<String> files(String folder) throws IOException {
    try (var files = Files.list(folders.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
