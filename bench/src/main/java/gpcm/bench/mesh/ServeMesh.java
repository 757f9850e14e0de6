package gpcm.bench.mesh;

import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.ServerSettings;
import java.nio.file.Path;

/** Our server as a process: the argument is its folder, what it prints is its address. */
final class ServeMesh {
  private ServeMesh() {}

  public static void main(String[] arguments) throws InterruptedException {
    LocalMeshServer server =
        LocalMeshServer.start(
            ServerSettings.in(Path.of(arguments[0]))
                .sharedKey(Secret.of("TestKey"))
                .sandbox()
                .build());
    System.out.println(server.url());
    Thread.currentThread().join();
  }
}
