package gpcm.node.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the body of a request as far as its address has use for it: what is larger is refused
 * before it is in memory, however large a request with attachments may be.
 */
final class BoundedBody {
  private BoundedBody() {}

  /**
   * The whole body.
   *
   * @param most in bytes
   * @param setting what to say about that limit
   */
  static byte[] read(Context context, int most, String setting) throws IOException {
    if (context.req().getContentLengthLong() > most) {
      throw tooLarge(setting);
    }
    return read(context.req().getInputStream(), most, setting);
  }

  static byte[] read(InputStream in, int most, String setting) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw tooLarge(setting);
    }
    return bytes;
  }

  /** A field of a form that a page sent. */
  static Optional<String> formField(Context context, int most, String setting, String name)
      throws IOException {
    String form = new String(read(context, most, setting), StandardCharsets.UTF_8);
    try {
      return Stream.of(form.split("&"))
          .map(pair -> pair.split("=", 2))
          .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(name))
          .map(pair -> decoded(pair[1]))
          .findFirst();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemKind.MALFORMED_FORM, "not a form as a page sends it");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static ProblemException tooLarge(String setting) {
    return new ProblemException(ProblemKind.TOO_LARGE, setting);
  }
}
