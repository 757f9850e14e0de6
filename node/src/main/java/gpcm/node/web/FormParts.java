package gpcm.node.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
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
    try {
      return MultiPartFormData.getParts(
          Content.Source.from(form), new Attributes.Mapped(), contentType, config);
    } catch (RuntimeException e) {
      throw refused(e);
    }
  }

  private static ProblemException refused(Throwable e) {
    // Which limit it was, only words tell.
    return chain(e).anyMatch(each -> String.valueOf(each.getMessage()).contains("exceeded"))
            || chain(e)
                .anyMatch(each -> each instanceof HttpException http && http.getCode() == 413)
        ? new ProblemException(413, "too-large", ProblemResponses.TOO_LARGE)
        : malformed(reason(e));
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
    return new ProblemException(400, "malformed-form", "not multipart/form-data: " + detail);
  }
}
