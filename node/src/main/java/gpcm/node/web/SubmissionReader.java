package gpcm.node.web;

import gpcm.consultation.json.DocumentJson;
import gpcm.node.sending.Submission;
import gpcm.node.web.ProblemException.FieldProblem;
import io.javalin.http.Context;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;

/**
 * Reads a submission: the consultation alone as JSON, or as multipart form data the part {@code
 * consultation}, optionally the part {@code report} with a ready-made PDF, and any number of parts
 * with a file name, which are the attachments.
 */
final class SubmissionReader {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern BOUNDARY =
      Pattern.compile("; *boundary=.", Pattern.CASE_INSENSITIVE);
  private static final HttpException NO_REASON =
      new HttpException.RuntimeException(400, "it cannot be read");
  private static final String CONSULTATION = "consultation";
  private static final String REPORT = "report";

  private static final String JSON_TOO_LARGE =
      "the consultation's JSON is larger than http.max-json-size allows";

  private final long maxBytes;
  private final int maxJsonBytes;

  /**
   * @param maxBytes of a whole request
   * @param maxJsonBytes of the consultation itself, which is read into memory
   */
  SubmissionReader(long maxBytes, int maxJsonBytes) {
    this.maxBytes = maxBytes;
    this.maxJsonBytes = maxJsonBytes;
  }

  Submission read(Context context) throws IOException, ServletException {
    if (context.req().getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    Optional<String> key = idempotencyKey(context);
    String type =
        Optional.ofNullable(context.contentType())
            .map(value -> value.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
            .orElse("");
    return switch (type) {
      case "application/json" ->
          submission(
              RequestBody.read(context, maxJsonBytes, JSON_TOO_LARGE),
              List.of(),
              Optional.empty(),
              key);
      case "multipart/form-data" -> multipart(context, key);
      default ->
          throw new ProblemException(
              415,
              "unsupported-media-type",
              "send the consultation as application/json, or with its attachments as"
                  + " multipart/form-data");
    };
  }

  private static Optional<String> idempotencyKey(Context context) {
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

  private Submission multipart(Context context, Optional<String> key)
      throws IOException, ServletException {
    Optional<byte[]> consultation = Optional.empty();
    Optional<Submission.File> report = Optional.empty();
    List<Submission.File> attachments = new ArrayList<>();
    for (Part part : parts(context)) {
      switch (part.getName()) {
        case CONSULTATION -> {
          once(CONSULTATION, consultation);
          consultation = Optional.of(bytes(part));
        }
        case REPORT -> {
          once(REPORT, report);
          report = Optional.of(file(part));
        }
        default -> attachments.add(file(part));
      }
    }
    return submission(
        consultation.orElseThrow(
            () ->
                refused(
                    CONSULTATION, "missing", "add the consultation's JSON as a part of this name")),
        attachments,
        report,
        key);
  }

  /** The library prepares the request for reading parts when it is asked for uploaded files. */
  private static Iterable<Part> parts(Context context) throws IOException, ServletException {
    if (!BOUNDARY.matcher(context.contentType()).find()) {
      throw malformed("the Content-Type names no boundary");
    }
    try {
      context.uploadedFileMap();
      return context.req().getParts();
    } catch (ServletException e) {
      throw refused(e);
    } catch (RuntimeException e) {
      throw e instanceof HttpException ? refused(e) : e;
    }
  }

  /** The server's own refusal of a form, which comes plain or wrapped. */
  private static ProblemException refused(Exception e) {
    HttpException cause =
        e instanceof HttpException plain
            ? plain
            : e.getCause() instanceof HttpException wrapped ? wrapped : NO_REASON;
    if (tells(e, "larger than max length")) {
      return new ProblemException(413, "too-large", JSON_TOO_LARGE);
    }
    return cause.getCode() == 413 || tells(e, "exceeded")
        ? tooLarge()
        : malformed(String.valueOf(cause.getReason()));
  }

  /** A form without a length in its head runs into a limit while it is read; only words tell. */
  private static boolean tells(Throwable e, String words) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(each -> String.valueOf(each.getMessage()).contains(words));
  }

  private static ProblemException tooLarge() {
    return new ProblemException(413, "too-large", ProblemResponses.TOO_LARGE);
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(400, "malformed-form", "not multipart/form-data: " + detail);
  }

  private byte[] bytes(Part part) throws IOException {
    try (InputStream in = part.getInputStream()) {
      return RequestBody.read(in, maxJsonBytes, JSON_TOO_LARGE);
    }
  }

  private static Submission.File file(Part part) {
    String name = part.getSubmittedFileName();
    if (name == null || name.isBlank()) {
      throw refused(
          part.getName(),
          "unknown part without a file name",
          "give every attachment its file name, or leave the part out");
    }
    return new Submission.File(name, part::getInputStream);
  }

  private static void once(String name, Optional<?> earlier) {
    if (earlier.isPresent()) {
      throw refused(name, "given more than once", "send it once");
    }
  }

  private static ProblemException refused(String part, String detail, String remedy) {
    return new ProblemException(
        422,
        "submission-refused",
        "part '%s': %s".formatted(part, detail),
        List.of(new FieldProblem(part, detail, remedy)));
  }

  private static Submission submission(
      byte[] json,
      List<Submission.File> attachments,
      Optional<Submission.File> report,
      Optional<String> key) {
    return new Submission(
        DocumentJson.read(json), () -> new ByteArrayInputStream(json), attachments, report, key);
  }
}
