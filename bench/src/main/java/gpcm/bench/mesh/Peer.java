package gpcm.bench.mesh;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

/**
 * A server in a process of its own, so that its processor time and memory are its own.
 *
 * @param name for the report
 * @param process to ask and to stop
 * @param url where it listens
 */
record Peer(String name, Process process, URI url) implements AutoCloseable {

  /** Where the project lies. */
  static Path root() {
    return Path.of(System.getProperty("project.root", "."));
  }

  /** A folder for what a benchmark leaves behind. */
  static Path target() throws IOException {
    return Files.createDirectories(root().resolve("bench").resolve("target"));
  }

  /**
   * The Python of the virtual environment that {@code interop/run} makes.
   *
   * @throws IOException when it is not there
   */
  static Path python() throws IOException {
    Path python = root().resolve("interop").resolve(".venv").resolve("bin").resolve("python");
    if (!Files.isExecutable(python)) {
      throw new IOException(python + " is not there; interop/run once makes it");
    }
    return python;
  }

  /** Our server, durable and strict, in a Java process with this much heap. */
  static Peer ours(Path data, String heap) throws IOException {
    return java("ours, durable", ServeMesh.class, heap, data.toString());
  }

  /** A class whose main prints the address it listens on. */
  static Peer java(String name, Class<?> main, String heap, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("http")) {
        return new Peer(name, process, URI.create(line));
      }
    }
    throw new IOException(name + " ended before it listened");
  }

  /**
   * The official sandbox from the virtual environment of {@code interop/run}, keeping messages in
   * memory or in files.
   */
  static Peer sandbox(Path python, String storeMode, Path data)
      throws IOException, InterruptedException {
    return sandbox(python, storeMode, data, "http", List.of());
  }

  /**
   * The same over TLS, keeping messages in memory.
   *
   * @param certificate the folder of {@code server.pem} and {@code server.key}
   */
  static Peer sandboxOverTls(Path python, Path data, Path certificate)
      throws IOException, InterruptedException {
    return sandbox(
        python,
        "memory",
        data,
        "https",
        List.of(
            "--ssl-certfile",
            certificate.resolve("server.pem").toString(),
            "--ssl-keyfile",
            certificate.resolve("server.key").toString()));
  }

  private static Peer sandbox(
      Path python, String storeMode, Path data, String scheme, List<String> options)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                python.toString(),
                "-m",
                "uvicorn",
                "mesh_sandbox.api:app",
                "--port",
                Integer.toString(port),
                "--log-level",
                "error"));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AUTH_MODE", "full");
    builder.environment().put("STORE_MODE", storeMode);
    builder.environment().put("SHARED_KEY", "TestKey");
    builder.environment().put("MAILBOXES_DATA_DIR", data.toString());
    Process process = builder.start();
    for (int attempt = 0; attempt < 300 && process.isAlive(); attempt++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return new Peer(
            "sandbox, " + storeMode, process, URI.create(scheme + "://127.0.0.1:" + port));
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException("The sandbox didn't start; run interop/run first");
  }

  /** Removes all messages. */
  void reset() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve("/messageexchange/admin/reset")).DELETE().build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IOException(name + " answered a reset with " + status);
      }
    }
  }

  /** Processor time used so far. */
  Duration processorTime() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
