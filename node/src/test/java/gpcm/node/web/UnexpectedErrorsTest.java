package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What nobody thought of: the log has it, and who asked is told no more than that. */
class UnexpectedErrorsTest {
  @Test
  void theLogHasWhatHappenedAndTheAnswerHasNot() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(ProblemResponses.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    Javalin server =
        Javalin.create(
                config -> {
                  ProblemResponses.handle(config.routes);
                  config.routes.get(
                      "/api/v1/{id}",
                      context -> {
                        throw new IllegalStateException("a name that nobody should see");
                      });
                })
            .start("127.0.0.1", 0);
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI address = URI.create("http://127.0.0.1:%d/api/v1/9990000018".formatted(server.port()));
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .contains("urn:gpcm:problem:")
          .doesNotContain("a name that nobody should see", "IllegalStateException");
    } finally {
      server.stop();
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.ERROR);
              assertThat(line.getFormattedMessage())
                  .matches("GET /api/v1/\\{id} failed, reference (none|[0-9a-f-]{36})");
              assertThat(line.getThrowableProxy().getMessage())
                  .isEqualTo("a name that nobody should see");
            });
  }
}
