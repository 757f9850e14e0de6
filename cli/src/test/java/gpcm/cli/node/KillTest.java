package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.node.testing.LocalNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real node process, its database with it, is killed without warning at twenty random moments
 * while consultations are handed in, and started again each time. In the end every consultation has
 * been filed once and acknowledged, and nothing is there twice.
 */
@Tag("slow")
class KillTest {
  private static final int KILLS = 20;
  private static final int AT_LEAST = 60;
  private static final Duration UP = Duration.ofMinutes(2);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean handingIn = new AtomicBoolean(true);
  private final List<String> keys = new ArrayList<>();
  @TempDir Path folder;
  private URI node;
  private String hubKey;
  private String practiceKey;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void killing_the_node_at_any_moment_loses_nothing_and_doubles_nothing() throws Exception {
    long seed = Long.getLong("gpcm.seed", System.nanoTime());
    System.out.println("KillTest: seed " + seed + " (repeat it with -Dgpcm.seed=" + seed + ")");
    Random random = new Random(seed);
    try (LocalNetwork network = network()) {
      int port = FreePort.preferring(0);
      node = URI.create("http://127.0.0.1:" + port);
      Path configuration =
          network
              .configuration(LocalNetwork.HUB, LocalNetwork.PRACTICE)
              .onPort(port)
              .pollingEvery("200 ms")
              .write(folder.resolve("node.yaml"));
      hubKey = MadeKey.of(configuration, "A99901", "document.submit", "outbox.see");
      practiceKey = MadeKey.of(configuration, "A99902", "worklist.see");
      KilledNode killed = new KilledNode(http, node, folder);
      Thread hub = Thread.ofVirtual().start(this::handIn);
      for (int kill = 1; kill <= KILLS; kill++) {
        Process process = killed.start(configuration);
        killed.awaitUp(process, hubKey, UP);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2500));
        process.destroyForcibly().waitFor();
        System.out.printf("KillTest: kill %d of %d, %d handed in%n", kill, KILLS, handedIn());
      }
      Process last = killed.start(configuration);
      try {
        killed.awaitUp(last, hubKey, UP);
        await().atMost(Duration.ofMinutes(5)).until(() -> handedIn() >= AT_LEAST);
        handingIn.set(false);
        hub.join();
        checkLedger();
      } finally {
        last.destroy();
        last.waitFor();
      }
    }
  }

  private void checkLedger() {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> all("documents", document -> !state(document).equals("completed")).isEmpty());

    List<JsonNode> documents = all("documents", each -> true);
    assertThat(documents)
        .extracting(document -> document.path("encounterId").asText())
        .as("each consultation handed in is one document")
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(documents)
        .allSatisfy(
            document -> {
              assertThat(document.path("infrastructureCode").asText()).isEqualTo("20013");
              assertThat(document.path("businessCode").asText()).isEqualTo("30001");
            });
    List<JsonNode> entries = all("worklist", each -> true);
    assertThat(entries)
        .extracting(entry -> entry.path("encounterId").asText())
        .as("each document is one worklist entry")
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(entries)
        .extracting(entry -> entry.path("documentId").asText())
        .containsExactlyInAnyOrderElementsOf(
            documents.stream().map(document -> document.path("documentId").asText()).toList());
    System.out.printf(
        "KillTest: %d documents, %d worklist entries after %d kills%n",
        documents.size(), entries.size(), KILLS);
  }

  /**
   * Hands consultations in one after the other; one that got no answer goes again under its key.
   */
  private void handIn() {
    while (handingIn.get()) {
      String encounter = UUID.randomUUID().toString();
      while (!accepted(encounter)) {
        pause(50);
      }
      synchronized (keys) {
        keys.add(encounter);
      }
      pause(60);
    }
  }

  private boolean accepted(String encounter) {
    try {
      String consultation =
          Files.readString(example("consultation-summary.json"))
              .replace("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10", encounter)
              .replaceAll("(?s)\"attachments\": \\[.*?\\]", "\"attachments\": []");
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(node.resolve("/api/v1/documents"))
                  .timeout(Duration.ofSeconds(20))
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Bearer " + hubKey)
                  .header("Idempotency-Key", encounter)
                  .POST(HttpRequest.BodyPublishers.ofString(consultation))
                  .build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() / 100 == 4) {
        throw new AssertionError("the node refused the consultation: " + answer.body());
      }
      return answer.statusCode() / 100 == 2;
    } catch (IOException down) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private int handedIn() {
    synchronized (keys) {
      return keys.size();
    }
  }

  private static void pause(long milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String state(JsonNode document) {
    return document.path("state").asText();
  }

  private List<JsonNode> all(String what, Predicate<JsonNode> wanted) {
    List<JsonNode> all = new ArrayList<>();
    try {
      String next = "/api/v1/" + what + "?limit=500";
      while (true) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(node.resolve(next))
                    .header(
                        "Authorization",
                        "Bearer " + (what.equals("worklist") ? practiceKey : hubKey))
                    .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode page = json.readTree(answer.body());
        page.path(what.equals("worklist") ? "entries" : "documents").forEach(all::add);
        if (!page.has("next")) {
          return all.stream().filter(wanted).toList();
        }
        next = page.path("next").asText();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the node does not answer", e);
    }
  }

  private LocalNetwork network() throws IOException {
    return LocalNetwork.builder()
        .mailbox(LocalNetwork.HUB)
        .mailbox(LocalNetwork.PRACTICE)
        .patient(LocalNetwork.PATIENT)
        .in(folder.resolve("network"))
        .start();
  }

  private static Path example(String name) {
    return Path.of(System.getProperty("project.root"), "examples", name);
  }
}
