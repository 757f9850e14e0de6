package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import gpcm.cli.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code gpcm providers} against what a node answers. */
class ProvidersCommandTest {
  private static final String ONE =
      """
      {"orderedBy": "postcode", "providers": [{"name": "Sampleton\\u001b[2J Pharmacy",
       "telephone": "01632 960400", "openingHours": "", "services": [], "nearness": "same-district",
       "mailbox": {"state": "found"}, "preferredProvider": {"siteCode": "A99904"}}]}
      """;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile String answer = ONE;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/providers",
        call -> {
          asked.add(call.getRequestURI().getRawQuery());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Commands ask(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "providers",
                "--url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "--near",
                "ZZ99 3CZ"));
    arguments.addAll(List.of(more));
    return Commands.run(arguments.toArray(String[]::new));
  }

  @Test
  void eachIsALineAndWhatComesFromTheRegisterStaysText() {
    Commands done = ask("--service", "Eye check", "--limit", "3");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out())
        .contains("A99904", "Pharmacy, 01632 960400  (same-district, mailbox found)")
        .doesNotContain("\u001b");
    assertThat(asked).containsExactly("near=ZZ99+3CZ&limit=3&service=Eye+check");
  }

  @Test
  void jsonIsWhatTheNodeAnswers() {
    assertThat(ask("--json").out()).startsWith("{\"orderedBy\":\"postcode\"");
  }

  @Test
  void noneIsOne() {
    answer = "{\"orderedBy\": \"postcode\", \"providers\": []}";
    assertThat(ask().exitCode()).isEqualTo(1);
  }
}
