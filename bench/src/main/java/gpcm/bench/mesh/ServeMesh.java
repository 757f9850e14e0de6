package gpcm.bench.mesh;

import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.ServerTls;
import java.nio.file.Path;

/**
 * Our server as a process: the arguments are its folder and, to serve TLS, the folder of its
 * certificate; what it prints is its address.
 */
final class ServeMesh {
  private ServeMesh() {}

  public static void main(String[] arguments) throws InterruptedException {
    ServerSettings.Builder settings =
        ServerSettings.in(Path.of(arguments[0])).sharedKey(Secret.of("TestKey")).sandbox();
    if (arguments.length > 1) {
      Path certificate = Path.of(arguments[1]).resolve("server.pem");
      Path key = certificate.resolveSibling("server.key");
      settings.tls(new ServerTls(TlsFiles.standard().withPem(certificate, key), false));
    }
    LocalMeshServer server = LocalMeshServer.start(settings.build());
    System.out.println(server.url());
    Thread.currentThread().join();
  }
}
