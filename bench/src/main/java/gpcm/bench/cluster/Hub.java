package gpcm.bench.cluster;

import gpcm.bench.PdfOfSize;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands consultations in to whichever node answers. One that got no answer goes again under its
 * key, to another node perhaps, as a careful caller does.
 */
final class Hub {
  private static final String ENCOUNTER = "5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10";

  private final List<NodeProcess> nodes;
  private final String key;
  private final String example;
  private final byte[] pdf;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final AtomicInteger accepted = new AtomicInteger();

  /**
   * @param key what the nodes ask for
   */
  Hub(List<NodeProcess> nodes, String key, Path root) throws IOException {
    this.nodes = nodes;
    this.key = key;
    this.example =
        Files.readString(root.resolve("examples").resolve("consultation-summary.json"))
            .replaceAll("(?s)\"attachments\": \\[.*?\\]", "\"attachments\": []");
    this.pdf = PdfOfSize.bytes(2_000);
  }

  int accepted() {
    return accepted.get();
  }

  /** Hands one consultation in, however long that takes. */
  void handIn() {
    try {
      handInPatiently();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handInPatiently() throws InterruptedException {
    String encounter = UUID.randomUUID().toString();
    byte[] form = form(example.replace(ENCOUNTER, encounter));
    while (true) {
      NodeProcess node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
      URI api = node.api().orElse(null);
      if (api != null && taken(api, encounter, form)) {
        accepted.incrementAndGet();
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean taken(URI api, String encounter, byte[] form) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(api.resolve("/api/v1/documents"))
                  .timeout(Duration.ofSeconds(20))
                  .header("Authorization", "Bearer " + key)
                  .header("Idempotency-Key", encounter)
                  .header("Content-Type", "multipart/form-data; boundary=cluster-boundary")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() / 100 == 4) {
        throw new IllegalStateException("a node refused a consultation: " + answer.body());
      }
      return answer.statusCode() / 100 == 2;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] form(String consultation) {
    String text =
        """
        --cluster-boundary\r
        Content-Disposition: form-data; name="consultation"\r
        Content-Type: application/json\r
        \r
        %s\r
        --cluster-boundary\r
        Content-Disposition: form-data; name="report"; filename="report.pdf"\r
        Content-Type: application/pdf\r
        \r
        %s\r
        --cluster-boundary--\r
        """
            .formatted(consultation, new String(pdf, StandardCharsets.ISO_8859_1));
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
