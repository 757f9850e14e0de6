package gpcm.mesh.interop;

import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.ServerSettings;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official client finds nothing to complain about in our server. */
@Tag("slow")
class OfficialClientTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void officialClientWorksWithOurServer(Mode mode) throws Exception {
    try (LocalMeshServer server =
        LocalMeshServer.start(
            ServerSettings.in(folder)
                .mode(mode)
                .sharedKey(Secret.of("TestKey"))
                .sandbox()
                .build())) {
      Peers.run(
          "official_client.py", server.url().toString(), mode.name().toLowerCase(Locale.ROOT));
    }
  }
}
