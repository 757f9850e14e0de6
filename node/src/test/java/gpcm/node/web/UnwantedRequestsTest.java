package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scanners ask for that a node has no answer to. */
class UnwantedRequestsTest {
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
  @ValueSource(
      strings = {
        "/.git/config",
        "/.git/HEAD",
        "/.env",
        "/.htaccess",
        "/gpcm.css~",
        "/gpcm.css.bak",
        "/routes.txt",
        "/gpcm.yaml",
        "/backup.zip",
        "/META-INF/MANIFEST.MF",
        "/WEB-INF/web.xml",
        "/gpcm/node/web/routes.txt",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/icons/",
        "/server-status",
        "/actuator/env",
        "/debug",
        "/swagger-ui/",
        "/crossdomain.xml",
        "/clientaccesspolicy.xml",
        "/passkeys.js.map"
      })
  void whatShouldNotLieThereDoesNot(String path) throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      assertThat(place.ask("nobody", "GET", path, "", List.of()).status()).isIn(400, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TRACE", "TRACK", "OPTIONS", "PROPFIND", "CONNECT", "PUT", "PATCH", "BREW"})
  void methodsThatNobodyNeedsAreRefused(String method) throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      for (String path : List.of("/", "/icon.svg", "/outbox", "/api/v1/documents")) {
        ScannedAnswer answer =
            place.ask("nobody", method, path, "", List.of("X-Canary: a-canary-sings"));
        assertThat(answer.status()).as(answer.asked()).isIn(400, 404, 405, 501);
        assertThat(answer.body()).doesNotContain("a-canary-sings");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      }
    }
  }

  /** The rules of one method would be looked at, and the handler of the other would run. */
  @ParameterizedTest
  @CsvSource({
    "machine, GET, /api/v1/documents, POST",
    "machine, POST, /api/v1/documents, GET",
    "machine, PUT, /api/v1/documents, GET",
    "person, GET, /people, POST",
    "nobody, GET, /sign-in, POST",
    "nobody, GET, /sign-in/link, POST",
    "nobody, GET, /icon.svg, GET"
  })
  void noHeaderMakesItAnotherMethod(String who, String method, String path, String other)
      throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      ScannedAnswer answer =
          scan.ask(place, who, method, path, "", "X-HTTP-Method-Override: " + other);
      assertThat(answer.status()).as(answer.asked()).isEqualTo(400);
      assertThat(answer.body()).contains("X-HTTP-Method-Override");
    }
  }

  /** Two servers in a row that see its end in two places see two different requests. */
  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "Content-Length: 7"})
  void aRequestWhoseEndIsInDoubtIsRefused(String another) throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      ScannedAnswer answer =
          place.ask(
              "nobody", "GET", "/sign-in", "0\r\n\r\n", List.of("Content-Length: 5", another));
      assertThat(answer.status()).as(answer.asked()).isEqualTo(400);
    }
  }

  @Test
  void aParameterThatComesTwiceIsRefused() throws IOException {
    for (ScannedAnswer.Place place : scan.places()) {
      assertThat(
              scan.ask(place, "machine", "GET", "/api/v1/documents?limit=1&limit=2", "").status())
          .isEqualTo(400);
      assertThat(scan.ask(place, "person", "GET", "/outbox?state=sent&state=sent", "").status())
          .isEqualTo(400);
      assertThat(scan.ask(place, "nobody", "GET", "/sign-in?to=%2F&to=%2Foutbox", "").status())
          .isEqualTo(400);
    }
  }
}
