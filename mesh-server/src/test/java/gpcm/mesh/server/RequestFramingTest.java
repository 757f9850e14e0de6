package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshToken;
import gpcm.mesh.OutgoingMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests and answers begin and end on a connection, byte for byte. */
class RequestFramingTest {
  @TempDir Path folder;
  private LocalMeshServer server;

  @BeforeEach
  void start() {
    server = LocalMeshServer.start(MeshFixture.settings(folder).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String token(String mailbox, String nonce) {
    return MeshToken.sign(mailbox, nonce, 1, MeshFixture.PASSWORD, MeshFixture.KEY, Instant.now())
        .header();
  }

  /** A send without the line that would end its headers. */
  private static String send(String nonce, String... more) {
    return "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nMex-To: %s\r\nMex-WorkflowID: %s\r\n%s"
        .formatted(HUB, token(HUB, nonce), PRACTICE, DOCUMENT, String.join("", more));
  }

  private String raw(byte[] request) throws IOException {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String raw(String request) throws IOException {
    return raw(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private int inbox() {
    try (MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      return practice.inbox(InboxQuery.all()).messageIds().size();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Mex-LocalID: half", "Content-Length: 1\r\n"})
  void headersThatBreakOffAreNoRequest(String last) throws IOException {
    assertThat(raw(send("broken", last))).isEmpty();
    assertThat(inbox()).isZero();
  }

  @Test
  void manyShortHeadersAreBoundedTogether() throws IOException {
    String line = "X-Filler: " + "a".repeat(490) + "\r\n";
    assertThat(raw("GET /health HTTP/1.1\r\nHost: x\r\n" + line.repeat(120) + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: x\r\n" + line.repeat(140) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: x\r\n" + line.repeat(100_000)))
        .startsWith("HTTP/1.1 431 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "-3", "+3", " +3", "0x3", "3 3", "fffffffffffffffff"})
  void pieceWithoutASizeIsNotTaken(String size) throws IOException {
    String answer =
        raw(send("pieces", "Transfer-Encoding: chunked\r\n\r\n", size, "\r\nabc\r\n0\r\n\r\n"));
    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(inbox()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: +1",
        "Content-Length: 1, 2",
        "Content-Length:",
        "Content-Length: 1 1",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked, chunked",
        "Content-Length : 1",
        "Content-Length\t: 1"
      })
  void lengthThatCanBeReadInTwoWaysIsRefused(String header) throws IOException {
    String answer = raw(send("lengths", header, "\r\n\r\nx"));
    assertThat(answer).matches("(?s)HTTP/1\\.1 (400|501) .*");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
    assertThat(inbox()).isZero();
  }

  @Test
  void clientThatHoldsItsBodyBackIsToldToGoOnOnlyWhenItIsWanted() throws IOException {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          send("held", "Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      String go = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(socket.getInputStream().readNBytes(go.length()))
          .asString(StandardCharsets.ISO_8859_1)
          .isEqualTo(go);
      out.write("abc".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.ISO_8859_1)
          .startsWith("HTTP/1.1 202 ");
    }
    String refused =
        raw(
            "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: x\r\nAuthorization: none\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
                .formatted(HUB));
    assertThat(refused).startsWith("HTTP/1.1 40").contains("Connection: close");
    assertThat(inbox()).isOne();
  }

  @Test
  void refusalOfALongBodyIsReadThoughTheBodyIsStillComing() throws IOException {
    byte[] head =
        "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: x\r\nAuthorization: none\r\nContent-Length: 30000000\r\n\r\n"
            .formatted(HUB)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[head.length + 30_000_000];
    System.arraycopy(head, 0, all, 0, head.length);
    assertThat(raw(all)).startsWith("HTTP/1.1 40").contains("Connection: close");
  }

  @Test
  void shortBodyThatHasShrunkIsNotSent() {
    MeshBody shrunk =
        new MeshBody() {
          @Override
          public long length() {
            return 10;
          }

          @Override
          public InputStream openAt(long offset) {
            return new ByteArrayInputStream(new byte[5]);
          }
        };
    OutgoingMessage message =
        OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, shrunk).build();
    try (MeshClient hub = MeshFixture.client(server, HUB).build()) {
      assertThatThrownBy(() -> hub.send(message))
          .isInstanceOf(UncheckedIOException.class)
          .hasStackTraceContaining("must not change while it is sent");
    }
    assertThat(inbox()).isZero();
  }

  @Test
  void olderClientsAreAnsweredAndLeft() throws IOException {
    String old = "GET /health HTTP/1.0\r\n\r\n";
    assertThat(raw(old + old).split("HTTP/1\\.[01] 200 ", -1)).hasSize(2);
    String kept = "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    assertThat(raw(kept + kept).split("HTTP/1\\.[01] 200 ", -1)).hasSize(3);
  }

  @Test
  void contentThatIsDamagedOnTheDiskIsRefusedAndNotCutOff() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(noise);
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(
        send("half", "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    request.write(packed.toByteArray());
    assertThat(raw(request.toByteArray())).startsWith("HTTP/1.1 202 ");
    String id;
    try (MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      id = practice.inbox(InboxQuery.all()).messageIds().getFirst();
    }
    cutTheLargestFileInHalf();
    String get =
        "GET /messageexchange/%s/inbox/%s HTTP/1.%d\r\nHost: x\r\nAuthorization: %s\r\n\r\n";
    assertThat(raw(get.formatted(PRACTICE, id, 1, token(PRACTICE, "pieces"))))
        .startsWith("HTTP/1.1 422 ")
        .contains("UnsupportedContentEncoding");
    assertThat(raw(get.formatted(PRACTICE, id, 0, token(PRACTICE, "older"))))
        .contains(" 422 ")
        .contains("UnsupportedContentEncoding");
  }

  private void cutTheLargestFileInHalf() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path largest =
          files
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      byte[] whole = Files.readAllBytes(largest);
      Files.write(largest, Arrays.copyOf(whole, whole.length / 2));
    }
  }
}
