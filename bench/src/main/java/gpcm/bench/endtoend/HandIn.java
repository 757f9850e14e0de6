package gpcm.bench.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.bench.Patients;
import gpcm.bench.PdfOfSize;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;

/** Hands consultations in over the HTTP API, several at a time, and sees how far they have got. */
final class HandIn {
  private static final String BOUNDARY = "gpcm-benchmark-boundary";
  private static final int PDF_BYTES = 38_000;
  private static final int WARM_UP_BATCH = 64;

  /** Looking at every document while it is measured would be measured too. */
  private static final int SAMPLE = 16;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final List<URI> nodes;
  private final String end;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger recorded = new AtomicInteger();
  private final What what;
  private final String example;
  private final int threads;
  private final Optional<String> key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();

  /** What is handed in: an example with one PDF, which is another one each time. */
  enum What {
    /** A Consultation Summary, whose PDF is the report; or the node renders it. */
    SUMMARY(
        "consultation-summary.json",
        "5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10",
        "[]",
        "name=\"report\"; filename=\"report.pdf\""),

    /** A generic document with thirteen resources of its own, ten of them to be reviewed. */
    CODED(
        "generic-coded.json",
        "7f0f5d0e-9b0c-4d51-8a53-2f6f0d1c9e11",
        "[{\"file\": \"letter.pdf\", \"title\": \"Letter\", \"contentType\": \"application/pdf\"}]",
        "name=\"attachment\"; filename=\"letter.pdf\"");

    private final String file;
    private final String encounter;
    private final String attachments;
    private final String part;

    What(String file, String encounter, String attachments, String part) {
      this.file = file;
      this.encounter = encounter;
      this.attachments = attachments;
      this.part = part;
    }

    private String example(Path root) throws IOException {
      return Files.readString(root.resolve("examples").resolve(file))
          .replaceAll(
              "(?s)\"attachments\": \\[.*?\\]",
              Matcher.quoteReplacement("\"attachments\": " + attachments));
    }
  }

  /**
   * @param nodes the nodes, which take turns
   * @param key what they ask for, if they do
   * @param end the state in which a document has got as far as this benchmark looks
   */
  HandIn(List<URI> nodes, Optional<String> key, String end, What what, Path root, int threads)
      throws IOException {
    this.nodes = List.copyOf(nodes);
    this.key = key;
    this.end = end;
    this.what = what;
    this.threads = threads;
    this.example = what.example(root);
  }

