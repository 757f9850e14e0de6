package gpcm.node.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gpcm.mesh.Secret;
import gpcm.node.config.SecretSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a post does not hang on what its receiver says afterwards. */
@Timeout(30)
class SignedPostTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void aWebhook() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answers("/whole", 200, true);
    answers("/endless", 200, false);
    answers("/refused", 503, false);
    server.start();
  }

  private void answers(String path, int status, boolean ends) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, 0);
          exchange.getResponseBody().write("taken".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          if (!ends) {
            try {
              over.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private byte[] post(String path) throws IOException {
    return new SignedPost(
            URI.create("http://localhost:" + server.getAddress().getPort() + path),
            new SecretSource.Given(Secret.of("open-sesame")),
            InstantSource.system(),
            Duration.ofSeconds(2))
        .post("1", new byte[] {'{', '}'});
  }

  @Test
  void whatIsAnsweredIsGivenBack() throws Exception {
    assertThat(post("/whole")).asString(StandardCharsets.UTF_8).isEqualTo("taken");
  }

  @Test
  void whoNeverEndsTheirAnswerHasTakenItAndIsNotWaitedFor() throws Exception {
    assertThat(post("/endless")).isEmpty();
  }

  @Test
  void whoRefusesItAndNeverEndsTheirAnswerHasRefusedIt() {
    assertThatThrownBy(() -> post("/refused"))
        .isInstanceOf(IOException.class)
        .hasMessage("the webhook answered 503");
  }
}
