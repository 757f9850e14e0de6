package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.content.ContentHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages look like is served by the node, as its makers published it. */
class AssetsTest {
  @Running static TestNetwork network;
  @TempDir static Path folder;
  private static WebServer server;
  private static HttpCaller http;

  @BeforeAll
  static void start() throws Exception {
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0), network.served(), folder.resolve("uploads"));
    http = HttpCaller.of(server.url(), network.served());
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void theDesignSystemIsAsItWasPublished() {
    List<String> sums =
        new String(Resources.read("nhsuk-frontend/SHA256SUMS"), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(sums).hasSize(5);
    for (String line : sums) {
      String[] sum = line.split(" +", -1);
      assertThat(ContentHash.of(Resources.read("nhsuk-frontend/" + sum[1])).hex())
          .as(sum[1])
          .isEqualTo(sum[0]);
    }
  }

  @Test
  void aPageNamesStyleSheetsThatBrowsersMayKeep() throws Exception {
    List<String> sheets =
        Pattern.compile("rel=\"stylesheet\" href=\"([^\"]+)\"")
            .matcher(http.get("/sign-in").text())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(sheets).hasSize(2);
    for (String sheet : sheets) {
      HttpCaller.Answer answer = http.get(sheet);
      assertThat(answer.status()).as(sheet).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("text/css");
      assertThat(answer.header("Cache-Control")).contains("max-age=31536000", "immutable");
      assertThat(sheet)
          .contains(
              ContentHash.of(answer.text().getBytes(StandardCharsets.UTF_8))
                  .hex()
                  .substring(0, 16));
    }
  }

  @Test
  void everyIconThatTheStyleSheetAsksForIsThere() throws Exception {
    String sheet = http.get(Assets.NHSUK.address()).text();
    List<String> asked =
        Pattern.compile("url\\((/[^)]+)\\)")
            .matcher(sheet)
            .results()
            .map((MatchResult found) -> found.group(1))
            .distinct()
            .toList();
    assertThat(asked).isNotEmpty();
    for (String icon : asked) {
      assertThat(http.get(icon).status()).as(icon).isEqualTo(200);
    }
  }

  @Test
  void whatIsNotOneOfThemIsNotThere() throws Exception {
    for (String path :
        Arrays.asList(
            "/assets/gpcm.css",
            "/assets/gpcm-0000000000000000.css",
            "/assets/images/routes.txt",
            "/assets/images/..%2f..%2froutes.txt")) {
      assertThat(http.get(path).status()).as(path).isIn(400, 404);
    }
  }
}
