package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm node} as a process of its own, with a MESH that is not there. */
class NodeProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final int port = FreePort.preferring(0);
  private final URI url = URI.create("http://127.0.0.1:" + port);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroy();
      process.waitFor();
    }
    http.close();
  }

  @Test
  void inALogForMachinesEveryLineIsAnObjectWithItsMessageWrittenOut() throws Exception {
    configure("log: {format: json}");
    Process node = start("first", Map.of(), List.of());
    awaitUp(node, "first");
    await().atMost(PATIENCE).until(() -> Files.readString(output("first")).contains("MESH"));
    Process second = start("second", Map.of(), List.of());
    assertThat(second.waitFor()).as(Files.readString(output("second"))).isEqualTo(70);
    node.destroy();
    assertThat(node.waitFor()).as("it was stopped, and that is no failure").isZero();

    assertThat(messages("first"))
        .anySatisfy(message -> assertThat(message).startsWith("the node is running: " + url))
        .contains("attachments are not scanned for malware: scanning.clamd is not set");
    assertThat(messages("second")).last().asString().startsWith("the node could not start: ");
  }

  private List<String> messages(String name) throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : Files.readAllLines(output(name))) {
      JsonNode event = JSON.readTree(line);
      assertThat(event.isObject()).as(line).isTrue();
      assertThat(event.path("timestamp").asText()).as(line).isNotEmpty();
      assertThat(event.path("level").asText()).as(line).isNotEmpty();
      messages.add(event.path("message").asText());
    }
    assertThat(messages).isNotEmpty().noneMatch(message -> message.contains("{}"));
    return messages;
  }

  @Test
  void theVariablesOfTheLauncherAndOfTheClientAreNotItsBusiness() throws Exception {
    configure("");
    Process node =
        start(
            "node",
            Map.of(
                "GPCM_JAVA_OPTIONS", "-Xmx1g",
                "GPCM_CLIENT_MESH_URL", "http://elsewhere.example",
                "GPCM_MESH_PASSWORD", "not-the-node's",
                "GPCM_NODE_HTTP_PORT", Integer.toString(port)),
            List.of());
    awaitUp(node, "node");
  }

  @Test
  void aVariableUnderItsOldNameIsRefusedInOneLineWithTheNewName() throws Exception {
    configure("");
    Process node = start("node", Map.of("GPCM_MESH_URL", "http://elsewhere.example"), List.of());
    assertThat(node.waitFor()).isEqualTo(2);
    assertThat(Files.readAllLines(output("node")))
        .filteredOn(line -> line.contains("GPCM_MESH_URL"))
        .singleElement()
        .asString()
        .contains("GPCM_NODE_MESH_URL");
  }

  private String key = "";

  @Test
  void requestsThatAreFarTooLargeDoNotFillItsMemory() throws Exception {
    configure("");
    Process node = start("node", Map.of(), List.of("-Xmx128m"));
    awaitUp(node, "node");
    key = MadeKey.of(folder.resolve("node.yaml"), "A99901", "document.submit", "alert.close-sent");
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(() -> post("/api/v1/documents", "application/json", 99_000_000));
      calls.add(() -> post("/api/v1/alerts/1/resolution", "application/json", 99_000_000));
      calls.add(() -> post("/sign-in", "application/x-www-form-urlencoded", 99_000_000));
      calls.add(() -> post("/api/v1/documents", "application/json", 10_000_000));
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isIn(400, 413, 422, 503, CONNECTION_CUT);
      }
    }
    assertThat(node.isAlive()).as(Files.readString(output("node"))).isTrue();
    awaitUp(node, "node");
  }

  /** A server that has refused a body need not read it to its end. */
  private static final int CONNECTION_CUT = -1;

  /** A body whose length is not told beforehand. */
  private int post(String path, String type, int bytes) throws InterruptedException {
    try {
      return http.send(
              HttpRequest.newBuilder(url.resolve(path))
                  .header("Content-Type", type)
                  .header("Authorization", "Bearer " + key)
                  .POST(BodyPublishers.ofInputStream(() -> new Spaces(bytes)))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException cut) {
      return CONNECTION_CUT;
    }
  }

  @Test
  void outOfMemoryEndsTheProcessWithALineThatSaysSo() throws Exception {
    configure("");
    Path options =
        Path.of(System.getProperty("project.root"), "cli", "src", "main", "launcher")
            .resolve("long-running.options");
    Process node = start("node", Map.of(), List.of("@" + options, "-Xmx8m"));
    assertThat(node.waitFor()).isEqualTo(3);
    String last = Files.readAllLines(output("node")).getLast();
    assertThat(JSON.readTree(last).path("message").asText()).startsWith("out of memory");
  }

  @Test
  void statusPrintsWhoWorksAndWhatWaits() throws Exception {
    Files.writeString(
        folder.resolve("node.yaml"),
        """
        data-folder: data
        name: practice-1
        http:
          port: %d
        mesh:
          transport: folders
        organisations:
          - {ods: A99901, name: Hub, mailbox: A99901OT001, folder: interface}
        """
            .formatted(port));
    awaitUp(start("node", Map.of(), List.of()), "node");
    assertThat(status("nobody").waitFor()).isEqualTo(70);
    assertThat(Files.readString(output("nobody"))).contains("answers 401");
    key = MadeKey.of(folder.resolve("node.yaml"), "A99901", "node.see");
    Process lines = status("lines");
    assertThat(lines.waitFor()).isEqualTo(0);
    assertThat(Files.readString(output("lines"))).contains("alive   practice-1", "post", "read");
    Process json = status("json", "--json");
    assertThat(json.waitFor()).isEqualTo(0);
    JsonNode status = JSON.readTree(Files.readString(output("json")));
    assertThat(status.at("/nodes/0/name").asText()).isEqualTo("practice-1");
    assertThat(status.path("lanes").isEmpty()).isFalse();
  }

  @Test
  void theLinkOfTheFirstAdministratorGoesToNoLog() throws Exception {
    configure("");
    awaitUp(start("node", Map.of(), List.of()), "node");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Files.readString(output("node"))
                    .contains("gpcm node link --administrator --organisation A99901"));
    assertThat(Files.readString(output("node"))).doesNotContain("key=");
  }

  @Test
  void statusOfANodeThatIsNotThereSaysSo() throws Exception {
    Process status = status("status");
    assertThat(status.waitFor()).isEqualTo(70);
    assertThat(Files.readString(output("status"))).contains("no node answers at " + url);
  }

  private Process status(String name, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("node", "status", "--url", url.toString()));
    arguments.addAll(List.of(more));
    Map<String, String> environment = key.isEmpty() ? Map.of() : Map.of("GPCM_CLIENT_KEY", key);
    return java(name, environment, List.of(), arguments);
  }

  private Path output(String name) {
    return folder.resolve(name + ".log");
  }

  private Process start(String name, Map<String, String> environment, List<String> options)
      throws IOException {
    return java(
        name,
        environment,
        options,
        List.of("node", "--config", folder.resolve("node.yaml").toString()));
  }

  private Process java(
      String name, Map<String, String> environment, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(name).toFile());
    process.environment().keySet().removeIf(variable -> variable.startsWith("GPCM_"));
    process.environment().putAll(environment);
    Process running = process.start();
    started.add(running);
    return running;
  }

  private void awaitUp(Process process, String name) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.isAlive()).as(Files.readString(output(name))).isTrue();
              try {
                return http.send(
                            HttpRequest.newBuilder(url.resolve("/api/v1/health"))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                            BodyHandlers.discarding())
                        .statusCode()
                    == 200;
              } catch (IOException notYet) {
                return false;
              }
            });
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        folder.resolve("node.yaml"),
        """
        data-folder: data
        http:
          port: %d
        mesh:
          url: http://127.0.0.1:1
          shared-key: TestKey
          poll-interval: 200 ms
        organisations:
          - ods: A99901
            name: Hub
            mailbox: A99901OT001
            mailbox-password: password
        %s
        """
            .formatted(port, more));
  }

  /** So many spaces, which are a JSON text that is not at its end yet. */
  private static final class Spaces extends InputStream {
    private int left;

    Spaces(int count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? ' ' : -1;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      if (left <= 0) {
        return -1;
      }
      int given = Math.min(count, left);
      Arrays.fill(into, from, from + given, (byte) ' ');
      left -= given;
      return given;
    }
  }
}
