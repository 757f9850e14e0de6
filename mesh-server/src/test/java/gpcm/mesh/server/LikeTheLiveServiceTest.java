package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.mesh.MeshToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the live service does and a stand-in easily forgets, over plain HTTP. */
class LikeTheLiveServiceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] BODY = "<Bundle/>".getBytes(StandardCharsets.UTF_8);
  private static final int BOMB = 40 << 20;

  @TempDir Path folder;
  private LocalMeshServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private void start(Mode mode) {
    server = LocalMeshServer.start(MeshFixture.settings(folder).mode(mode).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<byte[]> call(
      String mailbox, String verb, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/messageexchange/" + mailbox + path))
            .header("Authorization", token(mailbox))
            .method(verb, BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String token(String mailbox) {
    return MeshToken.sign(
            mailbox,
            UUID.randomUUID().toString(),
            1,
            MeshFixture.PASSWORD,
            MeshFixture.KEY,
            Instant.now())
        .header();
  }

  private int get(String mailbox, String path) throws IOException, InterruptedException {
    return call(mailbox, "GET", path, new byte[0]).statusCode();
  }

  private HttpResponse<byte[]> post(byte[] body, String... headers)
      throws IOException, InterruptedException {
    String[] all = new String[headers.length + 4];
    System.arraycopy(headers, 0, all, 4, headers.length);
    all[0] = "Mex-To";
    all[1] = PRACTICE;
    all[2] = "Mex-WorkflowID";
    all[3] = DOCUMENT;
    return call(HUB, "POST", "/outbox", body, all);
  }

  private String sent(String... headers) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = post(BODY, headers);
    assertThat(answer.statusCode()).isEqualTo(202);
    return JSON.readTree(answer.body()).path("messageID").asText();
  }

  private int chunk(String id, String number, String range, byte[] body, String... headers)
      throws IOException, InterruptedException {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Mex-Chunk-Range";
    all[1] = range;
    return call(HUB, "POST", "/outbox/" + id + "/" + number, body, all).statusCode();
  }

  private int acknowledge(String id) throws IOException, InterruptedException {
    return call(PRACTICE, "PUT", "/inbox/" + id + "/status/acknowledged", new byte[0]).statusCode();
  }

  @Test
  void anAcknowledgedMessageIsGone() throws Exception {
    start(Mode.STRICT);
    String id = sent();
    assertThat(get(PRACTICE, "/inbox/" + id)).isEqualTo(200);
    assertThat(acknowledge(id)).isEqualTo(200);
    for (String chunk : new String[] {"", "/1"}) {
      HttpResponse<byte[]> gone = call(PRACTICE, "GET", "/inbox/" + id + chunk, new byte[0]);
      assertThat(gone.statusCode()).isEqualTo(410);
      assertThat(JSON.readTree(gone.body()).path("errorDescription").asText())
          .isEqualTo("Message no longer available for download");
    }
    assertThat(call(PRACTICE, "HEAD", "/inbox/" + id, new byte[0]).statusCode()).isEqualTo(410);
    assertThat(call(HUB, "HEAD", "/inbox/" + id, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(acknowledge(id)).as("an acknowledgement may be repeated").isEqualTo(200);
  }

  @Test
  void theSandboxGivesAnAcknowledgedMessageAgain() throws Exception {
    start(Mode.COMPATIBLE);
    String id = sent();
    acknowledge(id);
    assertThat(get(PRACTICE, "/inbox/" + id)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChunkOfAFinishedMessageIsRefusedUnlessItIsTheSameBytes(boolean acknowledged)
      throws Exception {
    start(Mode.STRICT);
    byte[] large = new byte[200_000];
    String id = sent("Mex-Chunk-Range", "1:2");
    assertThat(chunk(id, "2", "2:2", large)).isEqualTo(202);
    if (acknowledged) {
      acknowledge(id);
    }
    assertThat(chunk(id, "2", "2:2", large)).isEqualTo(202);
    assertThat(chunk(id, "1", "1:2", BODY)).isEqualTo(202);
    byte[] other = large.clone();
    other[199_999] = 1;
    assertThat(chunk(id, "2", "2:2", other)).isEqualTo(423);
    assertThat(chunk(id, "2", "2:2", new byte[199_999])).isEqualTo(423);
    assertThat(chunk(id, "2", "2:2", new byte[200_001])).isEqualTo(423);
    assertThat(chunk(id, "2", "2:2", new byte[0])).isEqualTo(423);
    assertThat(chunk(id, "3", "3:3", large)).isEqualTo(423);
    assertThat(chunk(id, "2", "2:2", large, "Content-Encoding", "gzip")).isEqualTo(423);
  }

  @Test
  void aChunkThatIsTheWholeMessageIsNoFurtherChunk() throws Exception {
    start(Mode.STRICT);
    String id = sent();
    assertThat(chunk(id, "1", "1:1", BODY)).isEqualTo(202);
    assertThat(chunk(id, "1", "1:1", "<Other/>".getBytes(StandardCharsets.UTF_8))).isEqualTo(423);
  }

  private JsonNode admin(String path, String json) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"status\":\"undeliverable\"", ",\"status\":\"error\""})
  void aReportHasTheCodeAndDescriptionItWasGiven(String status) throws Exception {
    start(Mode.STRICT);
    String id =
        admin(
                "/messageexchange/admin/report",
                """
                {"mailbox_id":"%s","code":"21","description":"why","workflow_id":"%s","subject":"about",
                 "linked_message_id":"LINKED"%s}
                """
                    .formatted(HUB, DOCUMENT, status))
            .path("message_id")
            .asText();
    HttpResponse<byte[]> report = call(HUB, "GET", "/inbox/" + id, new byte[0]);
    assertThat(report.headers().firstValue("mex-messagetype")).contains("REPORT");
    assertThat(report.headers().firstValue("mex-statuscode")).contains("21");
    assertThat(report.headers().firstValue("mex-statusdescription")).contains("why");
    assertThat(report.headers().firstValue("mex-statussuccess")).contains("ERROR");
    assertThat(report.headers().firstValue("mex-linkedmsgid")).contains("LINKED");
    assertThat(report.headers().firstValue("mex-subject")).contains("about");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void numbersBeyondTheRangeOfAnIntegerAreNumbers(Mode mode) throws Exception {
    start(mode);
    String id = sent("Mex-Chunk-Range", "1:2");
    String delivered = sent();
    for (String large : new String[] {"2147483648", "99999999999", "9".repeat(40)}) {
      assertThat(get(PRACTICE, "/inbox/" + delivered + "/" + large)).isEqualTo(404);
      assertThat(get(PRACTICE, "/inbox/" + delivered + "/-" + large)).isEqualTo(400);
      assertThat(chunk(id, large, "2:2", BODY)).isEqualTo(417);
      HttpResponse<byte[]> page = call(PRACTICE, "GET", "/inbox?max_results=" + large, new byte[0]);
      assertThat(page.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(page.body()).at("/detail/0/type").asText())
          .isEqualTo("less_than_equal");
    }
    assertThat(post(BODY, "Mex-Chunk-Range", "1:99999999999").statusCode()).isEqualTo(417);
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

  @ParameterizedTest
  @CsvSource({
    "'no header', 400, 06, MalformedControlFile",
    "'A B: c', 400, 06, MalformedControlFile",
    "': c', 400, 06, MalformedControlFile",
    "'Content-Length: x', 400, 06, MalformedControlFile",
    "'Mex-Subject: a\u0001b', 400, 06, MalformedControlFile",
  })
  void malformedHeadersGetAnErrorOfMeshsOwn(
      String line, int status, String code, String description) throws Exception {
    start(Mode.STRICT);
    String answer =
        raw(
            "POST /messageexchange/%s/outbox HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nMex-To: %s\r\nMex-WorkflowID: %s\r\n%s\r\nConnection: close\r\n\r\n"
                .formatted(HUB, token(HUB), PRACTICE, DOCUMENT, line));
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("json");
    JsonNode error = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    assertThat(error.path("errorEvent").asText()).isEqualTo("TRANSFER");
    assertThat(error.path("errorCode").asText()).isEqualTo(code);
    assertThat(error.path("errorDescription").asText()).isEqualTo(description);
  }

  @Test
  void headersThatAreTooLongSaySo() throws Exception {
    start(Mode.STRICT);
    String answer = raw("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(70_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431 ");
    JsonNode error = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    assertThat(error.path("errorEvent").asText()).isEqualTo("TRANSFER");
    assertThat(error.path("errorDescription").asText()).isNotEmpty();
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[BOMB]);
    }
    return packed.toByteArray();
  }

  private static byte[] cutShort() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(BODY);
    }
    return java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 4);
  }

  @Test
  void contentThatCannotBeUnpackedIsRefused() throws Exception {
    start(Mode.STRICT);
    for (byte[] content : new byte[][] {BODY, cutShort(), bomb()}) {
      HttpResponse<byte[]> refused = post(content, "Content-Encoding", "gzip");
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(JSON.readTree(refused.body()).path("errorCode").asText())
          .isEqualTo("UnsupportedContentEncoding");
    }
    assertThat(get(PRACTICE, "/inbox")).isEqualTo(200);
    assertThat(folder.resolve("bodies")).isEmptyDirectory();
  }

  /** The sandbox takes anything; whoever then asks for it unpacked hears that it can't be. */
  @Test
  void contentThatCannotBeUnpackedIsNeverGivenInPart() throws Exception {
    start(Mode.COMPATIBLE);
    for (byte[] content : new byte[][] {BODY, cutShort(), bomb()}) {
      HttpResponse<byte[]> taken = post(content, "Content-Encoding", "gzip");
      assertThat(taken.statusCode()).isEqualTo(202);
      String path = "/inbox/" + JSON.readTree(taken.body()).path("messageID").asText();
      assertThat(get(PRACTICE, path)).isEqualTo(422);
      HttpResponse<byte[]> packed =
          call(PRACTICE, "GET", path, new byte[0], "Accept-Encoding", "gzip");
      assertThat(packed.statusCode()).isEqualTo(200);
      assertThat(packed.body()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, '', 200",
    "127.0.0.1, '', 200",
    "'[::1]:8700', '', 200",
    "mesh:8700, '', 200",
    "mesh.localhost, '', 200",
    "localhost:8700, 'Origin: http://localhost:8700', 200",
    "localhost, 'Sec-Fetch-Site: same-origin', 200",
    "localhost, 'Sec-Fetch-Site: none', 200",
    "attacker.example, '', 403",
    "127.0.0.1.attacker.example, '', 403",
    "localhost, 'Origin: http://attacker.example', 403",
    "localhost:8700, 'Origin: http://localhost:9999', 403",
    "localhost, 'Origin: null', 403",
    "localhost, 'Origin:', 403",
    "localhost, 'Sec-Fetch-Site: cross-site', 403",
    "localhost, 'Sec-Fetch-Site: same-site', 403",
    "'', '', 403",
  })
  void adminCallsAndPagesAreForThisSiteOnly(String host, String line, int status) throws Exception {
    start(Mode.STRICT);
    String end = (line.isEmpty() ? "" : line + "\r\n") + "Connection: close\r\n\r\n";
    for (String verb :
        new String[] {
          "DELETE /admin/reset",
          "DELETE /messageexchange/admin/reset",
          "POST /admin/expire",
          "GET /admin/mailbox/" + HUB,
          "GET /messageexchange/mailbox/" + HUB,
          "GET /",
          "GET /mailboxes/" + HUB
        }) {
      String answer = raw(verb + " HTTP/1.1\r\nHost: " + host + "\r\n" + end);
      assertThat(answer).as(verb).startsWith("HTTP/1.1 " + status + " ");
    }
    assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\n" + end))
        .as("what needs a token, or tells nothing, is not an admin call")
        .startsWith("HTTP/1.1 200 ");
  }
}
