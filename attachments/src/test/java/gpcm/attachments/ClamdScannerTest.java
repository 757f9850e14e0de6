package gpcm.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of clamd over real sockets. {@link ClamdDaemonTest} has the real daemon. */
class ClamdScannerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** A server that reads one INSTREAM and says what it is told to say of the bytes. */
  private static final class OneScan implements AutoCloseable {
    private final ServerSocketChannel server;

    OneScan(SocketAddress address, Function<byte[], String> reply) throws IOException {
      this.server =
          address instanceof UnixDomainSocketAddress
              ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              : ServerSocketChannel.open();
      server.bind(address);
      Thread.ofVirtual()
          .start(
              () -> {
                try (SocketChannel client = server.accept()) {
                  String said = reply.apply(content(Channels.newInputStream(client)));
                  client.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                  // The client has gone; its test says so.
                }
              });
    }

    SocketAddress address() throws IOException {
      return server.getLocalAddress();
    }

    private static byte[] content(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      byte[] command = new byte["zINSTREAM\0".length()];
      data.readFully(command);
      assertThat(new String(command, StandardCharsets.US_ASCII)).isEqualTo("zINSTREAM\0");
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (int n = data.readInt(); n > 0; n = data.readInt()) {
        content.write(data.readNBytes(n));
      }
      return content.toByteArray();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static SocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Optional<String> scan(SocketAddress address, byte[] content) throws IOException {
    return new ClamdScanner(address, PATIENCE).malware(new ByteArrayInputStream(content));
  }

  @Test
  void everyByteIsSentAndAFindingComesBack() throws IOException {
    byte[] content = new byte[300_001];
    content[300_000] = 7;
    try (OneScan server =
        new OneScan(
            anyPort(),
            got ->
                got.length == content.length && got[300_000] == 7
                    ? "stream: Eicar-Test-Signature FOUND\0"
                    : "stream: OK\0")) {
      assertThat(scan(server.address(), content)).contains("Eicar-Test-Signature");
    }
  }

  @Test
  void aUnixSocketServesAsWell() throws IOException {
    SocketAddress socket = UnixDomainSocketAddress.of(folder.resolve("clamd.ctl"));
    try (OneScan server = new OneScan(socket, got -> "stream: OK\0")) {
      assertThat(scan(server.address(), new byte[] {1})).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSTREAM size limit exceeded. ERROR\0",
        "stream: Can't allocate memory ERROR\0",
        "",
        "hello"
      })
  void whateverIsNoVerdictIsNeverTakenForClean(String reply) throws IOException {
    try (OneScan server = new OneScan(anyPort(), got -> reply)) {
      SocketAddress address = server.address();
      assertThatThrownBy(() -> scan(address, new byte[] {1}))
          .isInstanceOf(MalwareScanner.UnreachableException.class)
          .hasMessageContaining("clamd at ")
          .hasMessageContaining("See that it runs");
    }
  }

  @Test
  void nobodyThereIsNoVerdict() throws IOException {
    SocketAddress gone;
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      gone = server.bind(anyPort()).getLocalAddress();
    }
    assertThatThrownBy(() -> scan(gone, new byte[] {1}))
        .isInstanceOf(MalwareScanner.UnreachableException.class);
    assertThatThrownBy(
            () -> scan(UnixDomainSocketAddress.of(folder.resolve("none")), new byte[] {1}))
        .isInstanceOf(MalwareScanner.UnreachableException.class);
  }

  @Test
  void aDaemonThatNeverAnswersIsNoVerdict() throws IOException {
    try (ServerSocketChannel silent = ServerSocketChannel.open()) {
      SocketAddress address = silent.bind(anyPort()).getLocalAddress();
      assertThatThrownBy(
              () ->
                  new ClamdScanner(address, Duration.ofMillis(200))
                      .malware(new ByteArrayInputStream(new byte[] {1})))
          .isInstanceOf(MalwareScanner.UnreachableException.class);
    }
  }
}
