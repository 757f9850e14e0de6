package gpcm.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.bench.Patients;
import gpcm.bench.PdfOfSize;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells whichever node answers what happens to consultations. What got no answer is told again, to
 * another node perhaps, as a careful caller does.
 */
final class Hub {
  private static final String SUMMARY = "consultation-summary";
  private static final String GENERIC = "generic";
  private static final String REPORT = "name=\"report\"; filename=\"report.pdf\"";
  private static final String LETTER = "name=\"attachment\"; filename=\"letter.pdf\"";
  // About as long as the time that its organisation lets summaries wait.
  private static final int ABOUT_WHEN_IT_LEAVES = 1_600;

  private final List<NodeProcess> nodes;
  private final String key;
  private final String summary;
  private final String generic;
  private final byte[] pdf;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicReference<RuntimeException> refused = new AtomicReference<>();

  /**
   * @param key what the nodes ask for
   */
  Hub(List<NodeProcess> nodes, String key, Path root) throws IOException {
    this.nodes = nodes;
    this.key = key;
    this.summary = example(root, SUMMARY);
    this.generic =
        example(root, GENERIC)
            .replace(
                "\"attachments\": []",
                """
                "attachments": [ { "file": "letter.pdf", "title": "Letter", "contentType": "application/pdf" } ]
                """
                    .strip());
    this.pdf = PdfOfSize.bytes(2_000);
  }

  private static String example(Path root, String name) throws IOException {
    return Files.readString(root.resolve("examples").resolve(name + ".json"))
        .replaceAll("(?s)\"attachments\": \\[.*?\\]", "\"attachments\": []");
  }

  /**
   * How many consultations have lived their lives as far as the hub is concerned.
   *
   * @throws IllegalStateException when a node refuses one
   */
  int told() {
    RuntimeException refusal = refused.get();
    if (refusal != null) {
      throw new IllegalStateException("not all can be told", refusal);
    }
    return told.get();
  }

  /** Tells all there is to tell of one more consultation, however long that takes. */
  void tellOne() {
    try {
      int count = begun.getAndIncrement();
      Life life = Life.of(count);
      tell(life, life.encounter(), Patients.of(count));
      told.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      refused.compareAndSet(null, e);
    }
  }

  private void tell(Life life, String encounter, String patient) throws InterruptedException {
    String of = "/api/v1/consultations/" + encounter;
    switch (life) {
      case HANDED_IN ->
          answered(
              form(
                      request("/api/v1/documents"),
                      "POST",
                      consultation(summary, encounter, patient),
                      REPORT)
                  .header("Idempotency-Key", encounter));
      case RECORDED -> record(consultation(summary, encounter, patient), encounter, REPORT);
      case UPDATED -> {
        record(consultation(summary, encounter, patient), encounter, REPORT);
        aMoment();
        record(
            consultation(summary, encounter, patient).replace("Throat red", "Throat less red"),
            encounter,
            REPORT);
      }
      case CONFIRMED -> {
        record(consultation(generic, encounter, patient), encounter, LETTER);
        settled(request(of + "/confirm").POST(BodyPublishers.noBody()));
      }
      case RELEASED -> {
        record(consultation(generic, encounter, patient), encounter, LETTER);
        String document = "/api/v1/documents/" + document(of);
        settled(act(document + "/hold", "somebody has a doubt"));
        settled(act(document + "/release", "the doubt is over"));
      }
      case DELETED -> {
        record(consultation(summary, encounter, patient), encounter, REPORT);
        aMoment();
        answered(request(of + "?reason=recorded%20by%20mistake").DELETE());
      }
    }
  }

  private static void aMoment() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(ABOUT_WHEN_IT_LEAVES));
  }

  private void record(String consultation, String encounter, String file)
      throws InterruptedException {
    answered(
        form(
            request("/api/v1/consultations/" + encounter),
            "PUT",
            consultation.replaceAll("\"version\": \\d+,", ""),
            file));
  }

  private String document(String consultation) throws InterruptedException {
    HttpResponse<String> answer = answered(request(consultation));
    try {
      JsonNode reports = json.readTree(answer.body()).path("reports");
      return UUID.fromString(reports.path(0).path("id").asText()).toString();
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + answer.body(), e);
    }
  }

  private static String consultation(String example, String encounter, String patient) {
    return example
        .replaceAll("\"encounterId\": \"[^\"]*\"", "\"encounterId\": \"" + encounter + "\"")
        .replace("9990000018", patient);
  }

  private HttpRequest.Builder act(String address, String reason) {
    String body = json.createObjectNode().put("reason", reason).toString();
    return request(address)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  // To which node it goes is known when it is asked. As long as a node is there it may still do
  // what it was asked: who gave up too early and told of a deletion would be overtaken by what they
  // had recorded before.
  private HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create("http://node.invalid" + address))
        .timeout(Duration.ofMinutes(3))
        .header("Authorization", "Bearer " + key);
  }

  /** Its answer, as soon as a node has one. */
  private HttpResponse<String> answered(HttpRequest.Builder request) throws InterruptedException {
    return answered(request, false);
  }

  // What was done though its answer was lost cannot be done once more, and that is said.
  private void settled(HttpRequest.Builder request) throws InterruptedException {
    answered(request, true);
  }

  private HttpResponse<String> answered(HttpRequest.Builder request, boolean onceOnly)
      throws InterruptedException {
    boolean lost = false;
    while (true) {
      NodeProcess node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
      URI api = node.api().orElse(null);
      if (api != null) {
        try {
          HttpResponse<String> answer = http.send(at(api, request), BodyHandlers.ofString());
          int kind = answer.statusCode() / 100;
          if (kind == 2 || (onceOnly && lost && answer.statusCode() == 409)) {
            return answer;
          }
          if (kind == 4) {
            throw new IllegalStateException(
                "a node refused %s: %s".formatted(answer.uri().getPath(), answer.body()));
          }
          lost = true;
        } catch (IOException e) {
          lost = true;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static HttpRequest at(URI api, HttpRequest.Builder request) {
    URI asked = request.build().uri();
    String address =
        asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
    return request.copy().uri(api.resolve(address)).build();
  }

  private HttpRequest.Builder form(
      HttpRequest.Builder request, String method, String consultation, String file) {
    String text =
        """
        --cluster-boundary\r
        Content-Disposition: form-data; name="consultation"\r
        Content-Type: application/json\r
        \r
        %s\r
        --cluster-boundary\r
        Content-Disposition: form-data; %s\r
        Content-Type: application/pdf\r
        \r
        %s\r
        --cluster-boundary--\r
        """
            .formatted(consultation, file, new String(pdf, StandardCharsets.ISO_8859_1));
    return request
        .header("Content-Type", "multipart/form-data; boundary=cluster-boundary")
        .method(method, BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8)));
  }
}
