package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gpcm.mesh.BoundedGunzip;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshToken;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Input that means harm is refused, and secrets and patients stay out of sight. */
class HostileRequestsTest {
  @TempDir Path folder;
  private LocalMeshServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() {
    server = LocalMeshServer.start(MeshFixture.settings(folder).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static MeshToken token(String nonce, int count) {
    return MeshToken.sign(HUB, nonce, count, MeshFixture.PASSWORD, MeshFixture.KEY, Instant.now());
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", authorization)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void tokenWorksOnce() throws Exception {
    String used = token("nonce", 7).header();
    assertThat(get("/messageexchange/" + HUB + "/inbox", used).statusCode()).isEqualTo(200);
    assertThat(get("/messageexchange/" + HUB + "/inbox", used).statusCode()).isEqualTo(403);
    assertThat(get("/messageexchange/" + HUB + "/inbox", token("nonce", 6).header()).statusCode())
        .isEqualTo(200);
    assertThat(get("/messageexchange/" + HUB + "/inbox", token("other", 7).header()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void tokenOfOneMailboxDoesntOpenAnother() throws Exception {
    assertThat(
            get("/messageexchange/" + PRACTICE + "/inbox", token("nonce", 1).header()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void signatureMatchesThePublishedExample() {
    MeshToken example =
        MeshToken.sign(
            "X26ABC1",
            "00000000-0000-4000-8000-000000000001",
            1,
            Secret.of("password"),
            Secret.of("TestKey"),
            Instant.parse("2024-01-31T12:00:00Z"));
    assertThat(example.hash())
        .isEqualTo("f4ab9c14701bde80ddd8841c7a9be877d4e84628a1e98c7232b2acaa14e5bd60");
  }

  @Test
  void messageIdsNeverBecomePaths() throws Exception {
    for (String id : new String[] {"..%2F..%2Flock", "%2e%2e", "..%5c..", "bodies%2F.."}) {
      int status =
          get("/messageexchange/" + HUB + "/inbox/" + id, token(id, 1).header()).statusCode();
      assertThat(status).as(id).isIn(400, 404);
    }
  }

  @Test
  void lineBreaksInHeadersCantBeSmuggledThroughTheClient() {
    for (String bad : new String[] {"a\r\nMex-To: OTHER", "a\nb", "tab\there", "null\0"}) {
      OutgoingMessage.Builder message =
          OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[1]))
              .subject(bad);
      assertThatThrownBy(message::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Mex-Subject");
    }
  }

  @Test
  void controlCharactersInHeadersAreRefusedByTheServer() throws IOException {
    String answer =
        raw(
            "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nMex-To: %s\r\nMex-WorkflowID: %s\r\nMex-Subject: a\u0001b\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
                .formatted(HUB, token("raw", 1).header(), PRACTICE, DOCUMENT));
    assertThat(answer).startsWith("HTTP/1.1 400");
  }

  @Test
  void headersBeyondTheLimitAreRefused() throws IOException {
    String answer =
        raw(
            "GET /health HTTP/1.1\r\nHost: x\r\nX: "
                + "a".repeat(70_000)
                + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431");
  }

  @Test
  void bodyThatBreaksOffIsNotAccepted() throws IOException {
    raw(
        "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nMex-To: %s\r\nMex-WorkflowID: %s\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nonly this"
            .formatted(HUB, token("cut", 1).header(), PRACTICE, DOCUMENT));
    try (MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      assertThat(practice.count()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /health', 400",
    "'GET /health HTTP/2.0', 505",
    "'GET health HTTP/1.1', 400",
    "'GET /%zz HTTP/1.1', 400",
    "'GET /health HTTP/1.1|no header', 400",
    "'GET /health HTTP/1.1|A B: c', 400",
    "'POST /health HTTP/1.1|Content-Length: 1|Content-Length: 2', 400",
    "'POST /health HTTP/1.1|Content-Length: -1', 400",
    "'POST /health HTTP/1.1|Content-Length: 1|Transfer-Encoding: chunked', 400",
    "'POST /health HTTP/1.1|Transfer-Encoding: other', 501"
  })
  void requestThatIsNoneIsAnsweredSo(String lines, int status) throws IOException {
    String head = lines.replace("|", "\r\n") + "\r\nHost: x\r\n\r\n";
    assertThat(raw(head)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void requestWithoutAHostIsRefused() throws IOException {
    assertThat(raw("GET /health HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void requestsThatFollowAtOnceAreAnsweredInTurn() throws IOException {
    String first = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
    String second = "HEAD /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    String two = raw(first + second);
    assertThat(two.indexOf("HTTP/1.1 200 OK")).isZero();
    assertThat(two.indexOf("HTTP/1.1 404 Not Found")).isPositive();
    assertThat(two).endsWith("\r\n\r\n");
  }

  @Test
  void bodyInPiecesIsTaken() throws IOException {
    String answer =
        raw(
            "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nMex-To: %s\r\nMex-WorkflowID: %s\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n"
                .formatted(HUB, token("pieces", 1).header(), PRACTICE, DOCUMENT));
    assertThat(answer).startsWith("HTTP/1.1 202 ");
    try (MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      String id = practice.inbox(InboxQuery.all()).messageIds().getFirst();
      try (Download download = practice.download(id)) {
        assertThat(download.body()).hasContent("abcde");
      }
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void compressedBombIsNotUnpacked() throws Exception {
    stop();
    // Which takes it, as the sandbox does; in strict mode it is refused.
    server = LocalMeshServer.start(MeshFixture.settings(folder).mode(Mode.COMPATIBLE).build());
    byte[] bomb = gzip(40 << 20);
    HttpRequest send =
        HttpRequest.newBuilder(URI.create(server.url() + "/messageexchange/" + HUB + "/outbox"))
            .header("Authorization", token("bomb", 1).header())
            .header("Mex-To", PRACTICE)
            .header("Mex-WorkflowID", DOCUMENT)
            .header("Mex-LocalID", "bomb")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(bomb))
            .build();
    assertThat(http.send(send, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
    try (MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      String id = practice.inbox(InboxQuery.all()).messageIds().getFirst();
      try (Download download = practice.download(id)) {
        InputStream body = download.body();
        assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
            .hasMessageContaining("unpacks to more than is allowed");
      }
    }
  }

  @Test
  void decompressionIsBoundedBySizeToo() throws IOException {
    try (InputStream in = new BoundedGunzip(new ByteArrayInputStream(gzip(1 << 20)), 1_000_000)) {
      assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class);
    }
  }

  private static byte[] gzip(int zeros) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[zeros]);
    }
    return packed.toByteArray();
  }

  @Test
  void secretsAndPatientsAreNotInTexts() {
    Secret secret = Secret.of("s3cret-text");
    assertThat(secret.toString()).doesNotContain("s3cret");
    assertThat(RegisteredMailbox.of("BOX", "X26", "Org", secret).toString())
        .doesNotContain("s3cret");
    assertThat(token("n", 1).toString()).doesNotContain(token("n", 1).hash());
    PatientAddress patient =
        new PatientAddress("9990000018", LocalDate.of(1955, 1, 9), "Testpatient");
    OutgoingMessage message =
        OutgoingMessage.to(patient, DOCUMENT, MeshBody.of(new byte[1])).build();
    assertThat(patient.toString() + message)
        .doesNotContain("9990000018")
        .doesNotContain("Testpatient");
  }

  @Test
  void pagesEscapeWhatMessagesSay() throws Exception {
    try (MeshClient hub = MeshFixture.client(server, HUB).build()) {
      hub.send(
          OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[1]))
              .localId("<script>alert(1)</script>")
              .subject("<img src=x onerror='alert(2)'>")
              .fileName("../\"><b>.pdf")
              .build());
    }
    String page =
        http.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/mailboxes/" + PRACTICE)).build(),
                BodyHandlers.ofString())
            .body();
    assertThat(page)
        .contains("&lt;script&gt;")
        .contains("&lt;img src=x onerror=&#39;alert(2)&#39;&gt;")
        .contains("../&quot;&gt;&lt;b&gt;.pdf")
        .doesNotContain("<script>")
        .doesNotContain("<img")
        .doesNotContain("<b>")
        .contains("Never use it in production");
  }

  @Test
  void secretsAreNotInLogsExceptionsPagesAndAnswers() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Logger ours = (Logger) LoggerFactory.getLogger("gpcm");
    Level before = ours.getLevel();
    log.start();
    root.addAppender(log);
    ours.setLevel(Level.TRACE);
    StringWriter said = new StringWriter();
    Secret wrong = Secret.of("wr0ng-password");
    try (MeshClient hub = MeshFixture.client(server, HUB).build();
        MeshClient intruder = MeshFixture.client(server, HUB).password(wrong).build()) {
      hub.handshake();
      hub.send(
          OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(new byte[1]))
              .build());
      assertThatThrownBy(intruder::handshake)
          .satisfies(refused -> refused.printStackTrace(new PrintWriter(said, true)));
    } finally {
      ours.setLevel(before);
      root.detachAppender(log);
    }
    for (String path :
        new String[] {
          "/", "/mailboxes/" + HUB, "/admin/mailbox/" + HUB, "/messageexchange/mailbox/" + HUB
        }) {
      said.append(get(path, "").body());
    }
    log.list.forEach(event -> said.append(event.getFormattedMessage()).append('\n'));
    assertThat(said.toString())
        .contains(HUB)
        .doesNotContain(MeshFixture.PASSWORD.reveal())
        .doesNotContain(MeshFixture.KEY.reveal())
        .doesNotContain(wrong.reveal())
        .doesNotContain("NHSMESH ");
  }
}
