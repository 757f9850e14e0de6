package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is refused before all was sent gets the answer, not a connection that breaks. */
class RefusedBodiesTest {
  private static final String LARGE = " ".repeat(8 * 1024 * 1024);

  @Running static TestNetwork network;
  @TempDir static Path folder;
  private static BaselineScan scan;

  @BeforeAll
  static void serve() throws IOException {
    scan = new BaselineScan(network, folder);
  }

  @AfterAll
  static void stop() {
    scan.close();
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, POST, /api/v1/documents, application/json, 401",
    "machine, POST, /api/v1/documents, text/plain, 415",
    "machine, POST, /api/v1/documents, application/json, 400",
    "machine, POST, /api/v1/documents, multipart/form-data; boundary=none, 400",
    "machine, POST, /api/v1/nowhere, application/json, 404",
    "machine, PUT, /api/v1/documents, application/json, 405",
    "nobody, POST, /sign-in, application/x-www-form-urlencoded, 413",
    "person, POST, /alerts/1/resolution, application/x-www-form-urlencoded, 413",
    "nobody, POST, /audit/witness/add-checkpoint, text/plain, 413",
    "nobody, POST, /sign-in/back-channel-logout, application/x-www-form-urlencoded, 413"
  })
  void whatIsRefusedIsAnswered(String who, String method, String path, String type, int status)
      throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      assertThat(scan.ask(place, who, method, path, LARGE, "Content-Type: " + type).status())
          .isEqualTo(status);
    }
  }

  /** Nobody is there for the answer, and the log has the request all the same. */
  @Test
  void whatIsBrokenOffLeavesItsEntry() throws IOException {
    String failed =
        "select count(*) from audit_entry where action = 'submitted' and convert_from(entry,"
            + " 'UTF8') like '%500 internal%'";
    int before = Integer.parseInt(network.one(failed));
    String key = HttpCaller.Credentials.of(network.served(), TestNetwork.HUB).key();
    URI url = network.node().url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              """
              POST /api/v1/documents HTTP/1.1\r
              Host: %s\r
              Authorization: Bearer %s\r
              Content-Type: application/json\r
              Content-Length: 1000\r
              \r
              {\
              """
                  .formatted(url.getAuthority(), key)
                  .getBytes(StandardCharsets.US_ASCII));
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> Integer.parseInt(network.one(failed)) == before + 1);
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/documents, 401", "/sign-in, 413"})
  void whoAsksFirstSendsNothingInVain(String path, int status) throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      assertThat(
              place
                  .ask(
                      "nobody",
                      "POST",
                      path,
                      "",
                      List.of("Content-Length: 8388608", "Expect: 100-continue"))
                  .status())
          .isEqualTo(status);
    }
  }
}
