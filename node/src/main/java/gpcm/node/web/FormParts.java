package gpcm.node.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Attributes;

/**
 * Reads multipart form data, each part that is not small onto the disk. Not through the servlet
 * API, which takes parts without a file name into memory. Thread-safe.
 */
final class FormParts {
  private static final int MOST_PARTS = 200;
  private static final int SMALL = 1 << 13;
  private static final int HEADERS = 1 << 13;
  private static final Set<String> PLAIN = Set.of("", "7bit", "8bit", "binary", "identity");
  private static final Pattern BOUNDARY =
      Pattern.compile("; *boundary=.", Pattern.CASE_INSENSITIVE);

  private final MultiPartConfig config;

  /**
   * @param folder for the parts
   * @param most bytes of a whole form
   */
  FormParts(Path folder, long most) {
    this.config =
        new MultiPartConfig.Builder()
            .location(folder)
            .maxParts(MOST_PARTS)
            .maxSize(most)
            .maxPartSize(most)
            .maxMemoryPartSize(SMALL)
            .maxHeadersSize(HEADERS)
            .useFilesForPartsWithoutFileName(true)
            .build();
  }

  /**
   * The parts, to be closed by the caller, which removes them from the disk.
   *
   * @throws ProblemException when they are no form, or too large
   */
  MultiPartFormData.Parts read(InputStream form, String contentType) {
    if (!BOUNDARY.matcher(contentType).find()) {
      throw malformed("the Content-Type names no boundary");
    }
    MultiPartFormData.Parts parts;
    try {
      parts =
          MultiPartFormData.getParts(
              Content.Source.from(form), new Attributes.Mapped(), contentType, config);
    } catch (RuntimeException e) {
      throw refused(e);
    }
    try {
      parts.forEach(FormParts::requirePlain);
    } catch (ProblemException e) {
      parts.close();
      throw e;
    }
    return parts;
  }

  /**
   * Bytes that are said to be encoded would be stored and sent as they are, and nobody decodes
   * them.
   */
  private static void requirePlain(MultiPart.Part part) {
    for (HttpField field : part.getHeaders()) {
      boolean encoding =
          field.is("Content-Transfer-Encoding") || field.is(HttpHeader.CONTENT_ENCODING.asString());
      String value = String.valueOf(field.getValue()).strip().toLowerCase(Locale.ROOT);
      if (encoding && !PLAIN.contains(value)) {
        String detail =
            "%s '%s' is not decoded here (RFC 7578, 4.7)".formatted(field.getName(), shown(value));
        String remedy = "Send the part's bytes as they are, without this header";
        throw new ProblemException(
            ProblemKind.UNSUPPORTED_ENCODING,
            "part '%s': %s".formatted(shown(String.valueOf(part.getName())), detail),
            List.of(
                new ProblemException.FieldProblem(
                    shown(String.valueOf(part.getName())), detail, remedy)));
      }
    }
  }

  private static String shown(String text) {
    String one = text.replaceAll("[^\\x20-\\x7e]", "?");
    return one.length() > 60 ? one.substring(0, 60) + "..." : one;
  }

  private static ProblemException refused(Throwable e) {
    // Which limit it was, only words tell.
    if (says(e, "headers max length exceeded")) {
      return malformed("a part's headers are longer than %d bytes".formatted(HEADERS));
    }
    if (says(e, "too many")) {
      return malformed("it has more than %d parts".formatted(MOST_PARTS));
    }
    return says(e, "exceeded")
            || chain(e)
                .anyMatch(each -> each instanceof HttpException http && http.getCode() == 413)
        ? new ProblemException(ProblemKind.TOO_LARGE, ProblemResponses.TOO_LARGE)
        : malformed(reason(e));
  }

  private static boolean says(Throwable e, String words) {
    return chain(e)
        .anyMatch(
            each -> String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT).contains(words));
  }

  private static String reason(Throwable e) {
    return chain(e)
        .filter(each -> each instanceof HttpException || each instanceof IOException)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("it cannot be read");
  }

  private static Stream<Throwable> chain(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemKind.MALFORMED_FORM, "not multipart/form-data: " + detail);
  }
}
