package gpcm.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.cli.Main;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                Main.class.getName(),
                "mesh",
                "serve",
                "--port=0",
                "--data=" + folder.resolve("data"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      String url =
          await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> URL.matcher(Files.readString(output)), Matcher::find)
              .group();
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
      process.waitFor();
      assertThat(Files.readAllLines(output)).hasSize(1);
    } finally {
      process.destroyForcibly();
    }
  }
}