  /** Sends documents in batches, each at its end before the next, for so long. */
  void warmUp(Duration time, boolean rendered) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      awaitSample(handIn(WARM_UP_BATCH, rendered));
    }
  }

  /** As {@link #warmUp}, with consultations that are recorded. */
  void warmUpRecording(Duration time) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      awaitSample(record(WARM_UP_BATCH));
    }
  }

  /**
   * A document that was accepted.
   *
   * @param location its address
   * @param millis from the request until it was confirmed
   */
  record Accepted(String location, double millis) {}

  /** Hands in so many; gives them in the order they were handed in. */
  List<Accepted> handIn(int documents, boolean rendered) throws IOException, InterruptedException {
    return all(documents, () -> handIn(rendered));
  }

  private List<Accepted> all(int documents, Callable<Accepted> one)
      throws IOException, InterruptedException {
    List<Future<Accepted>> handed = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < documents; i++) {
        handed.add(pool.submit(one));
      }
      List<Accepted> accepted = new ArrayList<>();
      for (Future<Accepted> each : handed) {
        accepted.add(each.get());
      }
      return accepted;
    } catch (ExecutionException e) {
      throw new IOException("a document was not accepted: " + e.getCause().getMessage(), e);
    }
  }

  /**
   * Tells of so many consultations, of another patient each time, what was recorded; the node
   * decides that they are sent.
   */
  List<Accepted> record(int consultations) throws IOException, InterruptedException {
    return record(consultations, Patients::of);
  }

  /**
   * As {@link #record(int)}.
   *
   * @param patients the NHS number of each by its count
   */
  List<Accepted> record(int consultations, IntFunction<String> patients)
      throws IOException, InterruptedException {
    return all(consultations, () -> record(patients));
  }

  private Accepted record(IntFunction<String> patients) throws IOException, InterruptedException {
    String encounter = UUID.randomUUID().toString();
    String consultation =
        example
            .replace(what.encounter, encounter)
            .replace("\"version\": 1,", "")
            .replace("9990000018", patients.apply(recorded.getAndIncrement()));
    Body body = form(consultation, PDF_BYTES);
    return answered(
        to(node().resolve("/api/v1/consultations/" + encounter))
            .header("Content-Type", body.type())
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body.bytes())));
  }

  /** Hands in one whose PDF has so many bytes. */
  Accepted handInLarge(int bytes) throws IOException, InterruptedException {
    return handIn(form(another(), bytes));
  }

  private Accepted handIn(boolean rendered) throws IOException, InterruptedException {
    String consultation = another();
    return handIn(
        rendered
            ? new Body("application/json", consultation.getBytes(StandardCharsets.UTF_8))
            : form(consultation, PDF_BYTES));
  }

  private String another() {
    return example.replace(what.encounter, UUID.randomUUID().toString());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(String type, byte[] bytes) {}

  private Accepted handIn(Body body) throws IOException, InterruptedException {
    return answered(
        to(node().resolve("/api/v1/documents"))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", body.type())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes())));
  }

  private Accepted answered(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest asked = request.timeout(Duration.ofMinutes(2)).build();
    long start = System.nanoTime();
    HttpResponse<String> answer =
        http.send(asked, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return new Accepted(
        answer.headers().firstValue("Location").orElseThrow(), (System.nanoTime() - start) / 1e6);
  }

  private HttpRequest.Builder to(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    key.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request;
  }

  private URI node() {
    return nodes.get(Math.floorMod(next.getAndIncrement(), nodes.size()));
  }

  private Body form(String consultation, int pdfBytes) throws IOException {
    byte[] pdf = PdfOfSize.bytes(pdfBytes);
    ByteArrayOutputStream form = new ByteArrayOutputStream(pdf.length + (8 << 10));
    part(
        form,
        "name=\"consultation\"",
        "application/json",
        consultation.getBytes(StandardCharsets.UTF_8));
    part(form, what.part, "application/pdf", pdf);
    form.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return new Body("multipart/form-data; boundary=" + BOUNDARY, form.toByteArray());
  }

  /**
   * Of each document another one, whose bytes cannot be packed: as those of pages with a picture.
   */
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

  /** Waits until the last document and some before it have got to the end. */
  void awaitSample(List<Accepted> documents) throws IOException, InterruptedException {
    int last = documents.size() - 1;
    for (int i = 0; i < Math.min(SAMPLE, documents.size()); i++) {
      awaitEnd(documents.get(last - i).location());
    }
  }

  /** Waits until all have; gives how many had not when they were looked at. */
  int awaitAll(List<Accepted> documents) throws IOException, InterruptedException {
    int late = 0;
    for (Accepted document : documents) {
      if (!state(document.location()).equals(end)) {
        late++;
        awaitEnd(document.location());
      }
    }
    return late;
  }

  private void awaitEnd(String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    String state = state(id);
    while (!state.equals(end)) {
      if (state.equals("failed") || System.nanoTime() > deadline) {
        throw new IOException(id + " is not " + end + " but " + state);
      }
      TimeUnit.MILLISECONDS.sleep(200);
      state = state(id);
    }
  }

  private String state(String id) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            to(nodes.getFirst().resolve(id)).build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(id + ": the node answers " + answer.statusCode());
    }
    return json.readTree(answer.body()).path("state").asText();
  }
}
