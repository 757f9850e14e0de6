package gpcm.node;

import gpcm.mesh.MeshClient;
import gpcm.mesh.folder.FolderAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** MESH file clients that carry pairs of files between folders and MESH. */
final class FileClients implements AutoCloseable {
  private final List<AutoCloseable> running = new ArrayList<>();

  /** Starts one more. */
  void start(MeshClient client, Path folders, InstantSource clock) {
    running.add(client);
    running.add(
        new FolderAgent(client, folders, clock, Duration.ZERO).every(Duration.ofMillis(50)));
  }

  /** Stops all; pairs stay where they are. */
  @Override
  public void close() {
    for (AutoCloseable part : running.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    running.clear();
  }
}
