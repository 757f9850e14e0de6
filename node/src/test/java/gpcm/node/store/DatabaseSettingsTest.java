package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the connection to a database is kept from others. */
class DatabaseSettingsTest {
  /** What a client of PostgreSQL says first when it wants TLS. */
  private static final int SSL_REQUEST = 80877103;

  @TempDir Path folder;

  private static DatabaseSettings at(String url) {
    return new DatabaseSettings(Optional.of(url), Optional.of("gpcm"), Optional.empty(), 2);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db.example/gpcm, jdbc:postgresql://db.example/gpcm?sslmode=verify-full",
    "jdbc:postgresql://db.example:5433/gpcm?a=b,"
        + " jdbc:postgresql://db.example:5433/gpcm?a=b&sslmode=verify-full",
    "'jdbc:postgresql://localhost:1,db.example:2/gpcm',"
        + " 'jdbc:postgresql://localhost:1,db.example:2/gpcm?sslmode=verify-full'",
    "jdbc:postgresql://localhost.example/gpcm,"
        + " jdbc:postgresql://localhost.example/gpcm?sslmode=verify-full"
  })
  void aServerElsewhereHasToProveItself(String url, String secured) {
    assertThat(at(url).secured().url()).contains(secured);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost/gpcm",
        "jdbc:postgresql://127.0.0.1:5433/gpcm",
        "jdbc:postgresql://[::1]:5433/gpcm",
        "jdbc:postgresql:gpcm",
        "jdbc:postgresql:///gpcm",
        "jdbc:postgresql://db.example/gpcm?sslmode=disable",
        "jdbc:postgresql://db.example/gpcm?a=b&sslmode=require"
      })
  void onThisMachineOrWhereTheUrlSaysHowItStaysAsItIs(String url) {
    assertThat(at(url).secured().url()).contains(url);
  }

  /** The real connection, to an address of this machine that is not its loopback. */
  @Test
  void aServerElsewhereThatSpeaksNoTlsIsToldNothing() throws Exception {
    Optional<InetAddress> elsewhere =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .filter(address -> address.getAddress().length == 4)
            .findFirst();
    Assumptions.assumeTrue(
        elsewhere.isPresent(), "skipped: this machine has no address but its loopback");
    try (ServerSocket server = new ServerSocket(0, 5, elsewhere.orElseThrow())) {
      CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> refuseTls(server));
      String url =
          "jdbc:postgresql://%s:%d/gpcm"
              .formatted(elsewhere.orElseThrow().getHostAddress(), server.getLocalPort());
      assertThatThrownBy(() -> Database.open(at(url), folder))
          .hasStackTraceContaining("The server does not support SSL");
      assertThat(first.join()).isEqualTo(SSL_REQUEST);
    }
  }

  /** Says no to all who ask for TLS, as a server without it does. */
  private static int refuseTls(ServerSocket server) {
    try (Socket socket = server.accept()) {
      ByteBuffer request = ByteBuffer.wrap(socket.getInputStream().readNBytes(8));
      socket.getOutputStream().write('N');
      socket.getOutputStream().flush();
      return request.getInt(4);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
