package gpcm.bench.cluster;

import gpcm.mesh.MeshClient;
import gpcm.mesh.folder.FolderAgent;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestOrganisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** MESH file clients of both organisations, which carry pairs of files. */
final class FileClients implements AutoCloseable {
  private final LocalNetwork network;
  private final Path folder;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  FileClients(LocalNetwork network, Path folder) {
    this.network = network;
    this.folder = folder;
  }

  /** Where the folders of all mailboxes lie, each under its id. */
  static Path folders(Path folder) {
    return folder.resolve("file-clients");
  }

  void start() throws IOException {
    for (TestOrganisation organisation : List.of(LocalNetwork.HUB, LocalNetwork.PRACTICE)) {
      Path own = folders(folder).resolve(organisation.mailbox().value());
      Files.createDirectories(own);
      MeshClient client = network.client(organisation).build();
      running.push(client);
      running.push(
          new FolderAgent(client, own, InstantSource.system(), Duration.ZERO)
              .every(Duration.ofMillis(50)));
    }
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a file client did not stop", e);
      }
    }
  }
}
