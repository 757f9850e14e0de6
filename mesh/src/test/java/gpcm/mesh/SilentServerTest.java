package gpcm.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that begins to answer and then says no more must not hold its client for ever. */
class SilentServerTest {
  private final List<Socket> open = new ArrayList<>();
  private ServerSocket listening;
  private MeshClient client;

  @BeforeEach
  void start() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::answerHalf);
    client =
        MeshClient.builder()
            .url(URI.create("http://127.0.0.1:" + listening.getLocalPort()))
            .mailbox("X26ABC1")
            .password(Secret.of("password"))
            .sharedKey(Secret.of("TestKey"))
            .timeout(Duration.ofMillis(500))
            .retries(RetryPolicy.none())
            .build();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void answerHalf() {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nMex-Total-Chunks: 1\r\n\r\n{\"messa";
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Test
  void answerThatStopsInTheMiddleIsGivenUp() {
    assertThatThrownBy(() -> client.inbox(InboxQuery.all()))
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("list the inbox")
        .hasRootCauseMessage("nothing more of the answer came within PT0.5S");
  }

  @Test
  void sendWhoseAnswerStopsInTheMiddleStaysInDoubt() {
    OutgoingMessage message =
        OutgoingMessage.to(new MailboxAddress("X26ABC2"), "W", MeshBody.of(new byte[1])).build();
    assertThatThrownBy(() -> client.send(message)).isInstanceOf(MeshAmbiguous.class);
  }

  @Test
  void downloadThatStopsInTheMiddleBreaksOff() throws IOException {
    try (Download download = client.download("ID")) {
      InputStream body = download.body();
      assertThat(body.readNBytes(7)).asString(StandardCharsets.US_ASCII).isEqualTo("{\"messa");
      assertThatThrownBy(body::read).hasMessageContaining("nothing more of the answer came");
    }
  }
}
