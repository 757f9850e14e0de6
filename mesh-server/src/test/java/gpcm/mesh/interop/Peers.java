package gpcm.mesh.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The NHS's own Python packages, in the virtual environment that {@code interop/run} makes. */
final class Peers {
  private static final Path INTEROP =
      Path.of(System.getProperty("project.root", "..")).resolve("interop");

  private Peers() {}

  static Path python() {
    Path python = INTEROP.resolve(".venv/bin/python");
    assumeTrue(
        Files.isExecutable(python),
        "The official Python peers aren't installed; interop/run installs them and runs these"
            + " tests");
    return python;
  }

  /** Runs a script of ours with the official client; its assertions are the test. */
  static void run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(python().toString(), INTEROP.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).endsWith("done\n");
  }

  /** The official sandbox, running until closed. */
  record Sandbox(Process process, URI url) implements AutoCloseable {
    static Sandbox start(Path log) throws IOException, InterruptedException {
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(
                  python().toString(),
                  "-m",
                  "uvicorn",
                  "mesh_sandbox.api:app",
                  "--port",
                  Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder
          .environment()
          .putAll(Map.of("AUTH_MODE", "full", "STORE_MODE", "memory", "SHARED_KEY", "TestKey"));
      Process process = builder.start();
      Sandbox sandbox = new Sandbox(process, URI.create("http://127.0.0.1:" + port));
      sandbox.awaitReady(log);
      return sandbox;
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpRequest request =
            HttpRequest.newBuilder(url.resolve("/health")).timeout(Duration.ofSeconds(5)).build();
        for (int attempt = 0; attempt < 300; attempt++) {
          try {
            if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
              return;
            }
          } catch (IOException e) {
            // Not listening yet.
          }
          if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
            break;
          }
        }
      }
      process.destroyForcibly();
      throw new IOException("The sandbox didn't start:\n" + Files.readString(log));
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
