package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether a node says by itself that it cannot work. */
@ExtendWith(DatabaseExtension.class)
class HealthTest {
  @Running TestNetwork network;

  @Test
  void aDatabaseThatDoesNotAnswerIsTold(DatabaseSettings database) throws Exception {
    String url = database.url().orElseThrow();
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    try (SilentWire wire = new SilentWire(port);
        HttpClient http = HttpClient.newHttpClient()) {
      DatabaseSettings through =
          new DatabaseSettings(
              Optional.of(url.replace(":" + port + "/", ":" + wire.port() + "/")),
              database.user(),
              database.password(),
              database.poolSize());
      network.restartNode(configuration -> configuration.with(through));
      assertThat(health(http).statusCode()).isEqualTo(200);
      assertThat(ask(http, "/health/ready").statusCode()).isEqualTo(200);
      wire.silence();
      try {
        HttpResponse<String> ill = health(http);
        assertThat(ill.statusCode()).isEqualTo(503);
        assertThat(ill.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("application/problem+json");
        assertThat(ill.body()).contains("the database has not answered for");
        assertThat(ask(http, "/health/ready").statusCode()).isEqualTo(503);
        assertThat(ask(http, "/health/live").statusCode()).isEqualTo(200);
      } finally {
        wire.speak();
      }
      assertThat(health(http).statusCode()).isEqualTo(200);
      network.restartNode();
    }
  }

  private HttpResponse<String> health(HttpClient http) throws IOException, InterruptedException {
    return ask(http, "/api/v1/health");
  }

  private HttpResponse<String> ask(HttpClient http, String path)
      throws IOException, InterruptedException {
    URI health = network.node().url().resolve(path);
    return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
  }
}
