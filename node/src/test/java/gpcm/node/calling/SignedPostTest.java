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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a post does not hang on what its receiver says afterwards. */
@Timeout(30)
class SignedPostTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<String> signature = new AtomicReference<>();
  @TempDir Path folder;
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
          signature.set(exchange.getRequestHeaders().getFirst("webhook-signature"));
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
  void anotherSecretSignsTheNextPost() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "the first\n");
    SignedPost post =
        new SignedPost(
            URI.create("http://localhost:" + server.getAddress().getPort() + "/whole"),
            new SecretSource.InFile(file),
            InstantSource.fixed(Instant.EPOCH));
    byte[] body = {'{', '}'};
    post.post("1", body);
    assertThat(signature.get()).isEqualTo(signedWith("the first"));
    Files.writeString(file, "another\n");
    post.post("1", body);
    assertThat(signature.get()).isEqualTo(signedWith("another"));
  }

  private static String signedWith(String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "v1,"
        + Base64.getEncoder()
            .encodeToString(mac.doFinal("1.0.{}".getBytes(StandardCharsets.UTF_8)));
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
