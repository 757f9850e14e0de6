package gpcm.node.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Text that comes with the program, answered in fewer bytes to who takes gzip.
 *
 * <p>Pages and the API's answers are never compressed: they hold secrets, such as the token of
 * forms and the names of patients, beside text that somebody else may have chosen, in an address or
 * in a document, and how well both compress together would tell whoever watches the line what the
 * secret is (the attack BREACH). What is here is the same for everybody.
 */
final class Shipped {
  private final byte[] plain;
  private final byte[] compressed;
  private final String contentType;

  Shipped(byte[] plain, String contentType) {
    this.plain = plain;
    this.compressed = gzip(plain);
    this.contentType = contentType;
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  void answer(Context context) {
    context.header("Vary", "Accept-Encoding");
    if (takesGzip(Optional.ofNullable(context.header("Accept-Encoding")).orElse(""))) {
      context.header("Content-Encoding", "gzip");
      Resources.answer(context, compressed, contentType);
    } else {
      Resources.answer(context, plain, contentType);
    }
  }

  /** Whether it is named, and not with a weight of nothing. */
  static boolean takesGzip(String accepted) {
    return Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
        .map(each -> each.replaceAll("\\s", ""))
        .anyMatch(each -> each.matches("gzip(;q=(1.*|0\\.0*[1-9].*))?"));
  }
}
