package gpcm.cli.node;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A node as a process of its own that is killed and started again, its database with it.
 *
 * @param address where it answers
 * @param folder where its log is kept
 */
record KilledNode(HttpClient http, URI address, Path folder) {
  /** Starts it; it answers later. */
  Process start(Path configuration) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            "gpcm.cli.Main",
            "node",
            "--config",
            configuration.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return folder.resolve("node.log");
  }

  /** Waits until it answers whoever has this key. */
  void awaitUp(Process process, String key, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("the node ended by itself: " + Files.readString(log()));
              }
              try {
                return get("/api/v1/documents?limit=1", key).statusCode() == 200;
              } catch (IOException notYet) {
                return false;
              }
            });
  }

  HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + key)
            .build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
