package gpcm.bench.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
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
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Hands consultations in over the HTTP API, several at a time, and sees how far they have got. */
final class HandIn {
  private static final String ENCOUNTER = "5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10";
  private static final String BOUNDARY = "gpcm-benchmark-boundary";
  private static final int PDF_BYTES = 38_000;
  private static final int WARM_UP_BATCH = 64;

  /** Looking at every document while it is measured would be measured too. */
  private static final int SAMPLE = 16;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final URI node;
  private final String example;
  private final int threads;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();

  HandIn(URI node, Path root, int threads) throws IOException {
    this.node = node;
    this.threads = threads;
    this.example =
        Files.readString(root.resolve("examples").resolve("consultation-summary.json"))
            .replaceAll("(?s)\"attachments\": \\[.*?\\]", "\"attachments\": []");
  }

  /** Sends documents in batches, each completed before the next, for so long. */
  void warmUp(Duration time, boolean rendered) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      awaitSample(handIn(WARM_UP_BATCH, rendered));
    }
  }

  /** Hands in so many; gives their ids in the order they were accepted, thread by thread. */
  List<String> handIn(int documents, boolean rendered) throws IOException, InterruptedException {
    List<Future<String>> handed = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < documents; i++) {
        handed.add(pool.submit(() -> handIn(rendered)));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> one : handed) {
        ids.add(one.get());
      }
      return ids;
    } catch (ExecutionException e) {
      throw new IOException("a document was not accepted: " + e.getCause().getMessage(), e);
    }
  }

  private String handIn(boolean rendered) throws IOException, InterruptedException {
    String consultation = example.replace(ENCOUNTER, UUID.randomUUID().toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve("/api/v1/documents"))
            .timeout(Duration.ofMinutes(2))
            .header("Idempotency-Key", UUID.randomUUID().toString());
    if (rendered) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(consultation));
    } else {
      request
          .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
          .POST(HttpRequest.BodyPublishers.ofByteArray(form(consultation)));
    }
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static byte[] form(String consultation) throws IOException {
    byte[] pdf = pdf();
    ByteArrayOutputStream form = new ByteArrayOutputStream(pdf.length + (8 << 10));
    part(
        form,
        "name=\"consultation\"",
        "application/json",
        consultation.getBytes(StandardCharsets.UTF_8));
    part(form, "name=\"report\"; filename=\"report.pdf\"", "application/pdf", pdf);
    form.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  /**
   * Of each document another one, whose bytes cannot be packed: as those of pages with a picture.
   */
  private static byte[] pdf() {
    byte[] pdf = new byte[PDF_BYTES];
    ThreadLocalRandom.current().nextBytes(pdf);
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, pdf, 0, 8);
    return pdf;
  }

  private static void part(ByteArrayOutputStream form, String names, String type, byte[] content)
      throws IOException {
    form.write(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; "
                + names
                + "\r\nContent-Type: "
                + type
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    form.write(content);
    form.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits until the last document and some before it are completed. */
  void awaitSample(List<String> ids) throws IOException, InterruptedException {
    int last = ids.size() - 1;
    List<String> sample =
        IntStream.range(0, Math.min(SAMPLE, ids.size())).mapToObj(i -> ids.get(last - i)).toList();
    for (String id : sample) {
      awaitCompleted(id);
    }
  }

  /** Waits until all are completed; gives how many were not when they were looked at. */
  int awaitAll(List<String> ids) throws IOException, InterruptedException {
    int late = 0;
    for (String id : ids) {
      if (!state(id).equals("completed")) {
        late++;
        awaitCompleted(id);
      }
    }
    return late;
  }

  private void awaitCompleted(String id) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    String state = state(id);
    while (!state.equals("completed")) {
      if (state.equals("failed") || System.nanoTime() > end) {
        throw new IOException(node.resolve(id) + " is not completed but " + state);
      }
      TimeUnit.MILLISECONDS.sleep(200);
      state = state(id);
    }
  }

  private String state(String id) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(node.resolve(id)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(node.resolve(id) + " answers " + answer.statusCode());
    }
    return json.readTree(answer.body()).path("state").asText();
  }
}
