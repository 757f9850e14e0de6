package gpcm.node.web;

import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.node.config.HttpSettings;
import gpcm.node.sending.Submission;
import gpcm.node.web.ProblemException.FieldProblem;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;

/**
 * Reads a submission: the consultation alone as JSON, or as multipart form data the part {@code
 * consultation}, optionally the part {@code report} with a ready-made PDF, and any number of parts
 * with a file name, which are the attachments.
 */
final class SubmissionReader {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final String CONSULTATION = "consultation";
  private static final String REPORT = "report";

  private static final String JSON_TOO_LARGE =
      "the consultation's JSON is larger than http.max-json-size allows";

  private final long maxBytes;
  private final LargeJson json;
  private final FormParts forms;

  /**
   * @param uploads a folder for what requests bring
   * @param forms reads those of several parts
   */
  SubmissionReader(HttpSettings settings, Path uploads, FormParts forms) {
    this.maxBytes = settings.maxRequestSize().bytes();
    this.json =
        new LargeJson(uploads, Math.toIntExact(settings.maxJsonSize().bytes()), JSON_TOO_LARGE);
    this.forms = forms;
  }

  /** A report that is to go at once, to be closed by the caller when it is stored. */
  ReceivedSubmission read(Context context) throws IOException {
    return read(context, false);
  }

  /** A consultation as it was recorded, to be closed by the caller when it is stored. */
  ReceivedSubmission recorded(Context context) throws IOException {
    return read(context, true);
  }

  /**
   * A consultation that a form of a page brings as files, to be closed by the caller when it is
   * stored.
   */
  ReceivedSubmission uploaded(Context context) throws IOException {
    Optional<UploadedForm> form = UploadedForm.of(context);
    List<MultiPart.Part> files = form.isPresent() ? form.get().files(context) : List.of();
    return holding(held -> submission(context, parts(files, held), true, false, Optional.empty()));
  }

  private ReceivedSubmission read(Context context, boolean recorded) throws IOException {
    if (context.req().getContentLengthLong() > maxBytes) {
      throw new ProblemException(ProblemKind.TOO_LARGE, ProblemResponses.TOO_LARGE);
    }
    String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
      throw new ProblemException(
          ProblemKind.UNSUPPORTED_ENCODING,
          "a body with Content-Encoding '%s' is not decoded here; send it as it is"
              .formatted(encoding.replaceAll("[^\\x20-\\x7e]", "?")));
    }
    return holding(held -> read(context, recorded, held));
  }

  @FunctionalInterface
  private interface Reading {
    Submission read(Deque<Runnable> held) throws IOException;
  }

  private static ReceivedSubmission holding(Reading reading) throws IOException {
    Deque<Runnable> held = new ArrayDeque<>();
    try {
      return new ReceivedSubmission(reading.read(held), List.copyOf(held));
    } catch (IOException | RuntimeException | Error e) {
      held.reversed().forEach(Runnable::run);
      throw e;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record HandedIn(
      byte[] consultation, Optional<Submission.File> report, List<Submission.File> attachments) {}

  private Submission read(Context context, boolean recorded, Deque<Runnable> held)
      throws IOException {
    Query query = new Query(context, recorded ? "now" : "again");
    boolean again = !recorded && query.flag("again", false);
    Optional<String> key = idempotencyKey(context);
    String type =
        Optional.ofNullable(context.contentType())
            .map(value -> value.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
            .orElse("");
    HandedIn handedIn =
        switch (type) {
          case "application/json" ->
              new HandedIn(
                  json.read(context.req().getInputStream(), held), Optional.empty(), List.of());
          case "multipart/form-data" -> multipart(context, held);
          default ->
              throw new ProblemException(
                  ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                  "send the consultation as application/json, or with its attachments as"
                      + " multipart/form-data");
        };
    return submission(context, handedIn, recorded, again, key);
  }

  private static Submission submission(
      Context context, HandedIn handedIn, boolean recorded, boolean again, Optional<String> key) {
    RecordedConsultation consultation =
        recorded
            ? DocumentJson.recorded(handedIn.consultation)
            : DocumentJson.report(handedIn.consultation);
    return new Submission(
        consultation.document(),
        () -> new ByteArrayInputStream(handedIn.consultation),
        handedIn.attachments,
        handedIn.report,
        again,
        key,
        Caller.of(context).person().map(person -> person.acting().person()),
        consultation.circumstances(),
        consultation.numbered(),
        recorded);
  }

  static Optional<String> idempotencyKey(Context context) {
    Optional<String> key = Optional.ofNullable(context.header("Idempotency-Key"));
    key.filter(given -> !KEY.matcher(given).matches())
        .ifPresent(
            given -> {
              throw ProblemException.parameter(
                  "Idempotency-Key",
                  "must be 1 to 200 visible ASCII characters",
                  "send a UUID, the same one for every repetition of one submission");
            });
    return key;
  }

  private HandedIn multipart(Context context, Deque<Runnable> held) throws IOException {
    MultiPartFormData.Parts parts =
        forms.read(context.req().getInputStream(), context.contentType());
    held.add(parts::close);
    return parts(parts, held);
  }

  private HandedIn parts(Iterable<MultiPart.Part> parts, Deque<Runnable> held) throws IOException {
    Optional<MultiPart.Part> consultation = Optional.empty();
    Optional<Submission.File> report = Optional.empty();
    List<Submission.File> attachments = new ArrayList<>();
    for (MultiPart.Part part : parts) {
      switch (String.valueOf(part.getName())) {
        case CONSULTATION -> {
          if (consultation.isPresent()) {
            throw repeated(CONSULTATION);
          }
          consultation = Optional.of(part);
        }
        case REPORT -> {
          if (report.isPresent()) {
            throw repeated(REPORT);
          }
          report = Optional.of(file(part));
        }
        default -> attachments.add(file(part));
      }
    }
    MultiPart.Part given =
        consultation.orElseThrow(
            () ->
                refused(
                    CONSULTATION, "missing", "add the consultation's JSON as a part of this name"));
    try (InputStream in = bytes(given)) {
      return new HandedIn(json.read(in, held), report, attachments);
    }
  }

  private static InputStream bytes(MultiPart.Part part) {
    return Content.Source.asInputStream(part.createContentSource());
  }

  private static Submission.File file(MultiPart.Part part) {
    String name = part.getFileName();
    if (name == null || name.isBlank()) {
      throw refused(
          String.valueOf(part.getName()),
          "unknown part without a file name",
          "give every attachment its file name, or leave the part out");
    }
    return new Submission.File(name, () -> bytes(part));
  }

  private static ProblemException repeated(String part) {
    return refused(part, "given more than once", "send it once");
  }

  private static ProblemException refused(String part, String detail, String remedy) {
    return new ProblemException(
        ProblemKind.SUBMISSION_REFUSED,
        "part '%s': %s".formatted(part, detail),
        List.of(new FieldProblem(part, detail, remedy)));
  }
}
