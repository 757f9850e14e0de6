package gpcm.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real daemon, as Debian's package clamav-daemon has it, with a signature of our own. */
@Tag("slow")
class ClamdDaemonTest {
  private static final String WORD = "a word that only this test calls malware";

  @TempDir Path folder;

  private static Path daemon() {
    return Stream.of("/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of("none"));
  }

  @Test
  void theRealDaemonGivesTheVerdicts() throws Exception {
    assumeThat(daemon()).as("clamd is installed (package clamav-daemon)").exists();
    Path socket = folder.resolve("clamd.ctl");
    Process process = start(socket);
    try {
      while (!Files.exists(socket)) {
        assertThat(process.isAlive())
            .as("it runs; its log: " + Files.readString(folder.resolve("clamd.log")))
            .isTrue();
        Thread.onSpinWait();
      }
      SocketAddress address = UnixDomainSocketAddress.of(socket);
      ClamdScanner scanner = new ClamdScanner(address, Duration.ofMinutes(1));
      assertThat(scanner.malware(new ByteArrayInputStream(SampleContent.pdf()))).isEmpty();
      assertThat(scanner.malware(new ByteArrayInputStream(new byte[3_000_000]))).isEmpty();
      assertThat(scanner.malware(new ByteArrayInputStream(SampleContent.text(WORD))))
          .hasValueSatisfying(name -> assertThat(name).contains("Gpcm.Test"));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private Process start(Path socket) throws IOException {
    Path signatures = Files.createDirectories(folder.resolve("signatures"));
    Files.writeString(
        signatures.resolve("test.ndb"),
        "Gpcm.Test:0:*:"
            + HexFormat.of().formatHex(WORD.getBytes(StandardCharsets.US_ASCII))
            + "\n");
    Path configuration =
        Files.writeString(
            folder.resolve("clamd.conf"),
            """
            Foreground yes
            LocalSocket %s
            DatabaseDirectory %s
            OfficialDatabaseOnly no
            """
                .formatted(socket, signatures));
    return new ProcessBuilder(daemon().toString(), "--config-file=" + configuration)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("clamd.log").toFile())
        .start();
  }
}
