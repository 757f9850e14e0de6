package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.testing.LocalNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real node process is killed without warning at random moments while a clinical system puts
 * consultations into its sending folder. In the end each is one document with one receipt, and no
 * file is lost or left.
 */
@Tag("slow")
class FolderKillTest {
  private static final int KILLS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean dropping = new AtomicBoolean(true);
  private final List<String> encounters = new CopyOnWriteArrayList<>();
  @TempDir Path folder;
  private Path sending;
  private KilledNode node;
  private String key;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void killing_the_node_at_any_moment_loses_no_file_and_doubles_no_document() throws Exception {
    long seed = Long.getLong("gpcm.seed", System.nanoTime());
    System.out.println(
        "FolderKillTest: seed " + seed + " (repeat it with -Dgpcm.seed=" + seed + ")");
    Random random = new Random(seed);
    sending = folder.resolve("sending");
    try (LocalNetwork network = LocalNetwork.hubAndPractice().start()) {
      int port = FreePort.preferring(0);
      node = new KilledNode(http, URI.create("http://127.0.0.1:" + port), folder);
      Path configuration = configuration(network, port);
      key = MadeKey.of(configuration, "A99901", "outbox.see");
      Files.createDirectories(sending.resolve("in"));
      Thread system = Thread.ofVirtual().start(this::drop);
      for (int kill = 1; kill <= KILLS; kill++) {
        Process process = node.start(configuration);
        node.awaitUp(process, key, PATIENCE);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2500));
        process.destroyForcibly().waitFor();
      }
      Process last = node.start(configuration);
      try {
        node.awaitUp(last, key, PATIENCE);
        dropping.set(false);
        system.join();
        await().atMost(PATIENCE).until(() -> names("in").isEmpty() && names("begun").isEmpty());
        check();
      } finally {
        last.destroy();
        last.waitFor();
      }
    }
  }

  private void check() throws IOException, InterruptedException {
    assertThat(encounters).hasSizeGreaterThan(20);
    assertThat(names("refused")).isEmpty();
    assertThat(names("done")).hasSameSizeAs(encounters);
    for (String encounter : encounters) {
      JsonNode receipt =
          mapper.readTree(sending.resolve("out").resolve(encounter + ".receipt.json").toFile());
      HttpResponse<String> answer = node.get("/api/v1/consultations/" + encounter, key);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode reports = mapper.readTree(answer.body()).path("reports");
      assertThat(reports).hasSize(1);
      assertThat(reports.path(0).path("id")).isEqualTo(receipt.path("document"));
    }
    for (String done : names("done")) {
      try (Stream<Path> files =
          Files.list(sending.resolve("done").resolve(done).resolve("files"))) {
        assertThat(files).hasSize(1);
      }
    }
  }

  private List<String> names(String where) throws IOException {
    try (Stream<Path> all = Files.list(sending.resolve(where))) {
      return all.map(each -> each.getFileName().toString()).toList();
    }
  }

  private void drop() {
    try {
      while (dropping.get()) {
        String encounter = UUID.randomUUID().toString();
        Path in = sending.resolve("in");
        String notes = "notes-" + encounter + ".txt";
        Files.writeString(in.resolve(notes), "Throat red, no exudate. " + encounter);
        Path begun =
            Files.writeString(
                sending.resolve(encounter),
                Files.readString(example())
                    .replace("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10", encounter)
                    .replace("\"version\": 1,", "")
                    .replace("consultation-summary-throat.txt", notes));
        Files.move(begun, in.resolve(encounter + ".json"), StandardCopyOption.ATOMIC_MOVE);
        encounters.add(encounter);
        TimeUnit.MILLISECONDS.sleep(300);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path configuration(LocalNetwork network, int port) throws IOException {
    Path file =
        network
            .configuration(LocalNetwork.HUB, LocalNetwork.PRACTICE)
            .onPort(port)
            .write(folder.resolve("node.yaml"));
    ObjectNode all = (ObjectNode) mapper.readTree(file.toFile());
    for (JsonNode each : all.path("organisations")) {
      if (each.path("ods").asText().equals("A99901")) {
        ((ObjectNode) each).putObject("sending").put("folder", sending.toString());
      }
    }
    return Files.write(file, mapper.writeValueAsBytes(all));
  }

  private static Path example() {
    return Path.of(System.getProperty("project.root"), "examples", "consultation-summary.json");
  }
}
